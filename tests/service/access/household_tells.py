"""What residents tells access of a household that comes and goes, and what it then has."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from shared.contracts.envelope import Event
from shared.contracts.residents import (
    HouseholdDeparted,
    HouseholdRegistered,
    HouseholdTransferred,
    KeyHandedOver,
    Member,
    MoveInCompleted,
    PassesWanted,
)
from shared.kernel.ids import new_id
from tests.service.access.builders import (
    ALL,
    HOUSEHOLD,
    OWNER,
    ROOM,
    ROOM_ID,
    TODAY,
)
from tests.service.support import ServiceRig

KEYS = (KeyHandedOver(label="door", count=4, kept=1), KeyHandedOver(label="mailbox", count=2, kept=0))
SON = "person-son"


def moved_in(
    *,
    household_id: str = HOUSEHOLD,
    wanted: Sequence[PassesWanted] = (PassesWanted(person_id=OWNER, count=4),),
    keys: Sequence[KeyHandedOver] = KEYS,
) -> MoveInCompleted:
    return MoveInCompleted(
        move_in_id=new_id(),
        number="MI-2026-0001",
        household_id=household_id,
        room_id=ROOM_ID,
        room_code=ROOM,
        handed_over_on=TODAY,
        readings=[],
        passes_wanted=list(wanted),
        keys=list(keys),
        version=7,
    )


def transferred(household_id: str = HOUSEHOLD, to: str = "household-new") -> HouseholdTransferred:
    return HouseholdTransferred(
        household_id=household_id,
        new_household_id=to,
        room_id=ROOM_ID,
        room_code=ROOM,
        transferred_on=TODAY,
        version=9,
    )


def registered(household_id: str, *, gone: bool = False) -> Event:
    member = Member(
        person_id=f"owner of {household_id}"[:36], role="owner", display_name="陈晨", language="zh-CN", channels=[]
    )
    state: dict[str, Any] = {
        "household_id": household_id,
        "room_id": ROOM_ID,
        "room_code": ROOM,
        "members": [member],
        "payer_id": member.person_id,
    }
    return HouseholdDeparted(**state, version=9) if gone else HouseholdRegistered(**state, version=1)


async def tell(rig: ServiceRig, *events: Event) -> None:
    for each in events:
        await rig.tell(each, subject=new_id())


async def listed(rig: ServiceRig, what: str, **filters: str) -> list[dict[str, Any]]:
    async with rig.client(*ALL) as client:
        answer = await client.get(f"/v1/{what}", params={"limit": 200, **filters})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def in_hands(rig: ServiceRig, household_id: str = HOUSEHOLD) -> Counter[tuple[str, str]]:
    """How many keys of each label stand where."""
    counted_keys: Counter[tuple[str, str]] = Counter()
    for key in await listed(rig, "keys", household_id=household_id):
        counted_keys[key["label"], key["status"]] += key["count"]
    return counted_keys
