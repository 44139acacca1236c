"""Where a service keeps files, by its own variables."""

from pathlib import Path

from pydantic import Field

from shared.runtime.settings import ServiceSettings


class FileSettings(ServiceSettings):
    """Of a service that takes files in."""

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
