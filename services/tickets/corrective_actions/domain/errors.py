"""What a corrective action refuses."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class TicketNotLinkable(DomainError):
    """Tickets of another community, or none at all."""

    slug = "ticket-not-linkable"
    kind = Kind.INVALID
    title = Text(zh="工单无法关联", en="The ticket can't be linked")
    detail = Text(zh="本小区没有工单 {ticket_id}。", en="This community has no ticket {ticket_id}.")


class TicketLinkedElsewhere(DomainError):
    """A ticket belongs to one record at most: it is counted once (T-21)."""

    slug = "ticket-linked-elsewhere"
    kind = Kind.CONFLICT
    title = Text(zh="工单已关联", en="The ticket is linked already")
    detail = Text(
        zh="工单 {ticket_id} 已关联到另一纠正预防措施 {number}。",
        en="The ticket {ticket_id} belongs to another corrective action, {number}.",
    )


class DeadlinePast(DomainError):
    """A plan is for a time to come."""

    slug = "deadline-past"
    kind = Kind.INVALID
    title = Text(zh="期限已过", en="The deadline has passed")
    detail = Text(zh="完成期限须在将来。", en="The deadline must lie in the future.")


class CheckedItYourself(DomainError):
    """Who checked does not approve (T-21). Where nobody else may, the plan goes back for another to check."""

    slug = "checked-it-yourself"
    kind = Kind.FORBIDDEN
    title = Text(zh="审核人不能批准", en="Who checked does not approve")
    detail = Text(
        zh="您已审核本计划，不能再批准。请由另一位经理批准；没有时请退回（send-back），重新制定后由主管审核，再由您批准。",
        en="You checked this plan, so another manager approves it. Where there is none, send it back (send-back): "
        "it is planned anew, the lead checks it, and you approve it.",
    )


class SamePerson(DomainError):
    """Who planned does not check; who planned or checked does not approve; who did it does not verify (T-21)."""

    slug = "same-person"
    kind = Kind.FORBIDDEN
    title = Text(zh="须由他人办理", en="Another person must do this")
    detail = Text(
        zh="制定、审核、批准须由不同人员办理，实施人不能自行验证。",
        en="Planning, checking and approving are done by different people, and nobody verifies their own work.",
    )
