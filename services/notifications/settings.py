"""`NOTIFICATIONS_*` variables."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import ServiceSettings


class NotificationsSettings(ServiceSettings):
    """Environment of the notifications service."""

    model_config = SettingsConfigDict(env_prefix="NOTIFICATIONS_", extra="ignore", env_ignore_empty=True)

    contact_secret: SecretStr | None = Field(
        default=None, description="Opens sealed contact points; without it no address is known"
    )
    smtp_host: str | None = Field(default=None, description="Mail server; without it e-mail is not a channel")
    smtp_port: int = 25
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_tls: bool = Field(
        default=False, description="STARTTLS is used whenever the server offers it; this asks for TLS at once"
    )
    mail_from: str = "front-desk@lobby.invalid"
