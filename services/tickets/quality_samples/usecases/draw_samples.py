"""Draw a month's contacts of every desk member. Source: handbook T-30."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import quality_policy_of
from services.tickets.quality_samples import repository as samples
from services.tickets.quality_samples.domain.drawing import by_member, draw, drawing_at, month_before
from services.tickets.quality_samples.domain.lifecycle import SampleStatus
from services.tickets.quality_samples.models import QualityDraw
from services.tickets.quality_samples.repository import Contact
from services.tickets.quality_samples.schemas import DrawAsked
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.models import CommunityReplica
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def draw_month(tx: Transaction, caller: Caller, asked: DrawAsked) -> QualityDraw:
    """A month that is over is drawn once: a repeat answers the draw as it was made. Of a running one, what it has
    run of is drawn and the rest keeps its chance. Raises NotAMonth, MonthNotBegun.
    """
    community = await replicas.find_community(tx.session, caller.community(asked.community_id))
    return await _draw(tx, community, asked.month, caller.account_id)


async def draw_due_months(tx: Transaction) -> int:
    """In how many communities the last month was drawn now, for the timer."""
    drawn = 0
    for community, last in await samples.communities_to_draw(tx.session):
        month = month_before(tx.now, ZoneInfo(community.time_zone))
        if last is None or last < month:
            await _draw(tx, community, month, None)
            drawn += 1
    return drawn


async def _draw(tx: Transaction, community: CommunityReplica, month: str, drawn_by: str | None) -> QualityDraw:
    policy = quality_policy_of(await find_policy(tx.session, community.id), community.id)
    drawing = drawing_at(month, ZoneInfo(community.time_zone), tx.now, each=policy.contacts)
    await replicas.hold_community(tx.session, community.id)
    until = drawing.span.until.astimezone(UTC)
    made = await samples.find_made(tx.session, community.id, month, until)
    if made is not None:
        return made
    found = await samples.contacts_of(tx.session, community.id, drawing.span)
    contacts = {contact.ticket_id: contact for contact in found}
    pairs = ((contact.member_id, contact.ticket_id) for contact in contacts.values())
    before = await samples.drawn_before(tx.session, community.id, month)
    drawn = draw(by_member(pairs), seed=policy.seed, month=month, each=drawing.each, drawn=before)
    chosen = [contacts[ticket_id] for theirs in drawn.values() for ticket_id in theirs]

    made = QualityDraw(
        community_id=community.id,
        month=month,
        drawn_until=until,
        is_final=drawing.is_final,
        seed=policy.seed,
        contacts=drawing.each,
        members=len(drawn),
        samples=len(chosen),
        drawn_at=tx.now,
        drawn_by=drawn_by,
    )
    tx.session.add(made)
    await samples.enter_samples(tx.session, [_row(tx, community.id, month, contact) for contact in chosen])
    return made


def _row(tx: Transaction, community_id: str, month: str, contact: Contact) -> dict[str, Any]:
    return {
        "id": new_id(),
        "community_id": community_id,
        "created_at": tx.now,
        "version": 1,
        "event_sequence": 0,
        "month": month,
        "member_id": contact.member_id,
        "ticket_id": contact.ticket_id,
        "ticket_number": contact.number,
        "source": contact.source,
        "taken_in_at": contact.opened_at,
        "status": SampleStatus.DRAWN.value,
    }
