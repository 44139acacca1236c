"""Count a month. Source: handbook T-22."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.domain.months import Month
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.models import CommunityReplica
from services.tickets.statistics import repository
from services.tickets.statistics.domain.figures import MonthFigures, shares_of
from services.tickets.statistics.domain.months import compared, trend_of
from services.tickets.statistics.filings import find_filing
from services.tickets.statistics.models import UnsatisfiedFiling
from services.tickets.statistics.repository import UnsatisfiedRepair


@dataclass(frozen=True, slots=True)
class CountedMonth:
    """The figures and where they are of."""

    community: CommunityReplica
    figures: MonthFigures
    unsatisfied: list[UnsatisfiedRepair]
    filing: UnsatisfiedFiling | None
    at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The community's."""
        return ZoneInfo(self.community.time_zone)


async def count_month(session: AsyncSession, community_id: str, label: str | None, now: datetime) -> CountedMonth:
    """The labelled month, or the present one, by the community's calendar; eight queries. Raises NotFound."""
    community = await replicas.find_community(session, community_id)
    zone = ZoneInfo(community.time_zone)
    month = Month.parse(label) if label else Month.at(now, zone)
    spans = [each.span(zone) for each in compared(month)]

    await repository.read_as_it_is(session)
    counts = await repository.count_tickets(session, community_id, spans)
    clocks = await repository.count_clocks(session, community_id, spans, now)
    finished = await repository.count_finished(session, community_id, spans)
    visits = await repository.count_visits(session, community_id, spans)
    unsatisfied = await repository.unsatisfied_repairs(session, community_id, spans[0])
    filing = await find_filing(session, community_id, str(month))

    months = trend_of(month)
    by_month: dict[int, dict[str, int]] = defaultdict(dict)
    for place, category, count in await repository.count_trend(session, community_id, [it.span(zone) for it in months]):
        by_month[place][category] = count
    trend = [(each, by_month[place]) for place, each in enumerate(months)]
    return CountedMonth(
        community=community,
        figures=MonthFigures(month, counts, shares_of(counts, clocks, finished, visits), trend),
        unsatisfied=unsatisfied,
        filing=filing,
        at=now,
    )
