"""uvicorn's HTTP protocol, able to send an answer's head and body in one write.

uvicorn writes the head at once, so that a small answer costs two system calls and wakes the client twice: a sixth of
what forwarding it costs. Run as `uvicorn --http gateway.forwarding.serving:HeadHoldingProtocol`; forwarding works
without it too.
"""

import asyncio
from collections.abc import Callable, MutableMapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "lobby.hold_head"


class _HoldingTransport(asyncio.Transport):
    """The client's transport; after `hold` it keeps the next write until the one after that, or the close."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._holding = False
        self._held = b""
        self.is_closing = transport.is_closing  # type: ignore[method-assign]
        self.get_extra_info = transport.get_extra_info  # type: ignore[method-assign]
        self.pause_reading = transport.pause_reading  # type: ignore[method-assign]
        self.resume_reading = transport.resume_reading  # type: ignore[method-assign]
        self.set_protocol = transport.set_protocol  # type: ignore[method-assign]
        self.get_protocol = transport.get_protocol  # type: ignore[method-assign]
        self.abort = transport.abort  # type: ignore[method-assign]

    def hold(self) -> None:
        """The next write is an answer's head, and its body follows at once."""
        self._holding = True

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self._holding:
            self._holding = False
            self._held = bytes(data)
        elif self._held:
            held, self._held = self._held, b""
            self._transport.write(held + data)
        else:
            self._transport.write(data)

    def close(self) -> None:
        if self._held:
            self._transport.write(self._held)
            self._held = b""
        self._transport.close()


class HeadHoldingProtocol(HttpToolsProtocol):
    """Offers the ASGI extension `lobby.hold_head`: a callable, for an answer that is there as a whole."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        holding = _HoldingTransport(transport)
        self._extensions: dict[str, Callable[[], None]] = {EXTENSION: holding.hold}
        super().connection_made(holding)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        scope: MutableMapping[str, Any] = self.scope  # type: ignore[assignment]
        scope["extensions"] = self._extensions
