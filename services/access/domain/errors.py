"""Refusals of the access service."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class UnknownRoom(DomainError):
    """No such room in the community."""

    slug = "unknown-room"
    kind = Kind.INVALID
    title = Text(zh="房号不存在", en="Unknown room")
    detail = Text(zh="小区内没有房号 {room_code}。", en="The community has no room {room_code}.")


class NotOfHousehold(DomainError):
    """Resident passes are for people on the household's register. Source: handbook A-30, R-02."""

    slug = "not-of-household"
    kind = Kind.INVALID
    title = Text(zh="不是本户成员", en="Not of this household")
    detail = Text(zh="{room_code} 的现住户中没有此人。", en="Nobody of that id lives in {room_code} now.")


class PeriodRefused(DomainError):
    """The end of the period lies in the past or too far ahead. Source: handbook A-32."""

    slug = "period-refused"
    kind = Kind.INVALID
    title = Text(zh="有效期无效", en="Period refused")
    detail = Text(zh="有效期须在 {earliest} 至 {latest} 之间。", en="The pass may end from {earliest} to {latest}.")


class FeeUnpaid(DomainError):
    """A pass beyond the free ones is issued when its fee is paid. Source: handbook A-30."""

    slug = "pass-fee-unpaid"
    kind = Kind.CONFLICT
    title = Text(zh="工本费未缴", en="Pass fee unpaid")
    detail = Text(
        zh="超出免费数量的出入证，缴费后才能发放。", en="A pass beyond the free ones is issued once its fee is paid."
    )


class WorksSuspended(DomainError):
    """No worker pass is handed out while works are stopped. Source: handbook R-35."""

    slug = "works-suspended"
    kind = Kind.CONFLICT
    title = Text(zh="施工已暂停", en="Works suspended")
    detail = Text(
        zh="该装修已停工，复工后才能发放施工人员出入证。",
        en="The works are stopped: passes are issued again when they resume.",
    )


class PeriodOver(DomainError):
    """The pass's period ended before it was issued. Source: handbook A-03."""

    slug = "pass-period-over"
    kind = Kind.CONFLICT
    title = Text(zh="有效期已过", en="Period over")
    detail = Text(zh="有效期已于 {valid_until} 结束，不能发放。", en="The period ended on {valid_until}: not issued.")
