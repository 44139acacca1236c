"""Refusals about households."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class RoomTaken(DomainError):
    """The room has a household already; it must depart first. Source: handbook R-02."""

    slug = "room-taken"
    kind = Kind.CONFLICT
    title = Text(zh="房间已有业户", en="The room has a household")
    detail = Text(
        zh="{room_code} 已登记业户；请先办理离开，或向该业户添加成员。",
        en="{room_code} has a household: let it depart first, or add a member to it.",
    )


class NoHolder(DomainError):
    """Somebody must hold the room: an owner or a tenant."""

    slug = "no-holder"
    kind = Kind.INVALID
    title = Text(zh="缺少业主或租户", en="No owner or tenant")
    detail = Text(zh="业户至少要有一名业主或租户。", en="A household needs at least one owner or tenant.")


class SeveralPayers(DomainError):
    """One person is billed."""

    slug = "several-payers"
    kind = Kind.INVALID
    title = Text(zh="付款人多于一名", en="Several payers")
    detail = Text(zh="只能指定一名付款人。", en="Name one payer at most.")


class AlreadyMember(DomainError):
    """The person belongs to the household."""

    slug = "already-member"
    kind = Kind.CONFLICT
    title = Text(zh="已是成员", en="Already a member")
    detail = Text(zh="此人已是该业户的成员。", en="This person is a member of the household already.")


class Departed(DomainError):
    """A departed household is history."""

    slug = "household-departed"
    kind = Kind.CONFLICT
    title = Text(zh="业户已离开", en="The household has departed")
    detail = Text(
        zh="该业户已于 {departed_on} 离开，记录不可再改。",
        en="It departed on {departed_on}: its record stays as it is.",
    )


class PersonTwice(DomainError):
    """The same person is named twice in one request."""

    slug = "person-twice"
    kind = Kind.INVALID
    title = Text(zh="人员重复", en="Person named twice")
    detail = Text(zh="同一人员不能重复登记。", en="Name each person once.")


class DayOutOfRange(DomainError):
    """A day that can't be: before the beginning, or not come yet."""

    slug = "day-out-of-range"
    kind = Kind.INVALID
    title = Text(zh="日期超出范围", en="Day out of range")
    detail = Text(zh="日期应在 {first} 至 {last} 之间。", en="The day must lie between {first} and {last}.")


class NothingOnFile(DomainError):
    """There is nothing to reveal."""

    slug = "nothing-on-file"
    kind = Kind.NOT_FOUND
    title = Text(zh="没有登记", en="Nothing on file")
    detail = Text(zh="该人员未登记此项信息。", en="Nothing of that kind is on file for this person.")


class PayerLeaves(DomainError):
    """Who is billed must belong to the household."""

    slug = "payer-leaves"
    kind = Kind.CONFLICT
    title = Text(zh="须有付款人", en="Somebody must pay")
    detail = Text(
        zh="此人是付款人，请先指定其他成员为付款人。",
        en="This person is billed: name another member as payer first.",
    )


class NotAParkingSpace(DomainError):
    """The room is none where a vehicle stands."""

    slug = "not-a-parking-space"
    kind = Kind.INVALID
    title = Text(zh="不是车位", en="Not a parking space")
    detail = Text(zh="{room_code} 不是车位或车库。", en="{room_code} is neither a parking space nor a garage.")


class SpaceTaken(DomainError):
    """Another household uses the space."""

    slug = "space-taken"
    kind = Kind.CONFLICT
    title = Text(zh="车位已被使用", en="The space is taken")
    detail = Text(zh="车位 {label} 已登记给其他业户。", en="The space {label} is on another household's register.")


class PlateOnRegister(DomainError):
    """The household has it already."""

    slug = "plate-on-register"
    kind = Kind.CONFLICT
    title = Text(zh="车牌已登记", en="The plate is on the register")
    detail = Text(zh="该业户已登记车牌 {plate}。", en="This household has {plate} on its register already.")


class TooManyOnRegister(DomainError):
    """A mistake, or a page that nobody can read."""

    slug = "too-many-on-register"
    kind = Kind.CONFLICT
    title = Text(zh="登记数量过多", en="Too many on the register")
    detail = Text(
        zh="同类登记最多 {most} 项，请先注销不用的。",
        en="At most {most} of a kind: remove what is gone first.",
    )


class RemovedAlready(DomainError):
    """It is history."""

    slug = "removed-already"
    kind = Kind.CONFLICT
    title = Text(zh="已经注销", en="Removed already")
    detail = Text(zh="该登记已于 {day} 注销。", en="It was taken off the register on {day}.")


class LeftAlready(DomainError):
    """The member is history."""

    slug = "member-left"
    kind = Kind.CONFLICT
    title = Text(zh="成员已离开", en="The member has left")
    detail = Text(zh="该成员已于 {left_on} 离开。", en="This member left on {left_on}.")
