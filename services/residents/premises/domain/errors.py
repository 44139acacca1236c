"""Refusals about premises."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class BadRoomCode(DomainError):
    """Not in key-label form. Source: handbook R-01."""

    slug = "bad-room-code"
    kind = Kind.INVALID
    title = Text(zh="房号格式错误", en="Not a room code")
    detail = Text(
        zh="房号应为“楼栋#单元-楼层-房号”，如 180#1-1-1。",
        en="A room code is building#entrance-floor-number, such as 180#1-1-1.",
    )


class UnknownRoom(DomainError):
    """No such room in the community."""

    slug = "unknown-room"
    kind = Kind.INVALID
    title = Text(zh="房号不存在", en="Unknown room")
    detail = Text(zh="小区内没有房号 {room_code}。", en="The community has no room {room_code}.")
