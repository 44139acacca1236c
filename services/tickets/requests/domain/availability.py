"""When the requester says that somebody may come. Source: handbook T-05."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

MOST_WINDOWS = 5


class Window(Protocol):
    """A span of time that suits the requester; no promise of ours."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


class WindowPast(DomainError):
    """Nobody can come yesterday."""

    slug = "window-past"
    kind = Kind.INVALID
    title = Text(zh="可上门时间已过", en="The time is over")
    detail = Text(zh="可上门的时段已经过去。", en="This time when somebody may come is over already.")


class WindowEndsFirst(DomainError):
    """A span begins before it ends."""

    slug = "window-ends-first"
    kind = Kind.INVALID
    title = Text(zh="时段的结束不晚于开始", en="Ends before it begins")
    detail = Text(zh="时段的结束时间须晚于开始时间。", en="The end of the time must be later than its start.")


def check_windows(windows: Sequence[Window], now: datetime) -> None:
    """Each ends after it starts, and is not over. Raises WindowEndsFirst, WindowPast."""
    for place, window in enumerate(windows):
        if window.ends_at <= window.starts_at:
            raise WindowEndsFirst(pointer=f"/availability/{place}/ends_at")
        if window.ends_at <= now:
            raise WindowPast(pointer=f"/availability/{place}/ends_at")
