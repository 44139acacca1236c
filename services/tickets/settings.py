"""`TICKETS_*` variables."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.files.settings import FileSettings


class TicketsSettings(FileSettings):
    """Environment of the tickets service."""

    model_config = SettingsConfigDict(env_prefix="TICKETS_", extra="ignore", env_ignore_empty=True)
