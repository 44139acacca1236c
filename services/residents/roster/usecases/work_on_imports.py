"""What the service does by itself: dry runs, applies, undos, and forgetting with time. Source: handbook R-08."""

from datetime import timedelta

import structlog

from services.residents.premises.models import Community
from services.residents.premises.repository import load_community
from services.residents.roster import repository
from services.residents.roster.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.roster.usecases.apply_roster import apply_roster
from services.residents.roster.usecases.check_roster import check_roster
from services.residents.roster.usecases.piece_of_work import LostLease, Worker
from services.residents.roster.usecases.undo_roster import undo_roster

log = structlog.get_logger()
_FORGET_AT_ONCE = 20


async def work_on_imports(worker: Worker) -> None:
    """Until there is nothing more to do. Any replica may; what one left half-way another goes on with."""
    while (claimed := await _claim(worker)) is not None:
        import_id, status, asked_by, community = claimed
        on_behalf = worker.on_behalf_of(asked_by)
        try:
            if status is Status.CHECKING:
                await check_roster(on_behalf, import_id, community)
            elif status is Status.APPLYING:
                await apply_roster(on_behalf, import_id, community)
            else:
                await undo_roster(on_behalf, import_id, community)
        except LostLease:
            log.info("roster_import_taken_over", import_id=import_id)
        finally:
            async with worker.unit_of_work.begin(worker.context) as tx:
                await repository.release_import(tx.session, import_id, worker.owner)


async def _claim(worker: Worker) -> tuple[str, Status, str | None, Community] | None:
    async with worker.unit_of_work.begin(worker.context) as tx:
        roster = await repository.claim_import(tx.session, worker.owner, tx.now)
        if roster is None:
            return None
        if roster.state in {Status.UPLOADED, Status.CHECKING}:
            roster.status = LIFECYCLE.next(roster.state, Action.CHECK).value
        asked_by = {
            Status.CHECKING: roster.uploaded_by,
            Status.APPLYING: roster.applied_by,
            Status.UNDOING: roster.undone_by,
        }[roster.state]
        community = await load_community(tx.session, roster.community_id, [roster.community_id])
        return roster.id, roster.state, asked_by, community


async def forget_imports(worker: Worker, *, kept: timedelta) -> None:
    """Rows of imports that nothing happened to for so long are deleted: they are personal data without a purpose."""
    is_more = True
    while is_more:
        async with worker.unit_of_work.begin(worker.context) as tx:
            old = await repository.imports_to_forget(tx.session, tx.now - kept, limit=_FORGET_AT_ONCE)
            for roster in old:
                await repository.delete_leaves(tx.session, roster.id)
                roster.is_forgotten = True
            is_more = len(old) == _FORGET_AT_ONCE
