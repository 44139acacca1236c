"""Hand the original or a copy out, and take the original back. Source: handbook R-12."""

from datetime import date, timedelta

from services.residents.archives import repository as archives
from services.residents.archives.loans import repository
from services.residents.archives.loans.domain.errors import DueDayMissing, DueDayOutOfRange, FileOut
from services.residents.archives.loans.domain.lifecycle import Action
from services.residents.archives.loans.domain.rules import LONGEST_LOAN_DAYS, LoanKind
from services.residents.archives.loans.models import ArchiveLoan
from services.residents.archives.loans.usecases.decide_loan import advance, load
from services.residents.archives.usecases.file_document import refuse_destroyed
from services.residents.premises import repository as premises
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def hand_out_file(tx: Transaction, caller: Caller, loan_id: str, due_on: date | None) -> ArchiveLoan:
    """The loan with its due day. Raises NotFound, Stale, IllegalTransition, FileDestroyed, FileOut, DueDayMissing,
    DueDayOutOfRange.
    """
    loan = await load(tx, caller, loan_id)
    archive = await archives.hold_archive(tx.session, loan.archive_id, caller.communities)
    community = await premises.load_community(tx.session, loan.community_id, caller.communities)

    kind = LoanKind(loan.kind)
    advance(tx, loan, Action.HAND_OVER_COPY if kind is LoanKind.COPY else Action.HAND_OUT)
    refuse_destroyed(archive)
    if kind is not LoanKind.COPY:
        if await repository.loan_out(tx.session, [archive.id]) is not None:
            raise FileOut(number=archive.number)
        today = tx.now.astimezone(community.zone).date()
        loan.due_on = loan.next_reminder_on = _due_day(kind, due_on, today)

    loan.handed_out_by = caller.account_id
    loan.handed_out_at = tx.now
    return loan


def _due_day(kind: LoanKind, due_on: date | None, today: date) -> date:
    if due_on is None:
        if kind is not LoanKind.READ:
            raise DueDayMissing(pointer="/due_on")
        return today
    last = today + timedelta(days=LONGEST_LOAN_DAYS)
    if not today <= due_on <= last:
        raise DueDayOutOfRange(pointer="/due_on", first=today.isoformat(), last=last.isoformat())
    return due_on


async def take_file_back(tx: Transaction, caller: Caller, loan_id: str, note: str | None) -> ArchiveLoan:
    """Back on its shelf; no reminder any more. Raises NotFound, Stale, IllegalTransition."""
    loan = await load(tx, caller, loan_id)
    advance(tx, loan, Action.RETURN)
    loan.next_reminder_on = None
    loan.returned_to = caller.account_id
    loan.returned_at = tx.now
    loan.return_note = note
    return loan
