"""`RESIDENTS_*` variables."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from shared.runtime.files.settings import FileSettings
from shared.runtime.sealing import read_public_key
from shared.runtime.settings import Mode

DEMO_CONTACT_PUBLIC_KEY = "wgW0hJkNga1M5imRSsJ2KDmNH5glupcg_hmWJvvweEo"


class ResidentsSettings(FileSettings):
    """Environment of the residents service."""

    model_config = SettingsConfigDict(env_prefix="RESIDENTS_", extra="ignore", env_ignore_empty=True)

    field_secret: SecretStr = Field(
        default=SecretStr("demo-only-residents-field-secret"),
        min_length=16,
        description="encrypts and indexes ID numbers; changing it makes those on file unreadable",
    )
    contact_public_key: str | None = Field(
        default=None,
        description="the notifications service's X25519 public key, raw, base64url: "
        "`python -m shared.runtime.sealing` prints it. Without it no contact points are told.",
    )
    roster_limit_mb: int = Field(default=64, ge=1, le=1024, description="largest roster file (the gateway has one too)")
    roster_most_rows: int = Field(default=200_000, ge=1, le=1_000_000, description="rows of one roster file")
    roster_kept_days: int = Field(
        default=30, ge=1, description="an import can be looked at and undone so long; then its rows are deleted"
    )
    spool_folder: Path | None = Field(default=None, description="where uploads wait; default: the system's own")

    @model_validator(mode="after")
    def refuse_demo_key(self) -> Self:
        """Raises ValueError in production mode: anybody can derive the private half of the demo key."""
        if self.mode is Mode.PRODUCTION and self.contact_public_key == DEMO_CONTACT_PUBLIC_KEY:
            raise ValueError("production mode refuses the demo contact_public_key")
        return self

    @field_validator("contact_public_key")
    @classmethod
    def check_public_key(cls, text: str | None) -> str | None:
        """Raises ValueError at the start rather than at the first household."""
        if text is not None:
            read_public_key(text)
        return text
