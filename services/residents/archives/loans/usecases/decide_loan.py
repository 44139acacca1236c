"""Approve, refuse or withdraw a request. Source: handbook R-12, permissions.md."""

from services.residents.archives import repository as archives
from services.residents.archives.loans import repository
from services.residents.archives.loans.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.archives.loans.domain.rules import Borrower, LoanKind, permission_to_approve
from services.residents.archives.loans.models import ArchiveLoan
from services.residents.archives.retention.domain.terms import Importance
from services.residents.archives.usecases.file_document import refuse_destroyed
from services.residents.versions import touch
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def approve_loan(tx: Transaction, caller: Caller, loan_id: str, note: str | None) -> ArchiveLoan:
    """By who may decide about this borrower. Raises NotFound, Stale, Forbidden, OwnRequest, FileDestroyed,
    IllegalTransition.
    """
    return await _decide(tx, caller, loan_id, Action.APPROVE, note)


async def refuse_loan(tx: Transaction, caller: Caller, loan_id: str, note: str | None) -> ArchiveLoan:
    """By the same. Raises the same."""
    return await _decide(tx, caller, loan_id, Action.REFUSE, note)


async def withdraw_loan(tx: Transaction, caller: Caller, loan_id: str) -> ArchiveLoan:
    """Before anything was handed out. Raises NotFound, Stale, IllegalTransition."""
    loan = await load(tx, caller, loan_id)
    advance(tx, loan, Action.WITHDRAW)
    return loan


async def _decide(tx: Transaction, caller: Caller, loan_id: str, action: Action, note: str | None) -> ArchiveLoan:
    loan = await load(tx, caller, loan_id)
    archive = await archives.hold_archive(tx.session, loan.archive_id, caller.communities)

    caller.require(
        permission_to_approve(
            LoanKind(loan.kind), Borrower(loan.borrower), is_important=archive.importance == Importance.IMPORTANT
        )
    )
    if caller.account_id == loan.requested_by:
        raise OwnRequest
    if action is Action.APPROVE:
        refuse_destroyed(archive)

    advance(tx, loan, action)
    loan.decided_by = caller.account_id
    loan.decided_at = tx.now
    loan.decision_note = note
    return loan


async def load(tx: Transaction, caller: Caller, loan_id: str) -> ArchiveLoan:
    """Raises NotFound, Stale."""
    loan = await repository.load_loan(tx.session, loan_id, caller.communities)
    tx.guard(loan)
    return loan


def advance(tx: Transaction, loan: ArchiveLoan, action: Action) -> None:
    """Raises IllegalTransition."""
    loan.status = LIFECYCLE.next(Status(loan.status), action).value
    touch(loan, tx.now)
