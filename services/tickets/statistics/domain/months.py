"""The months that one is held against, and when its file is made. Source: handbook T-22."""

from services.tickets.domain.months import MONTHS_A_YEAR, Month

FILED_FROM = 25
"""The day of the month from which its unsatisfied repairs are put on file (T-22)."""
THIS, LAST_MONTH, LAST_YEAR = range(3)
"""The periods that figures are of, in the order of `compared`."""


def compared(month: Month) -> list[Month]:
    """The month, the one before, and the same one of the year before."""
    return [month, month.plus(-1), month.plus(-MONTHS_A_YEAR)]


def trend_of(month: Month) -> list[Month]:
    """Thirteen months, oldest first: the year before is seen at both ends."""
    return [month.plus(-back) for back in range(MONTHS_A_YEAR, -1, -1)]
