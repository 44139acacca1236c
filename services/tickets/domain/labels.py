"""Words for the enumerations of tickets, in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.answers.domain.labels import CODES as ANSWERS
from services.tickets.assemblies.domain.labels import LABELS as ASSEMBLY_LABELS
from services.tickets.committee.domain.labels import LABELS as COMMITTEE_LABELS
from services.tickets.corrective_actions.domain.labels import CORRECTIVE_ACTION_CODES
from services.tickets.courtesy_visits.domain.labels import LABELS as COURTESY_LABELS
from services.tickets.domain.duties import VisitorLevel
from services.tickets.escalations.domain.labels import LABELS as ESCALATIONS
from services.tickets.follow_ups.domain.causes import CAUSES
from services.tickets.follow_ups.domain.visits import COVERAGE_CLASSES, FOLLOW_UP_STATUSES, ON_SITE_CASES, Result
from services.tickets.notes.domain.labels import NOTE_TABLES
from services.tickets.patrols.domain.labels import LABELS as PATROL_LABELS
from services.tickets.promises.domain.labels import LABELS as PROMISES
from services.tickets.quality_samples.domain.labels import CODES as QUALITY_SAMPLES
from services.tickets.requests.domain.appointments import AskedBy
from services.tickets.requests.domain.intake import Category, Department, Nature, Severity, Source
from services.tickets.requests.domain.labels import LABELS as CARE
from services.tickets.requests.domain.lifecycle import STATUSES, Action, Outcome
from services.tickets.requests.domain.quoting import Decision
from services.tickets.requests.domain.settlement import PaymentStatus
from services.tickets.surveys.domain.labels import LABELS as SURVEY_LABELS
from services.tickets.weather.domain.labels import LABELS as WEATHER_LABELS
from shared.kernel.text import Locale, Text

CODE_TABLES: Mapping[str, Mapping[Any, Text]] = {
    **NOTE_TABLES,
    "ticket_category": {
        Category.REPAIR: Text(zh="维修", en="Repair"),
        Category.COMPLAINT: Text(zh="投诉", en="Complaint"),
        Category.CONSULTATION: Text(zh="咨询", en="Consultation"),
        Category.PROBLEM_REPORT: Text(zh="反映", en="Problem report"),
        Category.SUGGESTION: Text(zh="建议", en="Suggestion"),
        Category.HELP: Text(zh="求助", en="Help"),
        Category.SPECIAL_SERVICE: Text(zh="特约服务", en="Special (paid) service"),
        Category.PUBLIC_SAFETY: Text(zh="公共安全", en="Public safety"),
        Category.OTHER: Text(zh="其他", en="Other"),
    },
    "ticket_source": {
        Source.PHONE: Text(zh="电话", en="Phone"),
        Source.FRONT_DESK: Text(zh="前台来访", en="Front desk"),
        Source.COLLECTED: Text(zh="主动收集", en="Collected by staff"),
        Source.TOLD_STAFF: Text(zh="告知员工", en="Told to a staff member"),
        Source.WRITTEN: Text(zh="书面", en="Written"),
        Source.COMPANY: Text(zh="公司转办", en="Forwarded by the company"),
        Source.COMMITTEE: Text(zh="业委会", en="Owners' committee"),
        Source.APP: Text(zh="手机应用", en="App"),
        Source.GATE: Text(zh="门岗/监控室", en="Gate or control room"),
    },
    "ticket_nature": {
        Nature.GENERAL: Text(zh="一般", en="General"),
        Nature.IMPORTANT: Text(zh="重要", en="Important"),
    },
    "ticket_severity": {
        Severity.MINOR: Text(zh="轻微", en="Minor"),
        Severity.MEDIUM: Text(zh="中等", en="Medium"),
        Severity.EMERGENCY: Text(zh="紧急", en="Emergency"),
        Severity.IMPORTANT: Text(zh="重要", en="Important"),
        Severity.MAJOR: Text(zh="重大", en="Major"),
    },
    "department": {
        Department.ENGINEERING: Text(zh="工程部", en="Engineering"),
        Department.SECURITY: Text(zh="安管部", en="Security"),
        Department.ENVIRONMENT: Text(zh="环境部", en="Environment"),
        Department.CUSTOMER_SERVICE: Text(zh="客服部", en="Customer service"),
        Department.DEVELOPER: Text(zh="开发商/施工方", en="Developer or contractor"),
    },
    "ticket_status": STATUSES,
    "ticket_action": {
        Action.DISPATCH: Text(zh="派工", en="Dispatch"),
        Action.ACCEPT: Text(zh="接单", en="Accept"),
        Action.ARRIVE: Text(zh="到场", en="Arrive"),
        Action.QUOTE: Text(zh="报价", en="Quote"),
        Action.APPROVE_QUOTE: Text(zh="确认报价", en="Approve the quote"),
        Action.DECLINE_QUOTE: Text(zh="谢绝报价", en="Decline the quote"),
        Action.WITHDRAW_AGREEMENT: Text(zh="撤回确认", en="Take the acceptance back"),
        Action.COMPLETE: Text(zh="完工", en="Complete"),
        Action.CLOSE: Text(zh="告知并关闭", en="Tell and close"),
        Action.REOPEN: Text(zh="返工", en="Reopen"),
        Action.DISMISS: Text(zh="说明并关闭", en="Explain and close"),
        Action.UPDATE: Text(zh="修改", en="Change"),
        Action.APPOINT: Text(zh="预约", en="Make an appointment"),
        Action.CONFIRM_APPOINTMENT: Text(zh="确认预约", en="Confirm the appointment"),
        Action.RESPOND: Text(zh="答复", en="Reply"),
        Action.HAND_OVER: Text(zh="移交", en="Hand over"),
        Action.ANSWER: Text(zh="按答案库答复", en="Answer out of the book"),
        Action.ANSWER_DIRECTLY: Text(zh="答复并关闭", en="Answer and close"),
        Action.ESCALATE: Text(zh="升级", en="Escalate"),
        Action.JUDGE: Text(zh="判定是否有效", en="Judge the validity"),
        Action.REPORT_PROGRESS: Text(zh="通报进展", en="Report the progress"),
        Action.CANNOT_ATTEND: Text(zh="不能按时到场", en="Say that one can't be there in time"),
        Action.FLAG_WARRANTY: Text(zh="标为质保", en="Mark as warranty work"),
        Action.PAUSE: Text(zh="暂停计时", en="Pause the clocks"),
        Action.RESUME: Text(zh="恢复计时", en="Resume the clocks"),
        Action.MERGE: Text(zh="合并", en="Merge"),
        Action.SPLIT: Text(zh="拆分", en="Split"),
    },
    "ticket_outcome": {
        Outcome.SOLVED: Text(zh="已解决", en="Solved"),
        Outcome.INVALID: Text(zh="无效", en="Invalid"),
        Outcome.WITHDRAWN: Text(zh="撤回", en="Withdrawn"),
        Outcome.MERGED: Text(zh="合并", en="Merged"),
    },
    **CARE,
    **ESCALATIONS,
    "ticket_field": {
        "summary": Text(zh="摘要", en="summary"),
        "description": Text(zh="描述", en="description"),
        "category": Text(zh="类别", en="category"),
        "severity": Text(zh="级别", en="severity"),
        "department": Text(zh="部门", en="department"),
        "is_leak": Text(zh="渗漏", en="leak"),
        "room_code": Text(zh="房号", en="room"),
        "source": Text(zh="来源", en="source"),
        "requester_name": Text(zh="报事人", en="requester"),
        "requester_phone": Text(zh="电话", en="phone"),
        "availability": Text(zh="可上门时间", en="when somebody may come"),
        "opened_at": Text(zh="受理时间", en="receipt"),
    },
    "appointment_asked_by": {
        AskedBy.RESIDENT: Text(zh="业户要求", en="asked by the resident"),
        AskedBy.US: Text(zh="我方原因", en="our doing"),
        AskedBy.CIRCUMSTANCES: Text(zh="外部条件", en="outside conditions"),
    },
    "quote_decision": {
        Decision.PENDING: Text(zh="待确认", en="Pending"),
        Decision.APPROVED: Text(zh="已接受", en="Approved"),
        Decision.DECLINED: Text(zh="已谢绝", en="Declined"),
        Decision.REPLACED: Text(zh="已被替换", en="Replaced"),
        Decision.WITHDRAWN: Text(zh="已撤回", en="Taken back"),
    },
    "payment_status": {
        PaymentStatus.NONE: Text(zh="无费用", en="Nothing to pay"),
        PaymentStatus.AWAITING_CHARGE: Text(zh="待记账", en="Waiting for the charge"),
        PaymentStatus.DUE: Text(zh="待付", en="Due"),
        PaymentStatus.PARTLY_PAID: Text(zh="部分已付", en="Partly paid"),
        PaymentStatus.PAID: Text(zh="已付清", en="Paid"),
    },
    "follow_up_cause": CAUSES,
    "visitor_level": {
        VisitorLevel.STAFF: Text(zh="客服人员", en="Service staff"),
        VisitorLevel.LEAD: Text(zh="客服主管", en="Service lead"),
        VisitorLevel.MANAGER: Text(zh="项目负责人", en="Manager"),
    },
    **PROMISES,
    "follow_up_status": FOLLOW_UP_STATUSES,
    "follow_up_class": COVERAGE_CLASSES,
    "on_site_case": ON_SITE_CASES,
    "follow_up_result": {
        Result.SATISFIED: Text(zh="满意", en="satisfied"),
        Result.UNSATISFIED: Text(zh="不满意", en="unsatisfied"),
        Result.UNREACHABLE: Text(zh="联系不上", en="not reached"),
    },
    **PATROL_LABELS,
    **COMMITTEE_LABELS,
    **ANSWERS,
    **CORRECTIVE_ACTION_CODES,
    **WEATHER_LABELS,
    **SURVEY_LABELS,
    **COURTESY_LABELS,
    **ASSEMBLY_LABELS,
    **QUALITY_SAMPLES,
}


def label(table: str, code: str, locale: Locale) -> str:
    """The words of a code; the code itself where an older row has one that is no longer known."""
    words = CODE_TABLES[table].get(code)
    return words.pick(locale) if words else code
