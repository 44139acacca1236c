"""Requests per account and window, with the `RateLimit` headers. Counted in this process.

The limit is written in the words of the `limits` library. The count is kept here: the library's in-memory store
starts a thread every ten milliseconds that goes over all accounts, too much beside a request of 200 µs.
"""

import math
import time
from collections.abc import Callable

from limits import parse

from gateway.forwarding import Headers
from gateway.identity.domain.errors import TooManyRequests

_REMEMBERED = 50_000


class AccountLimits:
    """Fixed windows; each begins with an account's first request. `clock` tells monotonic seconds."""

    def __init__(self, allowed: str, clock: Callable[[], float] = time.monotonic) -> None:
        item = parse(allowed)
        self._allowed = item.amount
        self._window_s = float(item.get_expiry())
        self._limit = (b"ratelimit-limit", b"%d" % item.amount)
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}

    def count(self, account_id: str) -> Headers:
        """One more request; the headers of its answer. Raises TooManyRequests."""
        now = self._clock()
        ends_at, used = self._windows.get(account_id, (0.0, 0))
        if now >= ends_at:
            ends_at, used = now + self._window_s, 0
            if len(self._windows) >= _REMEMBERED:
                self._windows = {key: window for key, window in self._windows.items() if window[0] > now}
        used += 1
        self._windows[account_id] = (ends_at, used)
        left_s = math.ceil(ends_at - now)
        if used > self._allowed:
            raise TooManyRequests(seconds=max(left_s, 1))
        return [
            self._limit,
            (b"ratelimit-remaining", b"%d" % (self._allowed - used)),
            (b"ratelimit-reset", b"%d" % left_s),
        ]

    def exhausted(self, error: TooManyRequests) -> Headers:
        """The headers of a refusal."""
        return [self._limit, (b"ratelimit-remaining", b"0"), (b"ratelimit-reset", b"%d" % (error.retry_after_s or 1))]
