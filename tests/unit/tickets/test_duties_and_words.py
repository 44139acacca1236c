"""Who may be sent; every code has words and every step a line. Source: permissions.md, handbook T-03, T-04."""

from collections.abc import Iterable
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from services.tickets.domain.duties import FITTING, Standing, VisitorLevel
from services.tickets.domain.labels import CODE_TABLES, label
from services.tickets.escalations.domain.ladder import Cause, SlipStatus
from services.tickets.follow_ups.domain.visits import FollowUpStatus, OnSiteCase, Result
from services.tickets.requests.domain.appointments import AskedBy, is_promised_at_once, restarts_clocks
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.history import Step, line, people_in
from services.tickets.requests.domain.intake import (
    Category,
    Department,
    Nature,
    Severity,
    Source,
    department_for,
    nature_of,
)
from services.tickets.requests.domain.lifecycle import Action, Outcome, Status
from services.tickets.requests.domain.pauses import PauseReason
from services.tickets.requests.domain.quoting import Decision
from services.tickets.requests.domain.settlement import PaymentStatus
from shared.kernel.text import Locale

ZONE = ZoneInfo("Asia/Shanghai")
LOCALES: tuple[Locale, ...] = ("zh-CN", "en")


@pytest.mark.parametrize(
    ("role", "departments"),
    [
        ("technician", [Department.ENGINEERING]),
        ("security", [Department.SECURITY]),
        ("environment", [Department.ENVIRONMENT]),
        ("front_desk", [Department.CUSTOMER_SERVICE]),
        ("service_assistant", list(Department)),
        ("cashier", []),
    ],
)
def test_a_role_fits_its_department_and_an_assistant_accompanies_any(role: str, departments: list[Department]) -> None:
    assert Standing("a", [role]).departments == departments
    assert [it for it in FITTING if Standing("a", [role]).fits(it)] == departments


@pytest.mark.parametrize(
    ("roles", "is_field"),
    [
        (["technician"], True),
        (["technician", "security"], True),
        ([], True),
        (["technician", "service_lead"], False),
        (["front_desk"], False),
    ],
)
def test_who_works_in_the_field_alone_sees_only_its_own(roles: list[str], is_field: bool) -> None:
    assert Standing("a", roles).is_field is is_field


@pytest.mark.parametrize("category", Category)
def test_every_category_goes_somewhere(category: Category) -> None:
    assert department_for(category) in Department


def test_incidents_and_grave_matters_are_important() -> None:
    assert nature_of(Category.PUBLIC_SAFETY, Severity.MINOR) is Nature.IMPORTANT
    assert nature_of(Category.REPAIR, Severity.EMERGENCY) is Nature.IMPORTANT
    assert nature_of(Category.COMPLAINT, Severity.MINOR) is Nature.GENERAL


def test_only_a_residents_own_wish_waits_for_the_lead_and_only_our_doing_keeps_the_clock() -> None:
    desk, lead = Standing("a", ["front_desk"]), Standing("b", ["service_lead"])
    assert [is_promised_at_once(asked, desk) for asked in AskedBy] == [False, True, True]
    assert all(is_promised_at_once(asked, lead) for asked in AskedBy)
    assert [restarts_clocks(asked) for asked in AskedBy] == [True, False, True]


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("ticket_category", Category),
        ("ticket_source", Source),
        ("ticket_nature", Nature),
        ("ticket_severity", Severity),
        ("department", Department),
        ("ticket_status", Status),
        ("ticket_action", Action),
        ("ticket_outcome", Outcome),
        ("ticket_clock", Clock),
        ("ticket_pause_reason", PauseReason),
        ("appointment_asked_by", AskedBy),
        ("quote_decision", Decision),
        ("payment_status", PaymentStatus),
        ("visitor_level", VisitorLevel),
        ("follow_up_status", FollowUpStatus),
        ("follow_up_result", Result),
        ("on_site_case", OnSiteCase),
        ("slip_status", SlipStatus),
        ("escalation_cause", Cause),
    ],
)
def test_every_code_has_words_in_both_languages(table: str, codes: Iterable[StrEnum]) -> None:
    assert list(CODE_TABLES[table]) == list(codes)
    for code in codes:
        assert len({label(table, code, locale) for locale in LOCALES} - {""}) == 2


def test_a_code_of_the_past_is_shown_as_it_is() -> None:
    assert label("ticket_clock", "weighing", "en") == "weighing"


DETAILS: dict[str, object] = {
    "assignee": "a2",
    "department": "security",
    "starts_at": "2026-11-23T02:00:00+00:00",
    "due_at": "2026-11-23T02:00:00+00:00",
    "asked_by": "us",
    "amount_fen": 8000,
    "outcome": "invalid",
    "fields": ["severity", "summary"],
    "from_owner": "a1",
    "to_owner": "a2",
    "clock": "settle",
    "result": "satisfied",
    "number": "T261123-0001",
    "level": "lead",
    "cause": "breach",
    "slip": "WL-261123-0001",
    "severity": "minor",
    "validity": "valid",
    "audience": "house",
    "pause_reason": "part",
    "paused_at": "2026-11-23T02:00:00+00:00",
    "count": 2,
    "visibility": "department",
    "filename": "漏水.png",
    "purpose": "damage",
    "before": "3#2-5-1",
    "after": "8#2-5-1",
    "arrival": "absent",
}


@pytest.mark.parametrize("action", [*Action, *Step])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_step_reads_as_a_line(action: str, locale: Locale) -> None:
    words = line(action, "a1", DETAILS, names={"a1": "甲", "a2": "{乙}"}, locale=locale, time_zone=ZONE)
    assert words
    assert "a1" not in words


def test_a_line_names_people_and_local_time() -> None:
    words = line("appoint", None, DETAILS, names={}, locale="en", time_zone=ZONE)
    assert words == "the system noted an appointment: 2026-11-23 10:00 (our doing)"
    alone = line(
        "dispatch", "a1", {"assignee": None, "department": "security"}, names={}, locale="zh-CN", time_zone=ZONE
    )
    assert alone == "a1派工给部门（安管部）"
    assert people_in(DETAILS) == {"a1", "a2"}


def test_a_correction_says_what_was_and_what_is() -> None:
    changes = {
        "severity": {"from": "minor", "to": "medium"},
        "is_leak": {"from": False, "to": True},
        "description": {"from": None, "to": "长" * 81},
        "availability": {
            "from": [],
            "to": [{"starts_at": "2026-11-23T02:00:00Z", "ends_at": "2026-11-23T04:00:00Z"}],
        },
    }
    told = {"fields": sorted(changes), "changes": changes}
    words = line("update", "a1", told, names={"a1": "甲"}, locale="zh-CN", time_zone=ZONE)
    assert words == (
        f"甲修改了 描述：无 → {'长' * 80}…；级别：轻微 → 中等；渗漏：否 → 是；"
        "可上门时间：无 → 2026-11-23 10:00–2026-11-23 12:00"
    )
    words = line("update", "a1", {"changes": {"severity": changes["severity"]}}, names={}, locale="en", time_zone=ZONE)
    assert words == "a1 changed severity: Minor → Medium"
    before_this_was_kept = line("update", "a1", {"fields": ["summary"]}, names={}, locale="en", time_zone=ZONE)
    assert before_this_was_kept == "a1 changed: summary"
