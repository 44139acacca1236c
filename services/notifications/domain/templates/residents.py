"""What residents and access tell: works, files, passes, move-ins, defects."""

from collections.abc import Mapping

from services.notifications.domain.delivery import Urgency
from services.notifications.domain.templates.base import Template, TemplateName
from shared.kernel.text import Text

RESIDENTS: Mapping[TemplateName, Template] = {
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
