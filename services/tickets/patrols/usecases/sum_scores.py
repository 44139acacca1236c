"""Sum the periods that are over, once each: months on the 25th, years on 25 December. Source: handbook T-25."""

from datetime import timedelta

from services.tickets.patrols import repository
from services.tickets.patrols.domain.periods import periods_over
from services.tickets.patrols.schemas import Scores
from shared.runtime.context import Context
from shared.runtime.unit_of_work import UnitOfWork

_SETTLING = timedelta(hours=1)
"""A walk that was being recorded at midnight is in by then."""


async def sum_scores(unit_of_work: UnitOfWork, context: Context) -> None:
    """What was missed, for whatever reason, is made up for; a transaction a period."""
    now = unit_of_work.clock.now()
    async with unit_of_work.database.read() as session:
        communities = await repository.first_days(session)
    for community_id, zone, first_day in communities:
        today = (now - _SETTLING).astimezone(zone).date()
        async with unit_of_work.database.read() as session:
            stored = await repository.stored_periods(session, community_id)
        for period in periods_over(first_day, today):
            if period.label in stored:
                continue
            async with unit_of_work.begin(context) as tx:
                lines = await repository.scores(tx.session, community_id, period, zone=zone, today=today)
                report = Scores.of(community_id, period, lines, summed_at=tx.now)
                await repository.store_scores(
                    tx.session,
                    community_id=community_id,
                    period=period.label,
                    summed_at=tx.now,
                    report=report.model_dump(mode="json"),
                )
