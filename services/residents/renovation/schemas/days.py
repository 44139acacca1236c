"""Days and moments that bodies name."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from shared.kernel.text import Text
from shared.runtime.http.validation import BilingualValueError

_FIRST, _LAST = 2000, 2100
_YEARS = Text(zh="年份须在 2000 至 2100 之间", en="The year must lie between 2000 and 2100")


def _sane(moment: datetime) -> datetime:
    # Near the edge of the calendar the conversion to UTC or to local time overflows.
    if not _FIRST <= moment.year <= _LAST:
        raise BilingualValueError(_YEARS)
    return moment.astimezone(UTC)


Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), examples=["2026-12-01"])]
Moment = Annotated[AwareDatetime, AfterValidator(_sane)]
