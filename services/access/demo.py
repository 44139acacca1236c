"""Access's part of the demo community: some passes that are out, some keys. Safe to repeat."""

from datetime import date, timedelta
from typing import Final

from services.access.domain.keys import KeyClass, KeyStatus
from services.access.domain.lifecycle import Action, Kind
from services.access.models import Key, Pass
from services.access.repository import replicas
from services.access.usecases.advancing import advance
from services.access.usecases.opening import Place, Wish, open_pass
from shared.kernel.ids import new_id, stable_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_COMMUNITY: Final = stable_id("demo", "community", "sunshine-garden")
_DESK: Final = stable_id("demo", "account", "front_desk")
_RESIDENTS: Final = (
    ("3#2-5-1", "王芳"),
    ("2#1-8-2", "李伟"),
    ("1#1-2-1", "张伟"),
    ("1#2-6-3", "张伟"),
    ("2#2-3-4", "刘洋"),
    ("3#1-9-2", "刘洋"),
)
"""The owners whom the residents service's demo is sure to have."""

_GUESTS: Final = (
    ("1#1-2-1", "调琴师傅", "调琴", 0),
    ("2#2-3-4", "搬家公司", "搬家", 2),
    ("3#1-9-2", "家教老师", "家教", -1),
)
"""Room, holder, purpose, days until the last one; one is overdue, for the desk's list."""


_KEYS: Final = (
    ("door", KeyStatus.ISSUED, 3),
    ("door", KeyStatus.IN_CUSTODY, 1),
    ("mailbox", KeyStatus.ISSUED, 2),
)
"""What the known owners took at their move-in, and the one key that the desk keeps for each."""


async def seed(unit_of_work: UnitOfWork) -> None:
    """Resident passes and keys of some households, and temporary passes not returned yet."""
    async with unit_of_work.begin(Context(correlation_id=new_id(), actor=_DESK)) as tx:
        if await tx.session.get(Pass, _pass_id(Kind.RESIDENT, _RESIDENTS[0][0])) is not None:
            return
        today = await replicas.today_in(tx.session, _COMMUNITY, tx.now)
        for code, name in _RESIDENTS:
            owner = stable_id("demo", "person", code, "0")
            await _hand_out(tx, Kind.RESIDENT, code, Wish(holder_id=owner, holder_name=name))
        for code, name, purpose, days in _GUESTS:
            until = today + timedelta(days=days)
            await _hand_out(tx, Kind.TEMPORARY, code, _guest(name, purpose, min(today, until), until))
        for code, _ in _RESIDENTS:
            for label, status, count in _KEYS:
                tx.session.add(_key(tx, code, label, status, count))


def _key(tx: Transaction, room_code: str, label: str, status: KeyStatus, count: int) -> Key:
    """As a move-in would have registered it."""
    return Key(
        id=stable_id("demo", "key", room_code, label, status),
        community_id=_COMMUNITY,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        key_class=KeyClass.RESIDENT,
        tag=room_code,
        label=label,
        count=count,
        status=status,
        room_id=stable_id("demo", "room", room_code),
        room_code=room_code,
        household_id=stable_id("demo", "household", room_code),
    )


def _pass_id(kind: Kind, room_code: str) -> str:
    return stable_id("demo", "pass", kind, room_code)


def _guest(name: str, purpose: str, valid_from: date, valid_until: date) -> Wish:
    holder_id = stable_id("demo", "guest", name)
    return Wish(holder_id=holder_id, holder_name=name, purpose=purpose, valid_from=valid_from, valid_until=valid_until)


async def _hand_out(tx: Transaction, kind: Kind, room_code: str, wish: Wish) -> None:
    """As the desk does it, but nobody is told: the other services load their own part."""
    place = Place(
        _COMMUNITY,
        stable_id("demo", "room", room_code),
        room_code,
        stable_id("demo", "household", room_code),
    )
    card = await open_pass(tx, kind, place, wish, actor_id=_DESK)
    card.id = _pass_id(kind, room_code)
    advance(tx, card, Action.ISSUE, actor_id=_DESK)
    card.issued_at = tx.now
    card.received_by = wish.holder_name
