"""`GATEWAY_*` variables."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import ServiceSettings

SERVICES = ("residents", "tickets", "billing", "access", "notifications")


class GatewaySettings(ServiceSettings):
    """Environment of the gateway. `<service>_url` is where that service answers."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", extra="ignore", env_ignore_empty=True)

    signing_secret: SecretStr = Field(min_length=32)
    """Seals the signing keys in the database; another secret makes new keys: access tokens signed
    before end, refresh tokens go on."""

    residents_url: str = "http://residents:8000"
    tickets_url: str = "http://tickets:8000"
    billing_url: str = "http://billing:8000"
    access_url: str = "http://access:8000"
    notifications_url: str = "http://notifications:8000"

    access_token_s: int = Field(default=900, ge=30, le=3600)
    refresh_token_s: int = Field(default=12 * 3600, ge=60)
    session_s: int = Field(default=14 * 24 * 3600, ge=60)
    internal_token_s: int = Field(default=300, ge=60, le=900)
    session_recheck_s: float = Field(default=5.0, ge=0.0, le=60.0)
    """The bound within which another replica's change of an account or role takes effect here."""
    session_stale_s: float = Field(default=60.0, ge=0.0, le=900.0)
    """How long a sign-in that was checked goes on working while the gateway's database is away."""
    signing_key_days: int = Field(default=30, ge=1)

    rate_limit: str = "12000/minute"
    failed_sign_ins: str = "10/15 minutes"
    argon2_memory_kib: int = Field(default=65_536, ge=1024)

    upload_limit_mb: int = Field(default=64, ge=10, le=1024)
    """The largest file that is passed on; each upload's service has a limit of its own below it."""
    forward_first_byte_s: float = Field(default=10.0, gt=0)
    part_deadline_s: float = Field(default=1.0, gt=0, le=10)
    trusted_proxies: str = ""
    """Addresses or networks, separated by commas, whose `X-Forwarded-For` is believed."""
    access_log: bool = True

    def url_of(self, service: str) -> str:
        """Where a service of `SERVICES` answers."""
        url: str = getattr(self, f"{service}_url")
        return url

    @property
    def proxies(self) -> list[str]:
        """`trusted_proxies` one by one."""
        return [network.strip() for network in self.trusted_proxies.split(",") if network.strip()]
