"""`TICKETS_*` variables."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import ServiceSettings


class TicketsSettings(ServiceSettings):
    """Environment of the tickets service."""

    model_config = SettingsConfigDict(env_prefix="TICKETS_", extra="ignore", env_ignore_empty=True)
