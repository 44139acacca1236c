"""Draw a month's contacts of every desk member. Source: handbook T-30."""

from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import quality_policy_of
from services.tickets.quality_samples import repository as samples
from services.tickets.quality_samples.domain.drawing import by_member, draw, month_before, month_over
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
    """The month's draw: made now, or as it was made before. Raises NotAMonth, MonthNotOver."""
    community = await replicas.find_community(tx.session, caller.community(asked.community_id))
    await _draw(tx, community, asked.month, caller.account_id)
    return await samples.load_draw(tx.session, community.id, asked.month)


async def draw_due_months(tx: Transaction) -> int:
    """In how many communities the last month was drawn now, for the timer."""
    drawn = 0
    for community, last in await samples.communities_to_draw(tx.session):
        month = month_before(tx.now, ZoneInfo(community.time_zone))
        if last is None or last < month:
            await _draw(tx, community, month, None)
            drawn += 1
    return drawn


async def _draw(tx: Transaction, community: CommunityReplica, month: str, drawn_by: str | None) -> None:
    """Once per month, whoever asks: what is entered already stands."""
    span = month_over(month, ZoneInfo(community.time_zone), tx.now)
    policy = quality_policy_of(await find_policy(tx.session, community.id), community.id)
    contacts = {contact.ticket_id: contact for contact in await samples.contacts_of(tx.session, community.id, span)}
    pairs = ((contact.member_id, contact.ticket_id) for contact in contacts.values())
    drawn = draw(by_member(pairs), seed=policy.seed, month=month, each=policy.contacts)
    chosen = [contacts[ticket_id] for theirs in drawn.values() for ticket_id in theirs]

    is_first = await samples.enter_draw(
        tx.session,
        community_id=community.id,
        month=month,
        seed=policy.seed,
        contacts=policy.contacts,
        members=len(drawn),
        samples=len(chosen),
        drawn_at=tx.now,
        drawn_by=drawn_by,
    )
    if is_first:
        await samples.enter_samples(tx.session, [_row(tx, community.id, month, contact) for contact in chosen])


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
