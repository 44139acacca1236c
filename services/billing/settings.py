"""`BILLING_*` variables."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import ServiceSettings


class BillingSettings(ServiceSettings):
    """Environment of the billing service."""

    model_config = SettingsConfigDict(env_prefix="BILLING_", extra="ignore", env_ignore_empty=True)
