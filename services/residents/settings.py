"""`RESIDENTS_*` variables."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from shared.runtime.sealing import read_public_key
from shared.runtime.settings import Mode, ServiceSettings

DEMO_CONTACT_PUBLIC_KEY = "wgW0hJkNga1M5imRSsJ2KDmNH5glupcg_hmWJvvweEo"


class ResidentsSettings(ServiceSettings):
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

    files_url: str | None = Field(
        default=None,
        pattern=r"^(file|s3|s3a|gs|az|memory)://",
        description="where attachments are kept: file:///folder or s3://bucket/prefix, whose credentials are AWS_*",
    )
    attachment_limit_bytes: int = Field(default=10 * 1024 * 1024, ge=1024, description="the gateway allows 10 MB")

    @property
    def files(self) -> str:
        """`files_url`; without it the folder `files` beside a SQLite database, else under `./data`."""
        if self.files_url is not None:
            return self.files_url
        _, is_sqlite, path = self.database_url.get_secret_value().partition("sqlite+aiosqlite:///")
        folder = Path(path).parent if is_sqlite else Path("data")
        return (folder.absolute() / "files").as_uri()

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
