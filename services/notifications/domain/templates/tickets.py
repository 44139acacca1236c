"""What tickets tells: requests, care, promises."""

from collections.abc import Mapping

from services.notifications.domain.delivery import Urgency
from services.notifications.domain.templates.base import Template, TemplateName
from shared.kernel.text import Text

TICKETS: Mapping[TemplateName, Template] = {
    TemplateName.TICKET_OPENED: Template(
        Text("已受理 {{ number }}", "Request {{ number }} received"),
        Text(
            "您的报事（{{ number }}，{{ room_code }}）已受理，我们会尽快安排。",
            "Your request {{ number }} for {{ room_code }} has been received and will be seen to.",
        ),
    ),
    TemplateName.TICKET_ASSIGNED: Template(
        Text("新派工 {{ number }}", "New work order {{ number }}"),
        Text("{{ room_code }} 的工单 {{ number }} 已派给您。", "Work order {{ number }} at {{ room_code }} is yours."),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_IMPORTANT: Template(
        Text(
            "请关注：{{ severity }}{{ category }} {{ number }}",
            "Needs your eye: {{ severity }} {{ category }} {{ number }}",
        ),
        Text(
            "受理了一张需要您关注的工单 {{ number }}：{{ category }}，级别{{ severity }}，"
            "{{ room_code }}{% if matter %}，事项：{{ matter }}{% endif %}，由{{ department }}处理。",
            "A request that needs your eye was taken in, {{ number }}: {{ category }}, {{ severity }}, "
            "{{ room_code }}{% if matter %}, about {{ matter }}{% endif %}; {{ department }} has it.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_WAITS: Template(
        Text("待接单 {{ number }}", "Work order {{ number }} waits"),
        Text(
            "{{ room_code }} 的工单 {{ number }} 已派至{{ department }}，请接单。",
            "Work order {{ number }} at {{ room_code }} was sent to {{ department }}: please accept it.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_ACCOMPANIED: Template(
        Text("陪同 {{ number }}", "Accompany {{ number }}"),
        Text(
            "{{ room_code }} 的工单 {{ number }} 已派工，请陪同处理。",
            "Work order {{ number }} at {{ room_code }} was sent out: please accompany the work.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_HANDED_OVER: Template(
        Text("移交 {{ number }}", "Handed over: {{ number }}"),
        Text(
            "工单 {{ number }}（{{ room_code }}）已移交给您，由您负责到底，直至告知报事人结果。",
            "{{ number }} ({{ room_code }}) is yours now, until the requester was told the result.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_QUOTED: Template(
        Text("报价 {{ number }}", "Quote for {{ number }}"),
        Text(
            "工单 {{ number }} 报价 {{ amount }} 元，请现场确认后施工。",
            "The quote for {{ number }} is CNY {{ amount }}; please accept it on site before work starts.",
        ),
    ),
    TemplateName.TICKET_CLOSED: Template(
        Text("已完成 {{ number }}", "Request {{ number }} is done"),
        Text(
            "工单 {{ number }} 已完成{% if amount %}，费用 {{ amount }} 元{% endif %}。"
            "您对这次服务满意吗？请告诉前台。",
            "Request {{ number }} is done{% if amount %}, the charge is CNY {{ amount }}{% endif %}. "
            "Were you satisfied? Please tell the front desk.",
        ),
    ),
    TemplateName.TICKET_CLOSED_JOINED: Template(
        Text("已完成 {{ number }}", "Request {{ number }} is done"),
        Text(
            "您的报事 {{ number }} 与工单 {{ joined_to }} 为同一事项，现已完成。您对这次服务满意吗？请告诉前台。",
            "Your request {{ number }} was about the same matter as {{ joined_to }}, which is done. "
            "Were you satisfied? Please tell the front desk.",
        ),
    ),
    TemplateName.TICKET_BREACHED: Template(
        Text("超时 {{ number }}", "Overdue: {{ number }}"),
        Text(
            "工单 {{ number }}（{{ room_code }}）的{{ clock }}时限已过。",
            "The {{ clock }} limit of {{ number }} ({{ room_code }}) has passed.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_ESCALATED: Template(
        Text("工作联系单 {{ slip_number }}", "Work-contact slip {{ slip_number }}"),
        Text(
            "工单 {{ number }}（{{ room_code }}）升级给您处理：{{ cause }}。请答复工作联系单 {{ slip_number }}。",
            "{{ number }} ({{ room_code }}) has come up to you: {{ cause }}. Please answer slip {{ slip_number }}.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_MAJOR: Template(
        Text("升为重大 {{ number }}", "Now major: {{ number }}"),
        Text(
            "工单 {{ number }}（{{ room_code }}）已升为重大：{{ cause }}。",
            "{{ number }} ({{ room_code }}) is major now: {{ cause }}.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_PROGRESS: Template(
        Text("处理进展 {{ number }}", "Progress of {{ number }}"),
        Text(
            "您的报事（{{ number }}，{{ room_code }}）仍在处理：{{ status_zh }}。"
            "最迟 {{ next_on }} 再向您通报；详情请询问前台。",
            "Your request {{ number }} for {{ room_code }} is being worked on: {{ status_en }}. "
            "You will hear again by {{ next_on }}; the front desk tells you more.",
        ),
    ),
    TemplateName.TICKET_PROGRESS_DUE: Template(
        Text("请通报进展 {{ number }}", "Report the progress of {{ number }}"),
        Text(
            "工单 {{ number }}（{{ room_code }}）仍未办结，请今日向业户通报进展并登记。",
            "{{ number }} ({{ room_code }}) is still open: tell the resident today how it stands, and record it.",
        ),
    ),
    TemplateName.PROMISE_DUE: Template(
        Text("承诺到期：{{ kind }}", "Promise due: {{ kind }}"),
        Text(
            "您对 {{ room_code }} 的承诺（{{ kind }}）即将到期。", "Your promise ({{ kind }}, {{ room_code }}) is due."
        ),
        Urgency.URGENT,
    ),
    TemplateName.PROMISE_BROKEN: Template(
        Text("失约：{{ kind }}", "Promise broken: {{ kind }}"),
        Text(
            "您对 {{ room_code }} 的承诺（{{ kind }}）已过期未兑现，请立即联系业户并说明。",
            "Your promise ({{ kind }}, {{ room_code }}) was not kept: contact the resident now and explain.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.TICKET_BREACH_NEAR: Template(
        Text("即将超时 {{ number }}", "Due soon: {{ number }}"),
        Text(
            "工单 {{ number }}（{{ room_code }}）的{{ clock }}时限将到。",
            "The {{ clock }} limit of {{ number }} ({{ room_code }}) is near.",
        ),
        Urgency.URGENT,
    ),
}
