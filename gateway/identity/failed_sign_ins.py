"""Attempts per account and address within a window; a success begins anew. Counted in this process."""

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from gateway.identity.domain.sign_in import TooManyFailures


class FailedSignIns:
    """`allowed` is a limit in the words of the library, `10/15 minutes`."""

    def __init__(self, allowed: str) -> None:
        self._item: RateLimitItem = parse(allowed)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def attempt(self, username: str, address: str) -> None:
        """Counted before the password is checked, so that fifty at once are not all let through.

        Raises TooManyFailures.
        """
        if not self._limiter.hit(self._item, username, address):
            stats = self._limiter.get_window_stats(self._item, username, address)
            raise TooManyFailures(seconds=max(1, math.ceil(stats.reset_time - time.time())))

    def succeeded(self, username: str, address: str) -> None:
        """The count begins anew."""
        self._limiter.clear(self._item, username, address)
