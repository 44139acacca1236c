"""Retries are paid for by requests, so that they never multiply the load of an upstream that is failing."""


class RetryBudget:
    """At most `percent` retries per hundred requests, over and above a reserve of one."""

    def __init__(self, *, percent: int = 20, most_saved: int = 20) -> None:
        self._percent = percent
        self._most = most_saved * 100
        self._saved = 100
        self.requests = 0
        self.retries = 0

    def earn(self) -> None:
        """A request goes out for the first time."""
        self.requests += 1
        if self._saved < self._most:
            self._saved += self._percent

    def spend(self) -> bool:
        """Whether a retry may go out; counts it if so."""
        if self._saved < 100:  # noqa: PLR2004 - a hundred percent: one retry
            return False
        self._saved -= 100
        self.retries += 1
        return True
