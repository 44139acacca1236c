"""The last good copy of each part, for when its service is away. One account's never answers another."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KEPT_S = 300.0
_MOST = 2048


@dataclass(frozen=True, slots=True)
class Copy:
    """What a service said, and when."""

    content: Any
    as_of: datetime


class LastAnswers:
    """At most `most` copies, none older than five minutes. `clock` tells monotonic seconds."""

    def __init__(self, *, most: int = _MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._copies: OrderedDict[Hashable, tuple[float, Copy]] = OrderedDict()

    def keep(self, key: Hashable, copy: Copy) -> None:
        """`key` names the account with its grants, the service and the question."""
        self._copies[key] = (self._clock() + KEPT_S, copy)
        self._copies.move_to_end(key)
        if len(self._copies) > self._most:
            self._copies.popitem(last=False)

    def find(self, key: Hashable) -> Copy | None:
        """None when there is none, or it is too old."""
        found = self._copies.get(key)
        if found is None:
            return None
        if found[0] <= self._clock():
            del self._copies[key]
            return None
        return found[1]

    def drop(self, key: Hashable) -> None:
        """The service says that it is no more."""
        self._copies.pop(key, None)
