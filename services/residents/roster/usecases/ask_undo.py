"""Ask that an applied import be taken back; the service does it by itself. Source: handbook R-08."""

from services.residents.roster import repository
from services.residents.roster.domain.errors import AnotherAtWork, Forgotten
from services.residents.roster.domain.lifecycle import LIFECYCLE, Action
from services.residents.roster.models import RosterImport
from services.residents.roster.usecases.ask_apply import WRITING
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def ask_undo(tx: Transaction, caller: Caller, community_id: str, import_id: str) -> RosterImport:
    """Raises IllegalTransition, AnotherAtWork, Forgotten."""
    roster = await repository.load_import(tx.session, import_id, community_id, caller.communities, lock=True)
    tx.guard(roster)

    status = LIFECYCLE.next(roster.state, Action.UNDO)
    if roster.is_forgotten:
        raise Forgotten
    if await repository.is_one_at_work(tx.session, community_id, WRITING):
        raise AnotherAtWork

    roster.status = status.value
    roster.undone_by = caller.account_id
    roster.rows_done = roster.rows_total - roster.rows_new - roster.rows_changed
    return roster
