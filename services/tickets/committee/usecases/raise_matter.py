"""Raise a matter: asked by the committee, or by what has to be reported to it. Source: handbook T-26."""

from typing import Any

from services.tickets.committee import repository
from services.tickets.committee.domain.breaches import breach_words
from services.tickets.committee.domain.errors import MemberLeft
from services.tickets.committee.domain.matters import MatterKind, MatterStatus, Occasion, due_at
from services.tickets.committee.models import CommitteeMatter
from services.tickets.committee.schemas import QuestionBody
from services.tickets.committee.usecases.keep_register import today_of
from services.tickets.domain.labels import CODE_TABLES
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.contracts.billing import ArrearsThresholdCrossed
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import RenovationViolationRecorded
from shared.contracts.tickets import CommitteeMatterRaised, IncidentRaised
from shared.kernel.ids import new_id
from shared.kernel.money import yuan
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def ask_question(tx: Transaction, caller: Caller, body: QuestionBody) -> CommitteeMatter:
    """Raises NotFound for a member of another community, MemberLeft for one whose term is over."""
    community_id = caller.community(body.community_id)
    if body.member_id is not None:
        member = await repository.load_member(tx.session, body.member_id, [community_id], pointer="/member_id")
        today = await today_of(tx, community_id)
        if member.until is not None and member.until < today:
            raise MemberLeft(pointer="/member_id", name=member.name)
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
    if violation.serious:
        subject = f"{violation.room_code} {violation.number} {breach_words(violation.kind)}"
        await _report(tx, envelope, Occasion.RENOVATION_VIOLATION, violation.violation_id, subject)


async def report_arrears(tx: Transaction, envelope: CloudEvent, crossing: ArrearsThresholdCrossed) -> None:
    """A household over half a year or over CNY 5,000: one matter a crossing."""
    subject = f"{crossing.room_code} ¥{yuan(crossing.overdue_fen)} {crossing.oldest_due_on.isoformat()}"
    await _report(tx, envelope, Occasion.ARREARS, crossing.crossing_id, subject)


async def report_incident(tx: Transaction, envelope: CloudEvent, incident: IncidentRaised) -> None:
    """One matter an incident, with what its ticket says happened."""
    ticket = await repository.ticket_of(tx.session, envelope.community, incident.ticket_id)
    summary = ticket.summary if ticket else None
    subject = " ".join(filter(None, (incident.room_code, incident.ticket_number, summary)))
    severity = CODE_TABLES["ticket_severity"].get(incident.severity)
    level = f"{severity.zh} / {severity.en}" if severity else None
    details = "\n".join(filter(None, (level, summary, ticket.description if ticket else None)))
    await _report(tx, envelope, Occasion.INCIDENT, incident.incident_id, subject, details or None)


async def _report(
    tx: Transaction,
    envelope: CloudEvent,
    occasion: Occasion,
    cause_id: str,
    subject: str,
    details: str | None = None,
) -> None:
    """Each cause once: an event that comes twice raises none."""
    if await repository.has_matter_of(tx.session, occasion, cause_id):
        return
    await _raise(
        tx,
        envelope.community,
        kind=MatterKind.REPORT,
        occasion=occasion,
        cause_id=cause_id,
        subject=subject[:200],
        details=details,
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
