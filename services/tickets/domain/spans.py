"""A span of time that a list or a count is asked for."""

from datetime import datetime

from shared.kernel.errors import InvalidField
from shared.kernel.text import Text

_REVERSED = Text(zh="until 须晚于 since", en="until must come after since")


def check_span(since: datetime, until: datetime) -> None:
    """An empty answer to a reversed question reads as if nothing had happened. Raises InvalidField at `/until`."""
    if until <= since:
        raise InvalidField(pointer="/until", reason=_REVERSED)
