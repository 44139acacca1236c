"""Put a month's unsatisfied repairs on file. Source: handbook T-22."""

from datetime import date

from services.tickets.domain.months import Month
from services.tickets.inserting import insert_new
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.statistics import filings, repository
from services.tickets.statistics.domain.months import FILED_FROM
from services.tickets.statistics.models import UnsatisfiedFiling
from shared.runtime.unit_of_work import Transaction


async def file_unsatisfied(tx: Transaction, community_id: str) -> None:
    """From the 25th of the community's calendar once a day; once more when the month has ended, which is final.

    A month that no timer saw the end of is filed afterwards, where it has anything to file.
    """
    calendar = calendar_of(await replicas.find_community(tx.session, community_id))
    today = calendar.date_of(tx.now)
    this = Month(today.year, today.month)
    await _end(tx, community_id, this.plus(-1), today)
    if today.day >= FILED_FROM:
        await _file(tx, community_id, this, today, is_final=False)


async def _end(tx: Transaction, community_id: str, month: Month, today: date) -> None:
    filing = await filings.find_filing(tx.session, community_id, str(month))
    if filing is None:
        zone = calendar_of(await replicas.find_community(tx.session, community_id)).time_zone
        if not await repository.unsatisfied_repairs(tx.session, community_id, month.span(zone)):
            return
    if filing is None or not filing.is_final:
        await _file(tx, community_id, month, today, is_final=True)


async def _file(tx: Transaction, community_id: str, month: Month, today: date, *, is_final: bool) -> None:
    filing = await filings.find_filing(tx.session, community_id, str(month), for_change=True)
    if filing is not None and (filing.is_final or (filing.renewed_on == today and not is_final)):
        return
    if filing is None:
        filing = await insert_new(
            tx.session,
            UnsatisfiedFiling(
                community_id=community_id,
                month=str(month),
                filed_at=tx.now,
                renewed_at=tx.now,
                renewed_on=today,
                is_final=is_final,
                repairs=0,
            ),
        )
        if filing is None:
            return  # another timer files it at this moment
    zone = calendar_of(await replicas.find_community(tx.session, community_id)).time_zone
    found = await repository.unsatisfied_repairs(tx.session, community_id, month.span(zone))
    await filings.add_repairs(tx.session, community_id, str(month), found, tx.now)
    filing.renewed_at, filing.renewed_on, filing.is_final = tx.now, today, is_final
    filing.repairs = await filings.count_repairs(tx.session, community_id, str(month))
