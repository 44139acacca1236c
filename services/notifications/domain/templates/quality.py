"""What the quality loop tells."""

from collections.abc import Mapping

from services.notifications.domain.delivery import Urgency
from services.notifications.domain.templates.base import Standing, Template, TemplateName
from shared.kernel.text import Text

QUALITY: Mapping[TemplateName, Template] = {
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
}
