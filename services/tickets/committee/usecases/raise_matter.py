"""Raise a matter: asked by the committee, or by what has to be reported to it. Source: handbook T-26."""

from typing import Any

from services.tickets.committee import repository
from services.tickets.committee.domain.matters import MatterKind, MatterStatus, Occasion, due_at
from services.tickets.committee.models import CommitteeMatter
from services.tickets.committee.schemas import QuestionBody
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import RenovationViolationRecorded
from shared.contracts.tickets import CommitteeMatterRaised
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def ask_question(tx: Transaction, caller: Caller, body: QuestionBody) -> CommitteeMatter:
    """Raises NotFound for a member of another community."""
    community_id = caller.community(body.community_id)
    if body.member_id is not None:
        await repository.load_member(tx.session, body.member_id, [community_id], pointer="/member_id")
    return await _raise(
        tx,
        community_id,
        kind=MatterKind.QUESTION,
        occasion=Occasion.ASKED,
        subject=body.subject,
        details=body.details,
        member_id=body.member_id,
    )


async def report_violation(tx: Transaction, envelope: CloudEvent, violation: RenovationViolationRecorded) -> None:
    """A serious one alone, and each once however often it is told."""
    occasion = Occasion.RENOVATION_VIOLATION
    if not violation.serious or await repository.has_matter_of(tx.session, occasion, violation.violation_id):
        return
    await _raise(
        tx,
        envelope.community,
        kind=MatterKind.REPORT,
        occasion=occasion,
        cause_id=violation.violation_id,
        subject=f"{violation.room_code} {violation.number} {violation.kind}"[:200],
    )


async def _raise(tx: Transaction, community_id: str, **given: Any) -> CommitteeMatter:
    community = await replicas.find_community(tx.session, community_id)
    matter = CommitteeMatter(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        status=MatterStatus.OPEN,
        due_at=due_at(tx.now, calendar_of(community)),
        **given,
    )
    tx.publish(matter, CommitteeMatterRaised(**told_of(matter)))
    tx.session.add(matter)
    return matter


def told_of(matter: CommitteeMatter) -> dict[str, Any]:
    """The fields that every `committee_matter.*` event has; what was asked stays here."""
    return {
        "matter_id": matter.id,
        "kind": matter.kind,
        "occasion": matter.occasion,
        "cause_id": matter.cause_id,
        "due_at": matter.due_at,
    }
