"""What the machinery tells about itself, for whoever counts it."""

from typing import Protocol


class Observer(Protocol):
    """Called in the event loop's thread: count and return."""

    def published(self, count: int, *, lag_s: float) -> None:
        """`count` outbox rows were confirmed; the oldest had waited `lag_s`."""
        ...

    def publish_failed(self, count: int) -> None:
        """`count` outbox rows were not confirmed and will be tried again."""
        ...

    def handled(self, queue: str, event_type: str, *, lag_s: float) -> None:
        """An effect was committed `lag_s` after the event happened."""
        ...

    def duplicate(self, queue: str, event_type: str) -> None:
        """An event that had its effect before came again."""
        ...

    def retried(self, queue: str, event_type: str) -> None:
        """A handler raised; the message waits for its next attempt."""
        ...

    def dead(self, queue: str, event_type: str) -> None:
        """A message went to the dead letters."""
        ...


class Unobserved:
    """Counts nothing."""

    def published(self, count: int, *, lag_s: float) -> None: ...

    def publish_failed(self, count: int) -> None: ...

    def handled(self, queue: str, event_type: str, *, lag_s: float) -> None: ...

    def duplicate(self, queue: str, event_type: str) -> None: ...

    def retried(self, queue: str, event_type: str) -> None: ...

    def dead(self, queue: str, event_type: str) -> None: ...


UNOBSERVED: Observer = Unobserved()
