"""The server process of a program."""

import gc
import socket
import sys

import uvicorn

_START_FAILED = 3


class SettledServer(uvicorn.Server):
    """What start-up made stays for good: looking through it for cycles costs a list a fifth of its time."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; what is there by then is never garbage."""
        await super().startup(sockets)
        gc.freeze()

    def serve_until_stopped(self) -> None:
        """Until SIGTERM. Exits with 3 when the program could not start."""
        self.run()
        if not self.started:
            sys.exit(_START_FAILED)
