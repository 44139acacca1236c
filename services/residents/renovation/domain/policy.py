"""Figures that the handbook leaves to a community's policy, at their defaults. Source: handbook R-32 to R-34."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from shared.kernel.text import Text

EXTENSION_NOTICE_DAYS = 7
"""So many days before a permit ends an extension is asked for (R-32)."""

RECTIFY_DAYS = 3
"""A rectification notice's deadline where the inspector names none (R-34)."""

LONGEST_HOT_WORK = timedelta(hours=8)
"""A hot-work permit is for one shift (R-33)."""

LATEST_OVERTIME = timedelta(hours=36)
"""A registration covers one evening or one night (R-37)."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of the day in which works are allowed."""

    begins: time
    ends: time


WORK_HOURS: Sequence[Hours] = (Hours(time(8), time(12)), Hours(time(14), time(18)))
QUIET_DAYS = Text(
    zh="周六、周日及法定节假日不得进行产生噪音的施工",
    en="No noisy works on Saturdays, Sundays and public holidays",
)


def hours_text() -> str:
    """`08:00–12:00, 14:00–18:00`, the same in both languages."""
    return ", ".join(f"{span.begins:%H:%M}–{span.ends:%H:%M}" for span in WORK_HOURS)
