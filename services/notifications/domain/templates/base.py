"""What a template is. Source: handbook N-01, N-03."""

from dataclasses import dataclass
from enum import StrEnum

from services.notifications.domain.delivery import Urgency
from shared.kernel.text import Text


class Standing(StrEnum):
    """What a household that agreed to no channel is still told, and what it is spared. Source: handbook N-03."""

    OBLIGATORY = "obligatory"
    OPTIONAL = "optional"


class TemplateName(StrEnum):
    """Every kind of message."""

    TICKET_OPENED = "ticket_opened"
    TICKET_IMPORTANT = "ticket_important"
    TICKET_ASSIGNED = "ticket_assigned"
    TICKET_WAITS = "ticket_waits"
    TICKET_ACCOMPANIED = "ticket_accompanied"
    TICKET_HANDED_OVER = "ticket_handed_over"
    TICKET_QUOTED = "ticket_quoted"
    TICKET_CLOSED = "ticket_closed"
    TICKET_CLOSED_JOINED = "ticket_closed_joined"
    TICKET_BREACHED = "ticket_breached"
    TICKET_BREACH_NEAR = "ticket_breach_near"
    FOLLOW_UP_DUE = "follow_up_due"
    PATROL_FINDING = "patrol_finding"
    COMMITTEE_MATTER = "committee_matter"
    COMMITTEE_MATTER_LATE = "committee_matter_late"
    CORRECTIVE_ACTION_OPENED = "corrective_action_opened"
    CORRECTIVE_ACTION_OVERDUE = "corrective_action_overdue"
    TICKET_ESCALATED = "ticket_escalated"
    TICKET_MAJOR = "ticket_major"
    TICKET_PROGRESS = "ticket_progress"
    TICKET_PROGRESS_DUE = "ticket_progress_due"
    PROMISE_DUE = "promise_due"
    PROMISE_BROKEN = "promise_broken"
    QUALITY_SAMPLE_SCORED = "quality_sample_scored"
    SURVEY_OPENED = "survey_opened"
    SURVEY_CLOSED = "survey_closed"
    INCIDENT_RAISED = "incident_raised"
    SURVEY_INVITATION = "survey_invitation"
    CHARGE_POSTED = "charge_posted"
    PAYMENT_RECEIVED = "payment_received"
    DEPOSIT_REFUNDED = "deposit_refunded"
    PREPAID_REFUNDED = "prepaid_refunded"
    RENOVATION_SUBMITTED = "renovation_submitted"
    RENOVATION_REVISION_ASKED = "renovation_revision_asked"
    RENOVATION_APPROVED = "renovation_approved"
    RENOVATION_REJECTED = "renovation_rejected"
    RENOVATION_PERMITTED = "renovation_permitted"
    RENOVATION_SUSPENDED = "renovation_suspended"
    RENOVATION_RESUMED = "renovation_resumed"
    RENOVATION_VIOLATION = "renovation_violation"
    ARCHIVE_LOAN_DUE = "archive_loan_due"
    ARCHIVE_DESTROYED = "archive_destroyed"
    RENOVATION_WITHDRAWN = "renovation_withdrawn"
    RENOVATION_EXTENSION_DUE = "renovation_extension_due"
    RENOVATION_COMPLETED = "renovation_completed"
    HOT_WORK_PERMITTED = "hot_work_permitted"
    HOT_WORK_ENDED = "hot_work_ended"
    PASS_ISSUED = "pass_issued"  # noqa: S105 - an entry pass
    MOVE_IN_COMPLETED = "move_in_completed"
    DEFECT_RAISED = "defect_raised"
    DEFECT_TO_SEND = "defect_to_send"
    DEFECT_CURED = "defect_cured"


@dataclass(frozen=True, slots=True)
class Template:
    """Title and body of a message, how urgent it is, and whether it reaches who wants to be told nothing (N-03)."""

    title: Text
    body: Text
    urgency: Urgency = Urgency.NORMAL
    standing: Standing = Standing.OBLIGATORY
