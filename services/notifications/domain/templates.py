"""What is said, in both languages. Source: handbook N-01.

A template's text is rendered by a sandboxed engine with the parameters of the event; amounts come ready as text.
"""

from collections.abc import Mapping
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
    TICKET_ASSIGNED = "ticket_assigned"
    TICKET_QUOTED = "ticket_quoted"
    TICKET_CLOSED = "ticket_closed"
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


TEMPLATES: Mapping[TemplateName, Template] = {
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
    TemplateName.FOLLOW_UP_DUE: Template(
        Text("回访到期 {{ number }}", "Follow-up due: {{ number }}"),
        Text("工单 {{ number }}（{{ room_code }}）须回访。", "A follow-up of {{ number }} ({{ room_code }}) is due."),
    ),
    TemplateName.PATROL_FINDING: Template(
        Text("巡查发现问题 {{ area_code }}", "Patrol finding: {{ area_code }}"),
        Text(
            "巡查发现 {{ area_code }} 的检查项“{{ item }}”不达标，须限期整改并复查。",
            "A patrol found {{ area_code }}, item “{{ item }}”, short of its standard: put it right, then recheck.",
        ),
    ),
    TemplateName.COMMITTEE_MATTER: Template(
        Text("业委会事项", "Owners' committee"),
        Text(
            "{% if kind == 'question' %}业委会提出问题，须在三个工作日内答复。"
            "{% else %}有事项须在三个工作日内报告业委会。{% endif %}",
            "{% if kind == 'question' %}The owners' committee asks: answer within three working days."
            "{% else %}A matter is to be reported to the owners' committee within three working days.{% endif %}",
        ),
    ),
    TemplateName.COMMITTEE_MATTER_LATE: Template(
        Text("业委会事项逾期", "Owners' committee: overdue"),
        Text(
            "{% if kind == 'question' %}业委会的提问未在三个工作日内答复。"
            "{% else %}须报告业委会的事项未在三个工作日内报告。{% endif %}",
            "{% if kind == 'question' %}A question of the owners' committee was not answered in three working days."
            "{% else %}A matter was not reported to the owners' committee in three working days.{% endif %}",
        ),
        Urgency.URGENT,
    ),
    TemplateName.CORRECTIVE_ACTION_OPENED: Template(
        Text("纠正预防措施 {{ number }}", "Corrective action {{ number }}"),
        Text(
            "已立项纠正预防措施 {{ number }}，关联工单 {{ tickets }} 件，请分析原因。",
            "Corrective action {{ number }} was opened over {{ tickets }} ticket(s): its cause is to be analysed.",
        ),
    ),
    TemplateName.CORRECTIVE_ACTION_OVERDUE: Template(
        Text("纠正预防措施逾期 {{ number }}", "Corrective action overdue: {{ number }}"),
        Text(
            "纠正预防措施 {{ number }} 已过完成期限，尚未完成。",
            "Corrective action {{ number }} has passed its deadline and is not done.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.QUALITY_SAMPLE_SCORED: Template(
        Text("接待评分待阅 {{ number }}", "A contact of yours was scored: {{ number }}"),
        Text(
            "{{ month }} 抽查到您的接待（{{ number }}），已评分，请查看并确认；您可以留言。",
            "Your contact {{ number }} was among those drawn for {{ month }} and has been scored: "
            "please look at it and confirm; you may comment.",
        ),
    ),
    TemplateName.SURVEY_OPENED: Template(
        Text("满意度调查已开始", "The survey has begun"),
        Text(
            "“{{ title }}”已开始，须向 {{ asked }} 户发放问卷。",
            "“{{ title }}” has begun: {{ asked }} households are to be given the paper.",
        ),
    ),
    TemplateName.SURVEY_CLOSED: Template(
        Text("满意度调查已结束", "The survey has ended"),
        Text(
            "“{{ title }}”已结束：回收 {{ answered }} 份，有效 {{ valid }} 份，满意率 {{ satisfaction }}，"
            "还有 {{ visits_waiting }} 户待回访。",
            "“{{ title }}” has ended: {{ answered }} papers, {{ valid }} valid, satisfaction {{ satisfaction }}; "
            "{{ visits_waiting }} households are still to be visited.",
        ),
    ),
    TemplateName.INCIDENT_RAISED: Template(
        Text("突发事件 {{ number }}", "Incident {{ number }}"),
        Text(
            "公共安全事件{% if room_code %}（{{ room_code }}）{% endif %}：请立即查看工单 {{ number }}。",
            "Public safety{% if room_code %} at {{ room_code }}{% endif %}: please see to {{ number }} at once.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.SURVEY_INVITATION: Template(
        Text("请您参加满意度调查", "You are asked for your opinion"),
        Text(
            "“{{ title }}”抽中了 {{ room_code }}。问卷由工作人员送上门，请填好并签名"
            "{% if closes_on %}，于 {{ closes_on }} 前交回{% endif %}；未签名的问卷无效。",
            "“{{ title }}” has drawn {{ room_code }}. Our staff bring you the paper; please fill it in, sign it"
            "{% if closes_on %} and return it by {{ closes_on }}{% endif %}. Unsigned papers are not valid.",
        ),
        standing=Standing.OPTIONAL,
    ),
    TemplateName.CHARGE_POSTED: Template(
        Text("新费用 {{ amount }} 元", "New charge: CNY {{ amount }}"),
        Text(
            "{{ room_code }} 新增费用 {{ amount }} 元，请于 {{ due_on }} 前缴纳。",
            "A charge of CNY {{ amount }} was entered for {{ room_code }}, due on {{ due_on }}.",
        ),
    ),
    TemplateName.PAYMENT_RECEIVED: Template(
        Text("已收款 {{ amount }} 元", "CNY {{ amount }} received"),
        Text(
            "已收到 {{ room_code }} 缴款 {{ amount }} 元，收据号 {{ receipt_number }}。",
            "CNY {{ amount }} was received for {{ room_code }}, receipt {{ receipt_number }}.",
        ),
    ),
    TemplateName.DEPOSIT_REFUNDED: Template(
        Text("押金结清 {{ paid }} 元", "Deposit of CNY {{ paid }} settled"),
        Text(
            "{{ room_code }} 的押金 {{ paid }} 元"
            "{% if deducted %}，扣除 {{ deducted }} 元{% endif %}"
            "{% if refunded %}，已退还 {{ refunded }} 元，凭证号 {{ voucher_number }}"
            "{% else %}，无余额退还{% endif %}。",
            "Of the deposit of CNY {{ paid }} for {{ room_code }}"
            "{% if deducted %}, CNY {{ deducted }} was kept and{% endif %}"
            "{% if refunded %} CNY {{ refunded }} was paid back, voucher {{ voucher_number }}"
            "{% else %} nothing is left to pay back{% endif %}.",
        ),
    ),
    TemplateName.RENOVATION_SUBMITTED: Template(
        Text("装修申报 {{ number }}", "Renovation application {{ number }}"),
        Text(
            "{{ room_code }} 提交了装修申报 {{ number }}，请审核。",
            "{{ room_code }} applied to renovate ({{ number }}): review it.",
        ),
    ),
    TemplateName.RENOVATION_REVISION_ASKED: Template(
        Text("装修申报须修改 {{ number }}", "Renovation {{ number }}: a change is asked"),
        Text(
            "装修申报 {{ number }} 须修改后重新提交，请与前台联系。",
            "Application {{ number }} needs a change before approval; please see the front desk.",
        ),
    ),
    TemplateName.RENOVATION_APPROVED: Template(
        Text("装修申报已批准 {{ number }}", "Renovation {{ number }} approved"),
        Text(
            "装修申报 {{ number }} 已批准。缴清押金、垃圾清运费和出入证费后领取施工许可证。",
            "Application {{ number }} is approved. "
            "The permit is issued once deposit, rubbish removal and pass fees are paid.",
        ),
    ),
    TemplateName.RENOVATION_REJECTED: Template(
        Text("装修申报未通过 {{ number }}", "Renovation {{ number }} refused"),
        Text(
            "装修申报 {{ number }} 未获批准，请与前台联系。",
            "Application {{ number }} was refused; please see the front desk.",
        ),
    ),
    TemplateName.RENOVATION_PERMITTED: Template(
        Text("施工许可证 {{ permit_number }}", "Construction permit {{ permit_number }}"),
        Text(
            "施工许可证 {{ permit_number }} 已签发，有效期 {{ valid_from }} 至 {{ valid_until }}，请张贴于门外。",
            "Construction permit {{ permit_number }} is issued, valid {{ valid_from }} to {{ valid_until }}; "
            "post it at the door.",
        ),
    ),
    TemplateName.RENOVATION_SUSPENDED: Template(
        Text("停工 {{ number }}", "Works stopped: {{ number }}"),
        Text(
            "{{ room_code }} 的装修 {{ number }} 已责令停工，施工人员出入证暂停使用。",
            "The works at {{ room_code }} ({{ number }}) are stopped and the worker passes suspended.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.RENOVATION_RESUMED: Template(
        Text("复工 {{ number }}", "Works may go on: {{ number }}"),
        Text(
            "{{ room_code }} 的装修 {{ number }} 可以复工。", "The works at {{ room_code }} ({{ number }}) may go on."
        ),
    ),
    TemplateName.RENOVATION_VIOLATION: Template(
        Text("装修违规 {{ number }}", "Renovation breach: {{ number }}"),
        Text(
            "{{ room_code }} 装修 {{ number }} 发现违规{% if serious %}（严重）{% endif %}，请处理。",
            "A {% if serious %}serious {% endif %}breach was found in renovation {{ number }} at {{ room_code }}.",
        ),
        Urgency.URGENT,
    ),
    TemplateName.ARCHIVE_LOAN_DUE: Template(
        Text("档案应还 {{ number }}", "File due back: {{ number }}"),
        Text(
            "档案 {{ number }} 应于 {{ due_on }} 归还"
            "{% if days_overdue %}，已逾期 {{ days_overdue }} 天{% endif %}，请催还。",
            "File {{ number }} is due back on {{ due_on }}"
            "{% if days_overdue %}: {{ days_overdue }} day(s) overdue{% endif %}. Please see that it returns.",
        ),
    ),
    TemplateName.ARCHIVE_DESTROYED: Template(
        Text("档案已销毁 {{ number }}", "File destroyed: {{ number }}"),
        Text(
            "档案 {{ number }} 已于 {{ destroyed_on }} 在监销下销毁，共 {{ documents }} 份，销毁登记已归档。",
            "File {{ number }} was destroyed under witness on {{ destroyed_on }}, {{ documents }} document(s); "
            "the register keeps what they were.",
        ),
    ),
    TemplateName.RENOVATION_WITHDRAWN: Template(
        Text("装修申报已撤回 {{ number }}", "Renovation {{ number }} withdrawn"),
        Text(
            "{{ room_code }} 的装修申报 {{ number }} 在批准后撤回，未缴的押金、垃圾清运费和出入证费应予冲销。",
            "Application {{ number }} of {{ room_code }} was withdrawn after its approval: "
            "deposit, rubbish removal and pass fees that are not paid are to be reversed.",
        ),
    ),
    TemplateName.RENOVATION_EXTENSION_DUE: Template(
        Text(
            "施工许可证{% if expired %}已到期{% else %}即将到期{% endif %} {{ permit_number }}",
            "Construction permit {{ permit_number }} {% if expired %}has ended{% else %}ends soon{% endif %}",
        ),
        Text(
            "{{ room_code }} 的施工许可证 {{ permit_number }} 有效期至 {{ valid_until }}。"
            "{% if expired %}已逾期，须立即停工；继续施工请办理延期。"
            "{% else %}如需继续施工，请提前办理延期。{% endif %}",
            "Construction permit {{ permit_number }} of {{ room_code }} is valid until {{ valid_until }}. "
            "{% if expired %}It is over: works must stop until an extension is approved."
            "{% else %}Ask for an extension if the works take longer.{% endif %}",
        ),
    ),
    TemplateName.RENOVATION_COMPLETED: Template(
        Text("装修竣工 {{ number }}", "Renovation {{ number }} completed"),
        Text(
            "{{ room_code }} 的装修 {{ number }} 已通过竣工验收。"
            "装修押金{% if deducted %}扣除 {{ deducted }} 元后{% endif %}将予退还。",
            "The renovation {{ number }} of {{ room_code }} is completed. "
            "The deposit{% if deducted %} less CNY {{ deducted }}{% endif %} will be paid back.",
        ),
    ),
    TemplateName.HOT_WORK_PERMITTED: Template(
        Text("动火许可 {{ number }}", "Hot-work permit {{ number }}"),
        Text(
            "{{ room_code }} 的动火作业 {{ number }} 已获批准，时段 {{ begins }} 至 {{ ends }}，逾时失效。",
            "Hot work {{ number }} at {{ room_code }} is permitted from {{ begins }} to {{ ends }}; "
            "the permit voids itself at its end.",
        ),
    ),
    TemplateName.HOT_WORK_ENDED: Template(
        Text("动火许可已结束 {{ number }}", "Hot-work permit {{ number }} has ended"),
        Text(
            "{{ room_code }} 的动火许可 {{ number }} 已结束"
            "{% if outcome == 'checked' %}，现场已检查。{% else %}，现场须检查。{% endif %}",
            "The hot-work permit {{ number }} at {{ room_code }} has ended"
            "{% if outcome == 'checked' %}; the place was checked.{% else %}: the place has to be checked.{% endif %}",
        ),
    ),
    TemplateName.PASS_ISSUED: Template(
        Text("出入证已签发 {{ number }}", "Pass {{ number }} issued"),
        Text(
            "{{ room_code }} 的出入证 {{ number }} 已签发{% if valid_until %}，有效期至 {{ valid_until }}{% endif %}。",
            "Pass {{ number }} for {{ room_code }} was issued"
            "{% if valid_until %}, valid until {{ valid_until }}{% endif %}.",
        ),
    ),
    TemplateName.MOVE_IN_COMPLETED: Template(
        Text("欢迎入住 {{ room_code }}", "Welcome to {{ room_code }}"),
        Text(
            "欢迎入住！{{ room_code }} 已于 {{ handed_over_on }} 交接（交接单 {{ number }}）。"
            "物业费自该日起计，报修、缴费和咨询请随时联系前台。",
            "Welcome home! {{ room_code }} was handed over on {{ handed_over_on }} (form {{ number }}). "
            "Fees count from that day; the front desk is there for repairs, payments and questions.",
        ),
    ),
    TemplateName.DEFECT_RAISED: Template(
        Text("房屋缺陷已登记 {{ number }}", "Defect {{ number }} on record"),
        Text(
            "{{ room_code }} 的缺陷 {{ number }} 已通知开发商，整改期限 {{ deadline_on }}；完工后请您复验。",
            "Defect {{ number }} of {{ room_code }} went to the developer, to be put right by {{ deadline_on }}; "
            "you will be invited to look at it again.",
        ),
    ),
    TemplateName.DEFECT_TO_SEND: Template(
        Text("请送达整改通知 {{ number }}", "Rectification notice {{ number }} to deliver"),
        Text(
            "请将 {{ room_code }} 的整改通知单 {{ number }} 送达开发商"
            "{% if contractor %}（施工单位：{{ contractor }}）{% endif %}，期限 {{ deadline_on }}。",
            "Deliver rectification notice {{ number }} for {{ room_code }} to the developer"
            "{% if contractor %} (contractor: {{ contractor }}){% endif %}; deadline {{ deadline_on }}.",
        ),
    ),
    TemplateName.DEFECT_CURED: Template(
        Text("缺陷已整改 {{ number }}", "Defect {{ number }} is cured"),
        Text(
            "{{ room_code }} 的缺陷 {{ number }} 已于 {{ cured_on }} 由业主复验确认整改合格。",
            "Defect {{ number }} of {{ room_code }} was confirmed as cured by the owner on {{ cured_on }}.",
        ),
    ),
}
