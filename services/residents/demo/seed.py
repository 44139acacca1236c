"""Load both communities in one transaction, in bulk."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, inspect, select

from services.residents.demo.households import KNOWN_OWNERS, NAMESAKES, file_of, household, people_of
from services.residents.demo.names import phones, unique_names
from services.residents.demo.premises import GARDEN, OTHER, communities, garden_codes, other_codes, room
from services.residents.demo.registers import registers
from services.residents.households.models import Household
from services.residents.households.usecases.telling import state_of
from services.residents.models import Base
from services.residents.premises.domain.kinds import Occupancy
from services.residents.premises.models import Community, Room
from services.residents.premises.usecases.telling import community_event, room_event
from shared.contracts.residents import HouseholdRegistered
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_SEED = 20261122
_FIRST_DAY = date(2023, 5, 6)
_LIVED_IN = frozenset({Occupancy.OCCUPIED, Occupancy.LET})
_VACANT, _UNSOLD, _LET = 20, 20, 30


async def seed(unit_of_work: UnitOfWork) -> None:
    """Nothing when the garden is there already.

    Contact points are sealed by the running service, which has the key: its job `tell_contacts` tells them at once.
    What households are found by is computed by its job `index_households`.
    """
    async with unit_of_work.begin(Context(correlation_id=new_id())) as tx:
        if await tx.session.scalar(select(Community.id).where(Community.id == GARDEN)) is None:
            await _load(tx)


async def _load(tx: Transaction) -> None:
    places = communities(tx.now)
    rooms = _rooms(tx.now)
    families = list(_households(rooms, tx.now))
    members = [member for family in families for member in family.members]
    by_id = {place.id: place for place in places}

    for place in places:
        tx.publish(place, community_event(place))
    for one in rooms:
        tx.publish(one, room_event(one))
    for family in families:
        tx.publish(family, HouseholdRegistered(**state_of(family)))

    await _insert(tx, places)
    await _insert(tx, rooms)
    await _insert(tx, [member.person for member in members])
    await _insert(tx, families)
    await _insert(tx, members)
    await _insert(tx, [file_of(by_id[family.community_id], family) for family in families])
    for rows in registers(families, tx.now):
        await _insert(tx, rows)


def _rooms(now: datetime) -> list[Room]:
    chance = random.Random(_SEED)
    codes = list(garden_codes())
    kept = KNOWN_OWNERS.keys() | NAMESAKES.keys()
    shuffled = [str(code) for code in codes if str(code) not in kept]
    chance.shuffle(shuffled)
    occupancy = (
        dict.fromkeys(shuffled[:_VACANT], Occupancy.SOLD_VACANT)
        | dict.fromkeys(shuffled[_VACANT : _VACANT + _UNSOLD], Occupancy.UNSOLD)
        | dict.fromkeys(shuffled[_VACANT + _UNSOLD : _VACANT + _UNSOLD + _LET], Occupancy.LET)
    )
    garden = [room(GARDEN, code, occupancy.get(str(code), Occupancy.OCCUPIED), now) for code in codes]
    return garden + [room(OTHER, code, Occupancy.OCCUPIED, now) for code in other_codes()]


def _households(rooms: Sequence[Room], now: datetime) -> Iterator[Household]:
    chance = random.Random(_SEED)
    names, numbers = unique_names(chance), phones()
    for one in rooms:
        if one.occupancy not in _LIVED_IN:
            continue
        code = one.code if one.community_id == GARDEN else ""
        is_let = one.occupancy == Occupancy.LET
        people = people_of(code, is_let=is_let, chance=chance, names=names, phones=numbers)
        yield household(one, people, since=_FIRST_DAY + timedelta(days=chance.randrange(1000)), now=now)


async def _insert(tx: Transaction, rows: Sequence[Base]) -> None:
    """One statement for all: hundreds of objects through the session would take longer than the whole start."""
    kind = type(rows[0])
    names = [column.key for column in inspect(kind).column_attrs]
    content: list[dict[str, Any]] = [{name: getattr(row, name) for name in names} for row in rows]
    await tx.session.execute(insert(kind), content)
