"""Draft an assembly, change the draft, call it or cancel it. Source: handbook T-29."""

from services.tickets.assemblies import repository
from services.tickets.assemblies.domain.errors import ReasonMissing
from services.tickets.assemblies.domain.lifecycle import AssemblyAction, AssemblyStatus
from services.tickets.assemblies.domain.voting import NOTICE_DAYS, check_call, check_notice, check_span
from services.tickets.assemblies.models import AgendaItem, Assembly
from services.tickets.assemblies.schemas import AssemblyBody, AssemblyChange, Cancellation, ItemBody
from services.tickets.assemblies.usecases.steps import held_in, zone_of
from services.tickets.assemblies.usecases.telling import call_told, cancelled_told
from services.tickets.replicas import repository as replicas
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def draft_assembly(tx: Transaction, caller: Caller, body: AssemblyBody) -> Assembly:
    """Raises VotingTooShort, NoticeTooShort for voting that no call could be in time for."""
    community_id = caller.community(body.community_id)
    await replicas.find_community(tx.session, community_id)
    days = await _notice(tx, community_id)
    check_notice(tx.now, body.voting_opens_at, body.voting_closes_at, notice_days=days)
    assembly = Assembly(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        title=body.title,
        status=AssemblyStatus.DRAFTED,
        voting_opens_at=body.voting_opens_at,
        voting_closes_at=body.voting_closes_at,
        drafted_by=caller.account_id,
        items=_agenda(body.items),
    )
    tx.session.add(assembly)
    return assembly


async def change_draft(tx: Transaction, caller: Caller, assembly_id: str, change: AssemblyChange) -> Assembly:
    """Raises IllegalTransition once it is called, VotingTooShort, NoticeTooShort."""
    assembly = await held_in(tx, caller, assembly_id, AssemblyAction.CHANGE)
    opens_at = change.voting_opens_at or assembly.voting_opens_at
    closes_at = change.voting_closes_at or assembly.voting_closes_at
    check_span(opens_at, closes_at)
    if change.voting_opens_at is not None:
        check_notice(tx.now, opens_at, closes_at, notice_days=await _notice(tx, assembly.community_id))
    assembly.voting_opens_at, assembly.voting_closes_at = opens_at, closes_at
    if change.title is not None:
        assembly.title = change.title
    if change.items is not None:
        assembly.items = _agenda(change.items)
    return assembly


async def call_assembly(tx: Transaction, caller: Caller, assembly_id: str) -> Assembly:
    """From now on agenda and times stand. Raises IllegalTransition, CalledTooLate."""
    assembly = await held_in(tx, caller, assembly_id, AssemblyAction.CALL)
    check_call(
        tx.now,
        assembly.voting_opens_at,
        assembly.voting_closes_at,
        notice_days=await _notice(tx, assembly.community_id),
        zone=await zone_of(tx, assembly.community_id),
    )
    assembly.called_at = tx.now
    tx.publish(assembly, call_told(assembly))
    return assembly


async def cancel_assembly(tx: Transaction, caller: Caller, assembly_id: str, body: Cancellation) -> Assembly:
    """Until the result is published; ballots stay on record. Raises IllegalTransition, ReasonMissing."""
    assembly = await held_in(tx, caller, assembly_id, AssemblyAction.CANCEL)
    assembly.cancelled_at, assembly.cancelled_by = tx.now, caller.account_id
    assembly.cancelled_reason = body.reason
    if assembly.called_at is not None:
        if body.reason is None:
            raise ReasonMissing(pointer="/reason")
        tx.publish(assembly, cancelled_told(assembly, body.reason, tx.now))
    return assembly


async def _notice(tx: Transaction, community_id: str) -> int:
    own = await repository.find_policy(tx.session, community_id)
    return own.notice_days if own else NOTICE_DAYS


def _agenda(items: list[ItemBody]) -> list[AgendaItem]:
    return [
        AgendaItem(id=new_id(), place=place, subject=item.subject, title=item.title, motion=item.motion)
        for place, item in enumerate(items, 1)
    ]
