"""Ask that a checked import be written; the service does it by itself. Source: handbook R-08."""

from services.residents.roster import repository
from services.residents.roster.domain.errors import AnotherAtWork, Forgotten, RowsInError
from services.residents.roster.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.roster.models import RosterImport
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

WRITING = (Status.APPLYING, Status.UNDOING)


async def ask_apply(
    tx: Transaction, caller: Caller, community_id: str, import_id: str, *, leave_out_faulty: bool
) -> RosterImport:
    """Raises IllegalTransition, RowsInError, AnotherAtWork, Forgotten."""
    roster = await repository.load_import(tx.session, import_id, community_id, caller.communities, lock=True)
    tx.guard(roster)

    status = LIFECYCLE.next(roster.state, Action.APPLY)
    if roster.is_forgotten:
        raise Forgotten
    if (roster.rows_error or roster.rows_conflict) and not leave_out_faulty:
        raise RowsInError(error=roster.rows_error, conflict=roster.rows_conflict)
    if await repository.is_one_at_work(tx.session, community_id, WRITING):
        raise AnotherAtWork

    roster.status = status.value
    roster.applied_by = caller.account_id
    roster.rows_done = roster.rows_total - roster.rows_new - roster.rows_changed
    return roster
