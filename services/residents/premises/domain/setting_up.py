"""What holds when premises are entered or changed. Source: handbook R-01."""

from collections.abc import Mapping, Sequence
from datetime import time
from functools import cache
from zoneinfo import available_timezones

from services.residents.premises.domain.kinds import HandOver, Occupancy
from shared.kernel.errors import DomainError, InvalidField, Kind
from shared.kernel.text import Text

_NO_ZONE = Text(zh="没有这个时区，如 Asia/Shanghai", en="There is no such time zone; it is like Asia/Shanghai")
_HOURS = Text(zh="关闭时间须晚于开放时间", en="Reception closes after it opens")
_DAY_TWICE = Text(zh="同一天只填一次", en="Name each day once")
_EMPTY = frozenset({Occupancy.SOLD_VACANT, Occupancy.UNSOLD})
_SOLD = frozenset(Occupancy) - {Occupancy.UNSOLD}


class CommunityKnown(DomainError):
    """The community is set up already."""

    slug = "community-known"
    kind = Kind.CONFLICT
    title = Text(zh="小区已建立", en="The community is there already")
    detail = Text(zh="该小区已经建立，请直接修改。", en="This community was set up already: change it instead.")


class CodeTaken(DomainError):
    """Numbers of files and receipts begin with it: it must be one community's."""

    slug = "community-code-taken"
    kind = Kind.CONFLICT
    title = Text(zh="小区代码已被使用", en="The code is taken")
    detail = Text(zh="小区代码 {code} 已被使用。", en="Another community has the code {code}.")


class RoomKnown(DomainError):
    """One label, one room."""

    slug = "room-known"
    kind = Kind.CONFLICT
    title = Text(zh="房号已存在", en="The room is there already")
    detail = Text(zh="小区内已有房号 {room_code}。", en="The community has the room {room_code} already.")


class OccupiedByHousehold(DomainError):
    """It can't stand empty while somebody holds it."""

    slug = "room-held"
    kind = Kind.CONFLICT
    title = Text(zh="房间已有业户", en="The room has a household")
    detail = Text(
        zh="{room_code} 登记有业户，不能改为空置或未售；请先办理业户离开。",
        en="{room_code} has a household and is neither vacant nor unsold: let it depart first.",
    )


class NotSoldYet(DomainError):
    """The developer hands over what is sold."""

    slug = "room-unsold"
    kind = Kind.CONFLICT
    title = Text(zh="未售房屋不能交付", en="An unsold room is not handed over")
    detail = Text(
        zh="{room_code} 尚未售出，不能标为已交付。", en="{room_code} is not sold yet: it can't be handed over."
    )


def must_be_sound(time_zone: str, opens: time, closes: time, entries: Sequence[Mapping[str, str]]) -> None:
    """A community's hours and calendar (`day`, `kind`). Raises InvalidField."""
    if time_zone not in _zones():
        raise InvalidField(pointer="/time_zone", reason=_NO_ZONE)
    if closes <= opens:
        raise InvalidField(pointer="/reception_closes", reason=_HOURS)
    if len({entry["day"] for entry in entries}) < len(entries):
        raise InvalidField(pointer="/calendar_entries", reason=_DAY_TWICE)


@cache
def _zones() -> frozenset[str]:
    """They are read from the disk: once."""
    return frozenset(available_timezones())


def must_fit(room_code: str, occupancy: Occupancy, hand_over: HandOver, *, is_held: bool) -> None:
    """Raises OccupiedByHousehold, NotSoldYet."""
    if is_held and occupancy in _EMPTY:
        raise OccupiedByHousehold(pointer="/occupancy", room_code=room_code)
    if occupancy not in _SOLD and hand_over is HandOver.HANDED_OVER:
        raise NotSoldYet(pointer="/hand_over", room_code=room_code)
