"""The ladder's times, progress reports and visits on site as a community sets them. Source: handbook T-12 … T-20."""

from datetime import timedelta
from typing import Any

from tests.service.tickets.desk import Desk, account
from tests.service.tickets.test_escalation import escalate, slips
from tests.service.tickets.test_service_policies import POLICIES, put


async def test_the_defaults_are_the_handbooks(desk: Desk) -> None:
    shown = (await desk.as_("front_desk").get(POLICIES)).json()
    assert shown["escalation"] == {
        "answer_hours": 8, "answer_hours_outside": 24, "say_within_percent": 50, "major_after_days": None,
        "major_after_promises": 2,
    }  # fmt: skip
    assert shown["progress"] == {
        "stages": [
            {"from_day": 3, "every_days": 2},
            {"from_day": 7, "every_days": 3},
            {"from_day": 15, "every_days": 7},
        ],
        "inquiry_hours": 24,
    }
    assert shown["on_site"] == {
        "households_a_month": 30,
        "draw_day": 20, "also": [], "visitors": {"minor": "staff", "important": "lead"},
    }  # fmt: skip


async def test_a_value_set_is_shown_and_taken_back_with_null(desk: Desk) -> None:
    await put(desk, {"escalation": {"answer_hours": 4, "major_after_days": 14}})
    shown = (await desk.as_("manager").get(POLICIES)).json()["escalation"]
    assert (shown["answer_hours"], shown["major_after_days"]) == (4, 14)
    await put(desk, {"escalation": {"answer_hours": 4, "major_after_days": None}})
    shown = (await desk.as_("manager").get(POLICIES)).json()["escalation"]
    assert (shown["answer_hours"], shown["major_after_days"]) == (4, None)


async def test_slips_issued_afterwards_are_answered_within_the_communitys_hours(desk: Desk) -> None:
    """Monday at ten: two working hours end at noon, a quarter of a working day at a quarter past twelve."""
    before, after = [await desk.dispatched(category="complaint", department="engineering") for _ in range(2)]
    _, old = await escalate(desk, "technician", before)
    assert (await put(desk, {"escalation": {"answer_hours": 2, "say_within_percent": 25}})).status_code == 200
    desk.rig.clock.advance(timedelta(hours=2, minutes=16))
    _, new = await escalate(desk, "technician", after)
    assert (old["answer_by"], new["answer_by"]) == ("2026-11-24T01:00:00Z", "2026-11-23T06:16:00Z")
    assert (old["raised_in_time"], new["raised_in_time"]) == (True, False)
    desk.rig.clock.advance(timedelta(hours=2, minutes=1))
    await desk.rig.run_job("slips_unanswered")
    assert [len(await slips(desk, ticket)) for ticket in (before, after)] == [1, 2], "the running one keeps its time"


async def test_a_slip_raised_in_the_evening_has_its_hours_on_the_wall_clock(desk: Desk) -> None:
    """Monday at half past seven in the evening; another community's own limit, then the handbook's 24 h (T-13)."""
    before, after = [await desk.dispatched(category="complaint", department="engineering") for _ in range(2)]
    desk.rig.clock.advance(timedelta(hours=9, minutes=30))
    _, usual = await escalate(desk, "technician", before)
    await put(desk, {"escalation": {"answer_hours_outside": 12}})
    _, shorter = await escalate(desk, "technician", after)
    assert (usual["answer_by"], shorter["answer_by"]) == ("2026-11-24T11:30:00Z", "2026-11-23T23:30:00Z")


async def test_complaints_opened_afterwards_grow_by_the_communitys_days(desk: Desk) -> None:
    before = await desk.open(category="complaint")
    await put(desk, {"escalation": {"major_after_days": 14}})
    after = await desk.open(category="complaint")
    for days, severities in ((13, ("minor", "minor")), (1, ("minor", "major")), (16, ("major", "major"))):
        desk.rig.clock.advance(timedelta(days=days))
        await desk.rig.run_job("complaints_grow")
        assert tuple([(await desk.show(it["id"]))["severity"] for it in (before, after)]) == severities


async def test_progress_is_reported_by_the_communitys_days(desk: Desk) -> None:
    before = await desk.open(category="complaint")
    stages = [{"from_day": 1, "every_days": 1}, {"from_day": 2, "every_days": 10}]
    assert (await put(desk, {"progress": {"stages": stages, "inquiry_hours": 6}})).status_code == 200
    after = await desk.open(category="complaint")
    assert (before["progress_due_at"], after["progress_due_at"]) == ("2026-11-26T02:00:00Z", "2026-11-24T02:00:00Z")
    desk.rig.clock.advance(timedelta(hours=6))
    house = {"audience": "house"}
    due = (await desk.as_("front_desk").get("/v1/tickets/progress-due", params=house)).json()["items"]
    assert [line["ticket_id"] for line in due] == [after["id"]]
    desk.rig.clock.advance(timedelta(days=2))
    left = [await desk.act("front_desk", it["id"], "report-progress", told="配件周三到") for it in (before, after)]
    assert [it["progress_due_at"] for it in left] == ["2026-12-05T02:00:00Z"] * 2, "the next one is the policy's"


async def visit_of(desk: Desk, ticket: dict[str, Any]) -> dict[str, Any]:
    (brief,) = (await desk.show(ticket["id"]))["follow_ups"]
    shown: dict[str, Any] = (await desk.as_("service_lead").get(f"/v1/follow-ups/{brief['id']}")).json()
    return shown


async def test_who_visits_and_what_is_visited_on_site_is_the_communitys(desk: Desk) -> None:
    given: dict[str, Any] = {"category": "complaint", "department": "engineering", "severity": "important"}
    before = await visit_of(desk, await desk.closed(**given))
    assert (before["visitor_level"], before["on_site_required"]) == ("lead", False)
    change = {
        "households_a_month": 2,
        "also": ["important_complaint", "first_rework", "first_rework"],
        "visitors": {"minor": "lead", "important": "manager"},
    }
    set_ = await put(desk, {"on_site": change})
    assert set_.json()["on_site"] == change | {"also": ["first_rework", "important_complaint"], "draw_day": 20}
    after = await visit_of(desk, await desk.closed(**given))
    assert (after["visitor_level"], after["on_site_required"]) == ("manager", True)
    minor = await visit_of(desk, await desk.closed(**{**given, "severity": "minor"}))
    assert (minor["visitor_level"], minor["on_site_required"]) == ("lead", False)
    month = (await desk.as_("service_lead").get("/v1/follow-ups/on-site?month=2026-11")).json()
    assert (month["wanted_households"], month["planned_households"]) == (2, 1)
    unhappy = {"result": "unsatisfied", "reason": "又来了", "on_site": True}
    done = await desk.as_("manager").post(f"/v1/follow-ups/{minor['id']}/record", json=unhappy)
    rework = {"id": done.json()["rework_ticket_id"]}
    await desk.act("service_assistant", rework["id"], "dispatch", assignee_id=account("technician"))
    for verb, body in (("accept", {}), ("arrive", {}), ("complete", {"work_done": "x", "signed_by": "王芳"})):
        await desk.act("technician", rework["id"], verb, **body)
    await desk.act("front_desk", rework["id"], "close", told_requester=True, satisfied=True)
    assert (await visit_of(desk, rework))["on_site_required"] is True
