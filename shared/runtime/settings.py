"""What every program reads from its environment, and the refusal to run production on demo secrets."""

from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_PREFIX = "demo-only-"


class Mode(StrEnum):
    """`demo` loads the demo community and may use demo secrets; `production` does neither."""

    DEMO = "demo"
    PRODUCTION = "production"


LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class ServiceSettings(BaseSettings):
    """Base of every program's settings; a subclass sets its own `env_prefix`."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    database_url: SecretStr
    broker_url: SecretStr | None = None
    jwks_url: str | None = None
    mode: Mode = Field(default=Mode.DEMO, validation_alias="LOBBY_MODE")
    log_level: LogLevel = Field(default="INFO", validation_alias="LOBBY_LOG_LEVEL")
    otlp_endpoint: str | None = Field(default=None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    host: str = "127.0.0.1"
    port: int = 8000
    pool_size: int = 10

    @model_validator(mode="after")
    def refuse_demo_secrets(self) -> Self:
        """Raises ValueError in production mode when a secret still has its demo value."""
        if self.mode is Mode.PRODUCTION:
            weak = [name for name, content in self if DEMO_PREFIX in _plain(content)]
            if weak:
                msg = f"production mode refuses demo secrets: {', '.join(sorted(weak))}"
                raise ValueError(msg)
        return self


def _plain(content: Any) -> str:
    return content.get_secret_value() if isinstance(content, SecretStr) else str(content)
