"""What `make run` reads from its environment."""

import json
import secrets
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.runtime.settings import LogLevel, Mode


class SuiteSettings(BaseSettings):
    """`PORT`, `DATA_DIR`, `DEMO_PASSWORD`, `LOBBY_MODE`, `LOBBY_LOG_LEVEL`. Always binds to loopback."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    port: int = Field(default=8000, ge=0, le=65535, validation_alias="PORT")
    data_dir: Path = Field(default=Path("data"), validation_alias="DATA_DIR")
    demo_password: str = Field(default="front-desk", min_length=1, validation_alias="DEMO_PASSWORD")
    mode: Mode = Field(default=Mode.DEMO, validation_alias="LOBBY_MODE")
    otlp_endpoint: str | None = Field(default=None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    log_level: LogLevel = Field(default="WARNING", validation_alias="LOBBY_LOG_LEVEL")


def secrets_in(folder: Path) -> dict[str, str]:
    """The suite's own secrets, made on the first run and kept in the data folder, readable by its owner alone."""
    file = folder / "secrets.json"
    if file.exists():
        kept: dict[str, str] = json.loads(file.read_text())
        return kept
    made = {name: secrets.token_urlsafe(48) for name in ("signing", "field", "contact")}
    draft = file.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made))
    draft.replace(file)
    return made
