"""Put a member's entry right; what it said before stays on record. Source: handbook T-26."""

from typing import Any

from services.tickets.committee import repository
from services.tickets.committee.domain.contacts import Position
from services.tickets.committee.domain.errors import ChairTaken
from services.tickets.committee.models import CommitteeMember, MemberCorrection
from services.tickets.committee.schemas import MemberChange
from services.tickets.committee.usecases.keep_register import FIRST_DAY, check_day, check_room, today_of
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def correct_member(tx: Transaction, caller: Caller, member_id: str, change: MemberChange) -> CommitteeMember:
    """A term begins by the first contact on record, and ends after the last one.

    Raises DayOutOfRange, UnknownRoom, ChairTaken.
    """
    member = await repository.hold_member(tx.session, member_id, caller.communities)
    tx.guard(member)
    given = change.model_dump(exclude={"reason"}, exclude_unset=True)
    changed = {name: each for name, each in given.items() if each != getattr(member, name)}
    await _check_days(tx, member, changed)
    await _check_chair(tx, member, changed)
    if "room_code" in changed:
        await check_room(tx, member.community_id, changed["room_code"])

    if changed:
        before = {name: _plain(getattr(member, name)) for name in changed}
        for name, each in changed.items():
            setattr(member, name, each)
        member.corrections.append(
            MemberCorrection(
                id=new_id(),
                at=tx.now,
                by_id=caller.account_id,
                reason=change.reason,
                before=before,
                after={name: _plain(each) for name, each in changed.items()},
            )
        )
    return member


async def _check_days(tx: Transaction, member: CommitteeMember, changed: dict[str, Any]) -> None:
    since, until = changed.get("since", member.since), changed.get("until", member.until)
    today = await today_of(tx, member.community_id)
    first, last = await repository.contact_days(tx.session, member.id)
    if "since" in changed:
        check_day(since, FIRST_DAY, min(today, first or today, until or today), "/since")
    if "until" in changed and until is not None:
        check_day(until, max(since, last or since), today, "/until")


async def _check_chair(tx: Transaction, member: CommitteeMember, changed: dict[str, Any]) -> None:
    """For the answer's words; what holds is the constraint."""
    position, until = changed.get("position", member.position), changed.get("until", member.until)
    was_chair = member.position == Position.CHAIR and member.until is None
    becomes_chair = position == Position.CHAIR and until is None and not was_chair
    if becomes_chair and await repository.has_chair(tx.session, member.community_id):
        raise ChairTaken(pointer="/position")


def _plain(content: object) -> str | None:
    return None if content is None else str(content)
