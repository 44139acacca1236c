"""Who is in the committee, and who was talked to. Source: handbook T-26."""

from datetime import date, timedelta

from services.tickets.committee import repository
from services.tickets.committee.domain.contacts import Position
from services.tickets.committee.domain.errors import ChairTaken, DayOutOfRange, MemberLeft
from services.tickets.committee.models import CommitteeContact, CommitteeMember, ContactPartner
from services.tickets.committee.schemas import ContactBody, EndOfTerm, MemberBody
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain.errors import UnknownRoom
from services.tickets.requests.repository import rooms
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_BACKWARDS = timedelta(days=92)
FIRST_DAY = date(2000, 1, 1)


async def add_member(tx: Transaction, caller: Caller, body: MemberBody) -> CommitteeMember:
    """Raises ChairTaken, DayOutOfRange for a term that has not begun, UnknownRoom."""
    community_id = caller.community(body.community_id)
    check_day(body.since, FIRST_DAY, await today_of(tx, community_id), "/since")
    await check_room(tx, community_id, body.room_code)
    if body.position is Position.CHAIR and await repository.has_chair(tx.session, community_id):
        raise ChairTaken(pointer="/position")
    member = CommitteeMember(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        name=body.name,
        position=body.position,
        room_code=body.room_code,
        since=body.since,
    )
    tx.session.add(member)
    return member


async def end_term(tx: Transaction, caller: Caller, member_id: str, body: EndOfTerm) -> CommitteeMember:
    """Raises MemberLeft, DayOutOfRange."""
    member = await repository.load_member(tx.session, member_id, caller.communities)
    tx.guard(member)
    if member.until is not None:
        raise MemberLeft(name=member.name)
    today = await today_of(tx, member.community_id)
    _, talked = await repository.contact_days(tx.session, member.id)
    check_day(body.until, max(member.since, talked or member.since), max(today, member.since), "/until")
    member.until = body.until
    return member


async def record_contact(tx: Transaction, caller: Caller, body: ContactBody) -> CommitteeContact:
    """Raises DayOutOfRange, NotFound, MemberLeft."""
    community_id = caller.community(body.community_id)
    today = await today_of(tx, community_id)
    check_day(body.held_on, today - _BACKWARDS, today, "/held_on")
    members = await repository.load_members(tx.session, body.member_ids, [community_id])
    for place, member_id in enumerate(body.member_ids):
        pointer = f"/member_ids/{place}"
        member = members.get(member_id)
        if member is None:
            raise NotFound(what="committee member", pointer=pointer)
        if member.until is not None and member.until < body.held_on:
            raise MemberLeft(pointer=pointer, name=member.name)
        check_day(body.held_on, member.since, today, "/held_on")
    contact = CommitteeContact(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        held_on=body.held_on,
        channel=body.channel,
        subject=body.subject,
        outcome=body.outcome,
        recorded_by=caller.account_id,
        partners=[
            ContactPartner(member_id=member_id, held_on=body.held_on) for member_id in sorted(set(body.member_ids))
        ],
    )
    tx.session.add(contact)
    return contact


async def check_room(tx: Transaction, community_id: str, room_code: str | None) -> None:
    """Raises UnknownRoom."""
    if room_code is not None and await rooms.find_room(tx.session, community_id, room_code) is None:
        raise UnknownRoom(pointer="/room_code", room_code=room_code)


async def today_of(tx: Transaction, community_id: str) -> date:
    """The community's day."""
    return calendar_of(await replicas.find_community(tx.session, community_id)).date_of(tx.now)


def check_day(day: date, first: date, last: date, pointer: str) -> None:
    """Raises DayOutOfRange."""
    if not first <= day <= last:
        raise DayOutOfRange(pointer=pointer, first=first.isoformat(), last=last.isoformat())
