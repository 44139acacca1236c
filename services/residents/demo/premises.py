"""Demo premises: 阳光花园 with 240 rooms, and a small community besides for whoever must not see the first."""

from collections.abc import Iterator
from datetime import datetime, time

from services.residents.premises.domain.kinds import HandOver, Occupancy, RoomKind
from services.residents.premises.domain.room_code import RoomCode
from services.residents.premises.models import Community, Room
from shared.kernel.ids import stable_id

GARDEN = stable_id("demo", "community", "sunshine-garden")
OTHER = stable_id("demo", "community", "other")
_AREAS_DM2 = (8950, 12000, 7630, 10125)


def demo_id(kind: str, community_id: str, code: str, *more: str) -> str:
    """The same on every machine; other services' demo data names the garden's rooms and households by it."""
    place = (code,) if community_id == GARDEN else ("OT", code)
    return stable_id("demo", kind, *place, *more)


def communities(now: datetime) -> list[Community]:
    """Both."""
    return [
        _community(GARDEN, "SG", "阳光花园", "Sunshine Garden", now),
        _community(OTHER, "OT", "湖畔苑", "Lakeside Court", now),
    ]


def _community(community_id: str, code: str, name_zh: str, name_en: str, now: datetime) -> Community:
    return Community(
        id=community_id,
        community_id=community_id,
        version=1,
        event_sequence=0,
        created_at=now,
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        time_zone="Asia/Shanghai",
        reception_opens=time(8),
        reception_closes=time(17),
        calendar_entries=[],
    )


def garden_codes() -> Iterator[RoomCode]:
    """3 buildings × 2 entrances × 10 floors × 4 rooms."""
    for building in range(1, 4):
        for entrance in range(1, 3):
            for floor in range(1, 11):
                for number in range(1, 5):
                    yield RoomCode(str(building), str(entrance), str(floor), str(number))


def other_codes() -> Iterator[RoomCode]:
    """A handful; one code is also one of the garden's."""
    yield RoomCode("3", "2", "5", "1")
    for number in range(1, 6):
        yield RoomCode("9", "1", "1", str(number))


def room(community_id: str, code: RoomCode, occupancy: Occupancy, now: datetime) -> Room:
    """A flat; unsold ones are not handed over."""
    is_sold = occupancy is not Occupancy.UNSOLD
    return Room(
        id=demo_id("room", community_id, str(code)),
        community_id=community_id,
        version=1,
        event_sequence=0,
        created_at=now,
        code=str(code),
        sort_key=code.sort_key,
        building=code.building,
        entrance=code.entrance,
        floor=code.floor,
        number=code.number,
        area_dm2=_AREAS_DM2[(int(code.number) - 1) % len(_AREAS_DM2)],
        kind=RoomKind.FLAT.value,
        occupancy=occupancy.value,
        hand_over=(HandOver.HANDED_OVER if is_sold else HandOver.PENDING).value,
    )
