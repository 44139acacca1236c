"""`RESIDENTS_*` variables."""

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from shared.runtime.sealing import read_public_key
from shared.runtime.settings import ServiceSettings


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

    @field_validator("contact_public_key")
    @classmethod
    def check_public_key(cls, text: str | None) -> str | None:
        """Raises ValueError at the start rather than at the first household."""
        if text is not None:
            read_public_key(text)
        return text
