"""`ACCESS_*` variables."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import ServiceSettings


class AccessSettings(ServiceSettings):
    """Environment of the access service."""

    model_config = SettingsConfigDict(env_prefix="ACCESS_", extra="ignore", env_ignore_empty=True)
