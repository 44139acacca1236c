"""Tell of each file that is to come back, on the day and weekly after. Source: handbook R-12."""

from datetime import timedelta

from services.residents.archives.loans import repository
from services.residents.archives.loans.domain.rules import next_reminder
from services.residents.archives.loans.models import ArchiveLoan
from services.residents.versions import upcoming_version
from shared.contracts.residents import ArchiveLoanDue
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_BATCH = 100
_LATEST_ZONE_AHEAD = timedelta(hours=14)


async def remind_of_loans(unit_of_work: UnitOfWork, context: Context) -> None:
    """In batches, each in a transaction of its own; one that was told is not due again before next week."""
    after = ""
    while True:
        async with unit_of_work.begin(context) as tx:
            latest_day = (tx.now + _LATEST_ZONE_AHEAD).date()
            loans = await repository.loans_to_remind(tx.session, latest_day, after=after, limit=_BATCH)
            communities = await repository.communities_of(tx.session, {loan.community_id for loan in loans})
            for loan in loans:
                today = tx.now.astimezone(communities[loan.community_id].zone).date()
                _remind(tx, loan, days_overdue=(today - loan.due_on).days if loan.due_on else 0)
        if len(loans) < _BATCH:
            return
        after = loans[-1].id


def _remind(tx: Transaction, loan: ArchiveLoan, *, days_overdue: int) -> None:
    if loan.due_on is None or loan.next_reminder_on is None:
        return
    today = loan.due_on + timedelta(days=days_overdue)
    if today < loan.next_reminder_on:
        return
    loan.next_reminder_on = next_reminder(loan.due_on, today)
    tx.publish(
        loan,
        ArchiveLoanDue(
            loan_id=loan.id,
            archive_id=loan.archive_id,
            number=loan.archive_number,
            household_id=loan.household_id,
            due_on=loan.due_on,
            days_overdue=days_overdue,
            version=upcoming_version(loan),
        ),
    )
