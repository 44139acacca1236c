"""Refusals about defects."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class DeadlineOutOfRange(DomainError):
    """The developer gets a day that is still to come, within two years. Source: handbook R-23."""

    slug = "deadline-out-of-range"
    kind = Kind.INVALID
    title = Text(zh="整改期限无效", en="Deadline out of range")
    detail = Text(zh="整改期限应在 {first} 至 {last} 之间。", en="The deadline must lie between {first} and {last}.")


class VisitOutOfRange(DomainError):
    """The owner is invited to a time that is still to come, within a year. Source: handbook R-23."""

    slug = "visit-out-of-range"
    kind = Kind.INVALID
    title = Text(zh="复验时间无效", en="Re-inspection time out of range")
    detail = Text(zh="复验时间应在现在之后、一年之内。", en="The re-inspection must lie in the coming year.")


class NotCured(DomainError):
    """The confirmation slip is the owner's word that it is cured. Source: handbook R-23."""

    slug = "defect-not-cured"
    kind = Kind.CONFLICT
    title = Text(zh="缺陷尚未确认整改", en="The defect is not cured")
    detail = Text(zh="业主复验确认之后才有确认单。", en="There is a confirmation slip once the owner has confirmed.")
