"""A ticket's history as lines that a person reads, in both languages. Source: handbook T-01, T-08, T-09."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.domain.labels import CODE_TABLES, label
from services.tickets.requests.domain.contents import content_line
from shared.kernel.moments import local_minute
from shared.kernel.money import format_yuan
from shared.kernel.text import Locale, Text


class Step(StrEnum):
    """What history holds besides the actions of people."""

    OPEN = "open"
    BREACH = "breach"
    BREACH_NEAR = "breach_near"
    CHARGED = "charged"
    PAID = "paid"
    FOLLOW_UP = "follow_up"
    REWORK = "rework"
    ANSWER_SLIP = "answer_slip"
    GROW = "grow"
    PROMISES_BROKEN = "promises_broken"
    MERGED_IN = "merged_in"
    SPLIT_FROM = "split_from"
    NOTE = "note"
    ATTACH = "attach"
    ROOM_RENAMED = "room_renamed"
    CHECK_ARRIVAL = "check_arrival"
    CONFIRM_WITH_BOTH = "confirm_with_both"


_LINES: Mapping[str, Text] = {
    "open": Text(zh="{actor}受理了工单", en="{actor} took the request in"),
    "dispatch": Text(
        zh="{actor}派工给{assignee}（{department}）", en="{actor} dispatched it to {assignee} ({department})"
    ),
    "accept": Text(zh="{actor}接单", en="{actor} accepted it"),
    "arrive": Text(zh="{actor}到场", en="{actor} arrived on site"),
    "appoint": Text(
        zh="{actor}登记预约：{starts_at}（{asked_by}）", en="{actor} noted an appointment: {starts_at} ({asked_by})"
    ),
    "confirm_appointment": Text(zh="{actor}确认预约：{starts_at}", en="{actor} confirmed the appointment: {starts_at}"),
    "respond": Text(zh="{actor}已答复报事人", en="{actor} replied to the requester"),
    "quote": Text(zh="{actor}报价 {amount}", en="{actor} quoted {amount}"),
    "approve_quote": Text(
        zh="业户接受报价 {amount}，{actor}记录", en="The resident accepted {amount}, recorded by {actor}"
    ),
    "decline_quote": Text(
        zh="业户谢绝报价 {amount}，{actor}记录", en="The resident declined {amount}, recorded by {actor}"
    ),
    "withdraw_agreement": Text(
        zh="业户撤回对 {amount} 的确认，{actor}记录",
        en="The resident took back the acceptance of {amount}, recorded by {actor}",
    ),
    "complete": Text(zh="{actor}完工", en="{actor} completed the work"),
    "close": Text(zh="{actor}已告知报事人并关闭", en="{actor} told the requester the result and closed it"),
    "reopen": Text(zh="业户不满意，{actor}要求返工", en="Not satisfied: {actor} sent it back to work"),
    "answer": Text(
        zh="{actor}按答案库第 {number} 版答复并关闭",
        en="{actor} answered it out of the answer book (version {number}) and closed it",
    ),
    "answer_directly": Text(zh="{actor}当场答复并关闭", en="{actor} answered it at once and closed it"),
    "dismiss": Text(zh="{actor}关闭：{outcome}", en="{actor} closed it: {outcome}"),
    "update": Text(zh="{actor}修改了：{fields}", en="{actor} changed: {fields}"),
    "hand_over": Text(
        zh="{actor}移交责任人：{from_owner} → {to_owner}", en="{actor} handed ownership over: {from_owner} → {to_owner}"
    ),
    "breach": Text(zh="{clock}时限已过（{due_at}）", en="The {clock} limit passed ({due_at})"),
    "breach_near": Text(zh="{clock}时限将到（{due_at}）", en="The {clock} limit is near ({due_at})"),
    "pause": Text(zh="{actor}暂停计时：{pause_reason}", en="{actor} paused the clocks: {pause_reason}"),
    "resume": Text(zh="{actor}恢复计时，暂停自 {paused_at}", en="{actor} resumed the clocks, paused since {paused_at}"),
    "charged": Text(zh="已记账 {amount}", en="Charged {amount}"),
    "paid": Text(zh="已付清 {amount}", en="Paid in full: {amount}"),
    "follow_up": Text(zh="{actor}回访：{result}", en="{actor} followed up: {result}"),
    "rework": Text(zh="返工单 {number}", en="Rework ticket {number}"),
    "escalate": Text(
        zh="{actor}升级到{level}：{cause}（联系单 {slip}）", en="{actor} took it up to {level}: {cause} (slip {slip})"
    ),
    "answer_slip": Text(zh="{actor}答复联系单 {slip}", en="{actor} answered slip {slip}"),
    "grow": Text(
        zh="投诉满一个月未解决，由{severity}升为重大",
        en="Open for a month: the complaint went from {severity} to major",
    ),
    "promises_broken": Text(
        zh="已有 {count} 次承诺未兑现，投诉由{severity}升为重大",
        en="{count} promises were not kept: the complaint went from {severity} to major",
    ),
    "judge": Text(zh="{actor}判定：{validity}", en="{actor} judged it {validity}"),
    "report_progress": Text(zh="{actor}{audience}", en="{actor} {audience}"),
    "cannot_attend": Text(
        zh="{actor}不能按时到场，须回电业户", en="{actor} can't be there in time: the centre calls back"
    ),
    "flag_warranty": Text(zh="{actor}标为质保维修", en="{actor} marked it as warranty work"),
    "merge": Text(zh="{actor}并入工单 {number} 并关闭", en="{actor} merged it into {number} and closed it"),
    "merged_in": Text(zh="{actor}并入了工单 {number}", en="{actor} merged {number} into it"),
    "split": Text(zh="{actor}拆分出工单 {number}", en="{actor} split {number} off"),
    "split_from": Text(zh="{actor}从工单 {number} 拆分而来", en="{actor} split it off {number}"),
    "room_renamed": Text(zh="房号由 {before} 改为 {after}", en="The room {before} is called {after} now"),
    "check_arrival": Text(zh="{actor}核实到场：{arrival}", en="{actor} checked the arrival: {arrival}"),
    "confirm_with_both": Text(
        zh="{actor}已与双方确认 {starts_at} 的预约", en="{actor} confirmed {starts_at} with both sides"
    ),
    "note": Text(zh="{actor}写了备注（{visibility}）", en="{actor} wrote a note ({visibility})"),
    "attach": Text(zh="{actor}上传了附件 {filename}（{purpose}）", en="{actor} attached {filename} ({purpose})"),
}
_PEOPLE = ("assignee", "from_owner", "to_owner")
_MOMENTS = ("starts_at", "due_at", "paused_at")
_CODES = {"department": "department", "asked_by": "appointment_asked_by", "outcome": "ticket_outcome",
          "clock": "ticket_clock", "result": "follow_up_result", "level": "escalation_level",
          "cause": "escalation_cause", "severity": "ticket_severity", "validity": "ticket_validity",
          "audience": "progress_audience", "visibility": "note_visibility", "purpose": "attachment_purpose",
          "pause_reason": "ticket_pause_reason", "arrival": "arrival_check"}  # fmt: skip
_CHANGED = Text(zh="{actor}修改了 {changes}", en="{actor} changed {changes}")
_CHANGE = Text(zh="{field}：{before} → {after}", en="{field}: {before} → {after}")
_SYSTEM = Text(zh="系统", en="the system")
_DEPARTMENT_ALONE = Text(zh="部门", en="the department")
_FIELDS = "ticket_field"
_ENDS_A_BILL = ("dismiss", "flag_warranty")
_LET_GO = Text(zh="；已确认的 {amount} 不再收取", en="; the {amount} that was accepted is not charged")


def people_in(details: Mapping[str, Any]) -> set[str]:
    """The account ids that a line names."""
    return {details[name] for name in _PEOPLE if details.get(name)}


def line(
    action: str,
    actor_id: str | None,
    details: Mapping[str, Any],
    *,
    names: Mapping[str, str],
    locale: Locale,
    time_zone: ZoneInfo,
) -> str:
    """One readable line; `names` are display names by account id, an unknown account is told by its id."""
    places: dict[str, object] = {"actor": names.get(actor_id, actor_id) if actor_id else _SYSTEM.pick(locale)}
    for name, content in details.items():
        if name in _PEOPLE:
            places[name] = names.get(content, content) if content else _DEPARTMENT_ALONE.pick(locale)
        elif name in _MOMENTS:
            places[name] = local_minute(datetime.fromisoformat(content), time_zone)
        elif name in _CODES:
            places[name] = label(_CODES[name], content, locale)
        elif name == "amount_fen":
            places["amount"] = format_yuan(content, locale)
        elif name == "fields":
            places[name] = _joined([label(_FIELDS, field, locale) for field in content], locale)
        elif name == "changes":
            places[name] = _changes(content, locale, time_zone)
        else:
            places[name] = content
    said = (_CHANGED if "changes" in details else _LINES[action]).pick(locale, **places)
    return said + _LET_GO.pick(locale, **places) if action in _ENDS_A_BILL and "amount" in places else said


def _changes(changes: Mapping[str, Mapping[str, Any]], locale: Locale, time_zone: ZoneInfo) -> str:
    """What each field was, and is now, in one order. Corrections of before this was kept name their fields alone."""
    order = list(CODE_TABLES[_FIELDS])
    told = [
        _CHANGE.pick(
            locale,
            field=label(_FIELDS, name, locale),
            before=content_line(name, change["from"], locale, time_zone),
            after=content_line(name, change["to"], locale, time_zone),
        )
        for name, change in sorted(changes.items(), key=lambda it: order.index(it[0]))
    ]
    return ("; " if locale == "en" else "；").join(told)


def _joined(words: list[str], locale: Locale) -> str:
    return (", " if locale == "en" else "、").join(words)
