"""`make run`'s process on a folder and port of its own."""

from __future__ import annotations

from pathlib import Path

from tests.servers.control import free_ports
from tests.stack.process import Process


class EmbeddedStack:
    """The suite in one process; `process.kill9()` and `start()` again is what a power cut looks like."""

    password = "front-desk"

    def __init__(self, folder: Path, *, environment: dict[str, str] | None = None, module: str = "embedded") -> None:
        (port,) = free_ports(1)
        self.url = f"http://127.0.0.1:{port}"
        self.data = folder / "data"
        self.process = Process(
            ["-m", module],
            url=self.url,
            environment={
                "PORT": str(port),
                "DATA_DIR": str(self.data),
                "DEMO_PASSWORD": self.password,
                **(environment or {}),
            },
            log=folder / "embedded.log",
        )

    def start(self) -> None:
        self.process.start()
        self.process.wait_ready()

    def stop(self) -> None:
        self.process.end()
