"""What escalation refuses."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class NobodyAbove(DomainError):
    """The manager has it already. Source: handbook T-14."""

    slug = "nobody-above"
    kind = Kind.CONFLICT
    title = Text(zh="已到最高一级", en="Nobody above")
    detail = Text(
        zh="此工单已升级到项目负责人，没有更高一级。", en="The manager has this ticket already: there is nobody above."
    )


class SlipNotYours(DomainError):
    """The rung that it was sent to answers, or one above. Source: handbook T-14."""

    slug = "slip-level"
    kind = Kind.FORBIDDEN
    title = Text(zh="无权答复此联系单", en="Not yours to answer")
    detail = Text(
        zh="此工作联系单须由“{level}”级答复。", en="This work-contact slip is to be answered by level {level}."
    )
