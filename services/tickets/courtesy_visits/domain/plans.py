"""Whom a month's courtesy visits go to. Source: handbook T-24."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from services.tickets.domain.months import MONTHS_A_YEAR, Month
from services.tickets.domain.sampling import draw, score
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text

_A_QUARTER = 3
RECENT_MONTHS = 12
RECORDED_WITHIN = timedelta(days=31)
"""How long after it a visit of our own accord may be recorded: the longest month, so that whoever writes the month's
visits down at its end still can; later it would change a coverage that was reported, and is likelier a slip.
"""


class PropertyKind(StrEnum):
    """What is called on by a rule of its own."""

    RESIDENCE = "residence"
    OFFICE = "office"


class ResidenceClass(StrEnum):
    """High-end residences are called on more often."""

    HIGH_END = "high_end"
    ORDINARY = "ordinary"


class OfficeClass(StrEnum):
    """An office building of one owner, or of many tenants."""

    SINGLE_OWNER = "single_owner"
    SEVERAL = "several"


class CourtesyStatus(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    MADE = "made"


class CourtesyAction(StrEnum):
    """A visit is made once."""

    RECORD = "record"


PROPERTY_KINDS: Mapping[PropertyKind, Text] = {
    PropertyKind.RESIDENCE: Text(zh="住宅", en="Residence"),
    PropertyKind.OFFICE: Text(zh="写字楼", en="Office"),
}
COURTESY_STATUSES: Mapping[CourtesyStatus, Text] = {
    CourtesyStatus.PLANNED: Text(zh="待走访", en="Planned"),
    CourtesyStatus.MADE: Text(zh="已走访", en="Made"),
}
COURTESY_TRANSITIONS: Mapping[tuple[CourtesyStatus, CourtesyAction], CourtesyStatus] = {
    (CourtesyStatus.PLANNED, CourtesyAction.RECORD): CourtesyStatus.MADE,
}
COURTESY_VISITS = StateMachine("courtesy visit", COURTESY_TRANSITIONS, COURTESY_STATUSES)


@dataclass(frozen=True, slots=True)
class CourtesyPolicy:
    """A community's values; the defaults are the handbook's. A community may do more, never less."""

    residences: ResidenceClass = ResidenceClass.ORDINARY
    offices: OfficeClass = OfficeClass.SEVERAL
    high_end_a_month: int = 5
    ordinary_a_month: int = 4

    @property
    def residences_a_month(self) -> int:
        """High-end at least 5, ordinary at least 4."""
        if self.residences is ResidenceClass.HIGH_END:
            return max(5, self.high_end_a_month)
        return max(4, self.ordinary_a_month)

    @property
    def office_period_months(self) -> int:
        """A single-owner office every quarter, each tenant of another every year."""
        return _A_QUARTER if self.offices is OfficeClass.SINGLE_OWNER else MONTHS_A_YEAR


def period_start(month: Month, months: int) -> Month:
    """The first month of the calendar quarter or year that `month` lies in."""
    return Month(month.year, (month.number - 1) // months * months + 1)


def draw_residences(
    seed: str, month: Month, households: Iterable[str], recent: Collection[str], wanted: int
) -> list[str]:
    """`wanted` households, those called on within the last year only when no others are left."""
    return draw(f"{seed}:{month}", households, wanted, avoided=recent)


def offices_in_turn(seed: str, month: Month, tenants: Iterable[str], done: Collection[str], months: int) -> list[str]:
    """The tenants whose turn has come: each has a month of the period by the seed, and keeps its turn until it is
    planned. `done` are planned or visited in the period, so that by its last month everybody was.
    """
    place = month.number - period_start(month, months).number
    return sorted(it for it in set(tenants) - set(done) if score(seed, it) % months <= place)
