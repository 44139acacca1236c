"""Appraise, approve, refuse or withdraw a list. Source: handbook R-14, permissions.md."""

from services.residents.archives.retention import repository
from services.residents.archives.retention.domain.errors import NothingToDestroy, NotOnList
from services.residents.archives.retention.domain.lifecycle import LIFECYCLE, Action, Status, Verdict
from services.residents.archives.retention.models import Destruction
from services.residents.archives.retention.schemas import AppraisalBody
from services.residents.archives.retention.usecases.propose_destruction import refuse_to_destroy
from services.residents.premises import repository as premises
from services.residents.versions import touch
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def appraise_destruction(
    tx: Transaction, caller: Caller, destruction_id: str, body: AppraisalBody
) -> Destruction:
    """With a verdict on each file. Raises NotFound, Stale, IllegalTransition, NotOnList."""
    destruction = await load(tx, caller, destruction_id)
    advance(tx, destruction, Action.APPRAISE)
    files = {row.archive_id: row for row in destruction.files}
    for row in destruction.files:
        row.verdict = Verdict.DESTROY.value
    for position, kept in enumerate(body.keep):
        if kept.archive_id not in files:
            raise NotOnList(pointer=f"/keep/{position}/archive_id")
        files[kept.archive_id].verdict = Verdict.KEEP.value
        files[kept.archive_id].note = kept.note
    destruction.appraised_by = caller.account_id
    return destruction


async def approve_destruction(tx: Transaction, caller: Caller, destruction_id: str, note: str | None) -> Destruction:
    """By another than who proposed or appraised it.

    Raises NotFound, Stale, OwnRequest, IllegalTransition, NothingToDestroy and `refuse_to_destroy`'s.
    """
    destruction = await load(tx, caller, destruction_id)
    refuse_own_request(destruction, caller)
    advance(tx, destruction, Action.APPROVE)
    ids = doomed(destruction)
    if not ids:
        raise NothingToDestroy
    community = await premises.load_community(tx.session, destruction.community_id, caller.communities)
    archives = await repository.hold_archives(tx.session, ids, destruction.community_id)
    await refuse_to_destroy(tx, archives, today=tx.now.astimezone(community.zone).date())
    destruction.decided_by = caller.account_id
    destruction.decision_note = note
    return destruction


async def refuse_destruction(tx: Transaction, caller: Caller, destruction_id: str, note: str | None) -> Destruction:
    """The files stay. Raises NotFound, Stale, OwnRequest, IllegalTransition."""
    destruction = await load(tx, caller, destruction_id)
    refuse_own_request(destruction, caller)
    advance(tx, destruction, Action.REFUSE)
    destruction.decided_by = caller.account_id
    destruction.decision_note = note
    return destruction


async def withdraw_destruction(tx: Transaction, caller: Caller, destruction_id: str) -> Destruction:
    """The files stay. Raises NotFound, Stale, IllegalTransition."""
    destruction = await load(tx, caller, destruction_id)
    advance(tx, destruction, Action.WITHDRAW)
    return destruction


async def load(tx: Transaction, caller: Caller, destruction_id: str) -> Destruction:
    """Raises NotFound, Stale."""
    destruction = await repository.load_destruction(tx.session, destruction_id, caller.communities)
    tx.guard(destruction)
    return destruction


def advance(tx: Transaction, destruction: Destruction, action: Action) -> None:
    """Raises IllegalTransition."""
    destruction.status = LIFECYCLE.next(Status(destruction.status), action).value
    touch(destruction, tx.now)


def refuse_own_request(destruction: Destruction, caller: Caller) -> None:
    """Raises OwnRequest."""
    if caller.account_id in {destruction.proposed_by, destruction.appraised_by}:
        raise OwnRequest


def doomed(destruction: Destruction) -> set[str]:
    """The files that the appraisal lets go."""
    return {row.archive_id for row in destruction.files if row.verdict == Verdict.DESTROY}
