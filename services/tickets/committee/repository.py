"""Every query of the committee's matters."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import exists, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.committee.domain.contacts import Position
from services.tickets.committee.domain.matters import MatterStatus
from services.tickets.committee.models import CommitteeContact, CommitteeMatter, CommitteeMember, ContactPartner
from services.tickets.requests.models import Ticket
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

OLDEST_MEMBERS = Keyset((CommitteeMember.created_at, CommitteeMember.id), descending=False)
NEWEST_CONTACTS = Keyset((CommitteeContact.created_at, CommitteeContact.id))
NEWEST_MATTERS = Keyset((CommitteeMatter.created_at, CommitteeMatter.id))


async def load_member(
    session: AsyncSession, member_id: str, communities: Collection[str], *, pointer: str | None = None
) -> CommitteeMember:
    """Held until the end of the transaction. Raises NotFound."""
    found = await load_members(session, [member_id], communities)
    if not found:
        raise NotFound(what="committee member", pointer=pointer)
    return found[member_id]


async def load_members(
    session: AsyncSession, member_ids: Collection[str], communities: Collection[str]
) -> dict[str, CommitteeMember]:
    """By id, those that there are; held in the order of their ids, so that two contacts never wait for each other."""
    wanted = select(CommitteeMember).where(
        CommitteeMember.id.in_(member_ids), CommitteeMember.community_id.in_(communities)
    )
    found = await session.scalars(wanted.order_by(CommitteeMember.id).with_for_update())
    return {member.id: member for member in found}


async def show_member(session: AsyncSession, member_id: str, communities: Collection[str]) -> CommitteeMember:
    """With the corrections; two queries. Raises NotFound."""
    return await _whole(session, member_id, communities, for_change=False)


async def hold_member(session: AsyncSession, member_id: str, communities: Collection[str]) -> CommitteeMember:
    """With the corrections, held until the end of the transaction. Raises NotFound."""
    return await _whole(session, member_id, communities, for_change=True)


async def _whole(
    session: AsyncSession, member_id: str, communities: Collection[str], *, for_change: bool
) -> CommitteeMember:
    wanted = (
        select(CommitteeMember)
        .where(CommitteeMember.id == member_id, CommitteeMember.community_id.in_(communities))
        .options(selectinload(CommitteeMember.corrections))
    )
    found = await session.scalar(wanted.with_for_update(of=CommitteeMember) if for_change else wanted)
    if found is None:
        raise NotFound(what="committee member")
    return found


async def contact_days(session: AsyncSession, member_id: str) -> tuple[date | None, date | None]:
    """The days of the member's first and last contact on record."""
    days = select(func.min(ContactPartner.held_on), func.max(ContactPartner.held_on))
    first, last = (await session.execute(days.where(ContactPartner.member_id == member_id))).one()
    return first, last


async def has_chair(session: AsyncSession, community_id: str) -> bool:
    """For the answer's words; what holds is the constraint."""
    chair = exists().where(
        CommitteeMember.community_id == community_id,
        CommitteeMember.position == Position.CHAIR.value,
        CommitteeMember.until.is_(None),
    )
    return bool(await session.scalar(select(chair)))


async def list_members(
    session: AsyncSession, communities: Collection[str], *, present: bool | None, cursor: str | None, limit: int
) -> tuple[list[CommitteeMember], str | None]:
    """In the order of their entry. One query."""
    wanted = select(CommitteeMember).where(CommitteeMember.community_id.in_(communities))
    if present is not None:
        wanted = wanted.where(CommitteeMember.until.is_(None) if present else CommitteeMember.until.is_not(None))
    return await page_of(session, wanted, OLDEST_MEMBERS, cursor=cursor, limit=limit)


async def present_members(session: AsyncSession, community_id: str, today: date) -> Sequence[CommitteeMember]:
    """Whose term has begun and goes on; a committee has some dozen."""
    wanted = select(CommitteeMember).where(
        CommitteeMember.community_id == community_id,
        CommitteeMember.until.is_(None),
        CommitteeMember.since <= today,
    )
    return (await session.scalars(wanted.order_by(CommitteeMember.id))).all()


async def contacted(session: AsyncSession, member_ids: Collection[str], since: date) -> Sequence[tuple[str, date]]:
    """Members and days of contact from a day on. One query."""
    wanted = select(ContactPartner.member_id, ContactPartner.held_on).where(
        ContactPartner.member_id.in_(member_ids), ContactPartner.held_on >= since
    )
    return [(member_id, day) for member_id, day in await session.execute(wanted)]


async def list_contacts(
    session: AsyncSession, communities: Collection[str], *, cursor: str | None, limit: int
) -> tuple[list[CommitteeContact], str | None]:
    """Newest first. Two queries: contacts and their partners."""
    wanted = select(CommitteeContact).where(CommitteeContact.community_id.in_(communities))
    return await page_of(
        session, wanted.options(selectinload(CommitteeContact.partners)), NEWEST_CONTACTS, cursor=cursor, limit=limit
    )


async def load_matter(
    session: AsyncSession, matter_id: str, communities: Collection[str], *, for_change: bool = False
) -> CommitteeMatter:
    """Raises NotFound."""
    wanted = select(CommitteeMatter).where(
        CommitteeMatter.id == matter_id, CommitteeMatter.community_id.in_(communities)
    )
    found = await session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise NotFound(what="committee matter")
    return found


async def has_matter_of(session: AsyncSession, occasion: str, cause_id: str) -> bool:
    """Whether the cause has raised one; an event that comes twice raises none."""
    raised = exists().where(CommitteeMatter.occasion == occasion, CommitteeMatter.cause_id == cause_id)
    return bool(await session.scalar(select(raised)))


async def ticket_of(session: AsyncSession, community_id: str, ticket_id: str) -> Ticket | None:
    """The ticket that an incident is about."""
    return await session.scalar(select(Ticket).where(Ticket.id == ticket_id, Ticket.community_id == community_id))


async def list_matters(
    session: AsyncSession,
    communities: Collection[str],
    *,
    kind: str | None,
    status: str | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[CommitteeMatter], str | None]:
    """Newest first. One query."""
    wanted = select(CommitteeMatter).where(CommitteeMatter.community_id.in_(communities))
    if kind is not None:
        wanted = wanted.where(CommitteeMatter.kind == kind)
    if status is not None:
        wanted = wanted.where(CommitteeMatter.status == status)
    return await page_of(session, wanted, NEWEST_MATTERS, cursor=cursor, limit=limit)


async def lock_overdue(session: AsyncSession, now: datetime, limit: int) -> Sequence[CommitteeMatter]:
    """Open matters past their time of which nobody was told; what another replica works on is passed by."""
    # Written out: with a parameter in its place PostgreSQL's generic plan could not use the partial index.
    is_open = CommitteeMatter.status == literal_column(f"'{MatterStatus.OPEN.value}'")
    wanted = (
        select(CommitteeMatter)
        .where(is_open, CommitteeMatter.breached_at.is_(None), CommitteeMatter.due_at < now)
        .order_by(CommitteeMatter.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(wanted)).all()
