"""How much an upstream may hold and how long it may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """The bulkhead around one upstream."""

    connections: int = 64
    """At most so many requests are with the upstream at a time."""
    waiting: int = 256
    """At most so many more wait for a connection; the next is refused at once."""
    wait_s: float = 1.0
    """So long does one wait before it is refused."""
    connect_s: float = 2.0
    keep_alive_s: float = 4.0
    """Unused for longer: opened anew. Shorter than uvicorn's own 5 s, so that the two seldom cross."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Deadlines of one exchange, in seconds."""

    first_byte_s: float = 10.0
    """From the last byte of the request to the head of the answer."""
    idle_s: float = 30.0
    """Between two pieces of an answer; `text/event-stream` has none."""
    stall_s: float = 60.0
    """A client that neither sends its body nor reads its answer for so long gives the connection back."""
