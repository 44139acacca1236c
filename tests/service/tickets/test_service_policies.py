"""A community's own values: read, set, applied. Source: handbook T-06, T-08, T-13, T-16, T-19, T-21."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import Desk
from tests.service.tickets.test_intake import statements

POLICIES = "/v1/service-policies"
LUNCH = [{"start": "08:00", "end": "12:00"}, {"start": "13:30", "end": "17:30"}]
WEEK = dict.fromkeys(["monday", "tuesday", "wednesday", "thursday", "friday"], LUNCH)


async def put(desk: Desk, change: dict[str, Any], *, role: str = "manager", if_match: str = "*") -> Any:
    return await desk.as_(role).put(POLICIES, json=change, headers={"If-Match": if_match})


async def test_a_community_without_own_values_has_the_handbooks(desk: Desk) -> None:
    answer = await desk.as_("front_desk").get(POLICIES)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"0"')
    shown = answer.json()
    assert shown["community_id"] == GARDEN
    assert shown["follow_up"] == {
        "coverage": {"repair": 30, "other": 10},
        "on_site_percent": 1,
        "failed_contacts": 3,
        "occasion_gap_hours": 4,
        "seed": GARDEN,
    }
    assert shown["repetition"] == {"window_days": 90, "threshold": 3}
    clocks = shown["clocks"]
    assert (clocks["working_hours"], clocks["warning"]["percent"]) == (None, 20)
    assert clocks["from_agreed"] == ["arrive", "settle"]
    limits = {(it["category"], it["severity"], it["clock"]): it for it in clocks["limits"]}
    assert limits["repair", "emergency", "arrive"]["wall_minutes"] == 10
    assert limits["complaint", "major", "settle"]["working_days"] == 3
    assert limits["suggestion", "minor", "dispatch"]["wall_minutes"] == 5


async def test_what_was_read_can_be_set_and_changes_no_value(desk: Desk) -> None:
    shown = (await desk.as_("manager").get(POLICIES)).json()
    body = {section: shown[section] for section in shown if section not in {"community_id", "version"}}
    answer = await put(desk, body, if_match='"0"')
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"'), answer.text
    assert answer.json() == shown | {"version": 1}
    assert (await desk.as_("front_desk").get(POLICIES)).json() == answer.json()


async def test_own_windows_and_limits_run_new_tickets_in_one_read(desk: Desk) -> None:
    """Monday at ten: eight working hours over lunch end on Tuesday at ten; a working day of complaints too."""
    set_ = await put(
        desk,
        {
            "clocks": {
                "working_hours": WEEK,
                "limits": [
                    {"category": "repair", "severity": "minor", "clock": "settle", "working_minutes": 480},
                    {"category": "suggestion", "severity": "minor", "clock": "respond", "working_minutes": 180},
                ],
                "warning": {"minutes": 60},
            }
        },
    )
    assert set_.status_code == 200, set_.text
    with statements(desk) as seen:
        repair = await desk.open()
    assert len(seen) == (4 if "postgresql" in str(desk.rig.service.database.engine.url) else 6), seen
    settle = next(clock for clock in repair["clocks"] if clock["clock"] == "settle")
    assert (settle["due_at"], settle["warn_at"]) == ("2026-11-24T02:00:00Z", "2026-11-24T01:00:00Z")
    idea = await desk.open(category="suggestion")
    respond = next(clock for clock in idea["clocks"] if clock["clock"] == "respond")
    assert respond["due_at"] == "2026-11-23T06:30:00Z"


async def test_running_clocks_keep_their_times_until_they_are_recomputed(desk: Desk) -> None:
    ticket = await desk.dispatched()
    day = [{"category": "repair", "severity": "medium", "clock": "settle", "wall_minutes": 60}]
    await put(desk, {"clocks": {"limits": day}})
    assert (await desk.show(ticket["id"]))["clocks"] == ticket["clocks"]
    changed = await desk.as_("service_lead").patch(
        f"/v1/tickets/{ticket['id']}", json={"severity": "medium"}, headers={"If-Match": "*"}
    )
    settle = next(clock for clock in changed.json()["clocks"] if clock["clock"] == "settle")
    assert settle["due_at"] == "2026-11-23T03:00:00Z"


async def test_a_section_that_is_left_out_stays(desk: Desk) -> None:
    await put(desk, {"clocks": {"working_hours": WEEK}})
    await put(desk, {"follow_up": {"coverage": {"repair": 80}, "failed_contacts": 5}})
    shown = (await desk.as_("manager").get(POLICIES)).json()
    assert shown["version"] == 2
    assert shown["clocks"]["working_hours"]["monday"] == LUNCH
    assert (shown["follow_up"]["coverage"]["repair"], shown["follow_up"]["failed_contacts"]) == (80, 5)
    await put(desk, {"clocks": {}})
    shown = (await desk.as_("manager").get(POLICIES)).json()
    assert shown["clocks"]["working_hours"] is None


async def test_a_stale_or_missing_if_match_sets_nothing(desk: Desk) -> None:
    change = {"repetition": {"window_days": 60}}
    assert (await put(desk, change, if_match='"0"')).status_code == 200
    assert (await put(desk, change, if_match='"0"')).status_code == 412
    assert (await desk.as_("manager").put(POLICIES, json=change)).status_code == 428
    assert (await desk.as_("manager").get(POLICIES)).json()["version"] == 1


async def test_of_those_who_set_it_first_at_once_one_does(desk: Desk) -> None:
    change = {"repetition": {"window_days": 60}}
    answers = await asyncio.gather(*(put(desk, change, if_match='"0"') for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]


async def test_only_who_may_sets_it_and_only_in_an_own_community(desk: Desk) -> None:
    change = {"repetition": {"window_days": 60}}
    assert (await put(desk, change, role="front_desk")).status_code == 403
    assert (await desk.as_("technician").get(POLICIES)).status_code == 403
    elsewhere = await desk.as_("manager").get(POLICIES, params={"community_id": ELSEWHERE})
    assert elsewhere.status_code == 404


CRITERIA = ("greeting", "understanding", "answer", "record")


def _windows(*windows: tuple[str, str]) -> dict[str, Any]:
    return {"clocks": {"working_hours": {"monday": [{"start": start, "end": end} for start, end in windows]}}}


def _limit(**given: Any) -> dict[str, Any]:
    return {"clocks": {"limits": [{"category": "repair", "severity": "minor", "clock": "settle", **given}]}}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (_windows(("08:00", "12:00"), ("11:00", "17:00")), "/clocks/working_hours/monday/1"),
        (_windows(("12:00", "08:00")), "/clocks/working_hours/monday/0"),
        (_windows(("08:00", "08:00")), "/clocks/working_hours/monday/0"),
        (_windows(("08:00+08:00", "17:00+08:00")), "/clocks/working_hours/monday/0"),
        (_windows(("08:00", "08:20")), "/clocks/working_hours/monday/0"),
        (_windows(("noon", "17:00")), "/clocks/working_hours/monday/0/start"),
        ({"clocks": {"working_hours": {}}}, "/clocks/working_hours"),
        ({"clocks": {"working_hours": {"monday": []}}}, "/clocks/working_hours"),
        ({"clocks": {"working_hours": {"someday": LUNCH}}}, "/clocks/working_hours/someday/[key]"),
        (_limit(wall_minutes=0), "/clocks/limits/0/wall_minutes"),
        (_limit(working_minutes=-5), "/clocks/limits/0/working_minutes"),
        (_limit(working_days=10**9), "/clocks/limits/0/working_days"),
        (_limit(), "/clocks/limits/0"),
        (_limit(wall_minutes=5, working_days=1), "/clocks/limits/0"),
        (_limit(wall_minutes=5, severity="major"), "/clocks/limits/0/severity"),
        (_limit(wall_minutes=5, clock="sleep"), "/clocks/limits/0/clock"),
        ({"clocks": {"limits": _limit(wall_minutes=5)["clocks"]["limits"] * 2}}, "/clocks/limits/1"),
        ({"clocks": {"warning": {}}}, "/clocks/warning"),
        ({"clocks": {"warning": {"percent": 51}}}, "/clocks/warning/percent"),
        ({"clocks": {"from_agreed": ["dispatch"]}}, "/clocks/from_agreed/0"),
        ({"follow_up": {"coverage": {"repair": 29}}}, "/follow_up/coverage/repair"),
        ({"follow_up": {"coverage": {"repair": 101}}}, "/follow_up/coverage/repair"),
        ({"follow_up": {"failed_contacts": 2}}, "/follow_up/failed_contacts"),
        ({"repetition": {"window_days": 0}}, "/repetition/window_days"),
        ({"courtesy_visits": {"high_end_a_month": 4}}, "/courtesy_visits/high_end_a_month"),
        ({"courtesy_visits": {"residences": "palace"}}, "/courtesy_visits/residences"),
        ({"quality": {"contacts": 6}}, "/quality/contacts"),
        (
            {"quality": {"weights": dict.fromkeys(("greeting", "understanding", "answer", "record"), 0)}},
            "/quality/weights",
        ),
        ({"escalation": {"answer_hours": 0}}, "/escalation/answer_hours"),
        ({"escalation": {"answer_hours_outside": 169}}, "/escalation/answer_hours_outside"),
        ({"escalation": {"say_within_percent": 101}}, "/escalation/say_within_percent"),
        ({"escalation": {"major_after_days": 32}}, "/escalation/major_after_days"),
        ({"escalation": {"major_after_days": "month"}}, "/escalation/major_after_days"),
        ({"escalation": {"major_after_promises": 1}}, "/escalation/major_after_promises"),
        ({"progress": {"stages": []}}, "/progress/stages"),
        ({"progress": {"stages": [{"from_day": 3}]}}, "/progress/stages/0/every_days"),
        ({"progress": {"stages": [{"from_day": 3, "every_days": 0}]}}, "/progress/stages/0/every_days"),
        ({"progress": {"stages": [{"from_day": 3, "every_days": 2}] * 2}}, "/progress/stages"),
        ({"progress": {"inquiry_hours": 0}}, "/progress/inquiry_hours"),
        ({"on_site": {"households_a_month": 0}}, "/on_site/households_a_month"),
        ({"on_site": {"also": ["palace"]}}, "/on_site/also/0"),
        ({"on_site": {"visitors": {"important": "staff"}}}, "/on_site/visitors/important"),
        ({"on_site": {"visitors": {"major": "lead"}}}, "/on_site/visitors/major"),
        ({"seed": {}}, "/seed"),
    ],
)
async def test_what_can_not_be_kept_names_the_field_and_sets_nothing(
    desk: Desk, change: dict[str, Any], pointer: str
) -> None:
    answer = await put(desk, change)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await desk.as_("manager").get(POLICIES)).json()["version"] == 0


async def test_an_odd_week_in_a_year_unknown_to_the_nation_is_kept(desk: Desk) -> None:
    """A community whose week is one hour on Sundays still has its working days; a year unknown to the nation too."""
    await put(desk, {"clocks": {"working_hours": {"sunday": [{"start": "09:00", "end": "10:00"}]}}})
    desk.rig.clock.advance(timedelta(days=3650))
    complaint = await desk.open(category="complaint", severity="important")
    settle = next(clock for clock in complaint["clocks"] if clock["clock"] == "settle")
    assert settle["due_at"] == "2036-12-07T01:00:00Z"


async def test_whom_courtesy_goes_to_and_what_is_listened_for_is_the_communitys(desk: Desk) -> None:
    change = {
        "courtesy_visits": {"residences": "high_end", "high_end_a_month": 8},
        "quality": {"contacts": 5, "weights": {"greeting": 40}},
    }
    answer = await put(desk, change)
    assert answer.status_code == 200, answer.text
    shown = (await desk.as_("front_desk").get(POLICIES)).json()
    assert shown["courtesy_visits"] == {
        "residences": "high_end", "offices": "several", "high_end_a_month": 8, "ordinary_a_month": 4,
    }  # fmt: skip
    assert shown["quality"] == {
        "contacts": 5, "weights": {"greeting": 40, "understanding": 25, "answer": 35, "record": 20},
    }  # fmt: skip
