"""Waiting that is not ours: pausing and resuming. Source: handbook T-08, T-28."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import Desk, account

HOUR = timedelta(hours=1)


def clock_of(ticket: dict[str, Any], name: str) -> dict[str, Any]:
    return next(clock for clock in ticket["clocks"] if clock["clock"] == name)


async def test_a_repair_that_waits_for_a_part_is_due_later_by_exactly_the_wait(desk: Desk) -> None:
    """Taken in on Monday at ten, 24 hours to settle; the resident's own tap comes five hours later."""
    ticket = await desk.dispatched()
    desk.rig.clock.advance(HOUR)
    paused = await desk.act("front_desk", ticket["id"], "pause", reason="part", note="业户自购龙头，下午到货")
    assert paused["paused_at"] == "2026-11-23T03:00:00Z"
    assert clock_of(paused, "settle")["paused_at"] == "2026-11-23T03:00:00Z"
    assert "resume" in paused["actions"]
    assert "pause" not in paused["actions"]
    desk.rig.clock.advance(5 * HOUR)
    resumed = await desk.act("front_desk", ticket["id"], "resume", note="已到货")
    settle = clock_of(resumed, "settle")
    assert (settle["due_at"], settle["paused_at"]) == ("2026-11-24T07:00:00Z", None)
    assert settle["warn_at"] == "2026-11-24T02:12:00Z", "the last fifth of the day, later by the wait too"
    (wait,) = (await desk.show(ticket["id"]))["pauses"]
    assert wait == {
        "reason": "part",
        "note": "业户自购龙头，下午到货",
        "started_at": "2026-11-23T03:00:00Z",
        "started_by": account("front_desk"),
        "ended_at": "2026-11-23T08:00:00Z",
        "ended_by": account("front_desk"),
    }


async def test_a_complaint_waits_in_working_time(desk: Desk) -> None:
    """Minor, received at ten: one working day. Paused from four until nine the next morning: two working hours."""
    complaint = await desk.open(category="complaint")
    desk.rig.clock.advance(6 * HOUR)
    await desk.act("front_desk", complaint["id"], "pause", reason="requester")
    desk.rig.clock.advance(17 * HOUR)
    resumed = await desk.act("front_desk", complaint["id"], "resume")
    assert clock_of(resumed, "settle")["due_at"] == "2026-11-24T04:00:00Z"
    assert clock_of(resumed, "respond")["due_at"] == "2026-11-24T02:00:00Z", "a reply waits for nobody"


async def test_nothing_runs_out_and_nothing_is_warned_of_while_it_waits(desk: Desk) -> None:
    ticket = await desk.dispatched()
    await desk.act("front_desk", ticket["id"], "pause", reason="weather")
    desk.rig.clock.advance(timedelta(days=9))
    await desk.rig.run_job("breach_clocks")
    assert not await desk.rig.told("ticket.breached")
    assert not await desk.rig.told("ticket.breach_near")
    await desk.act("front_desk", ticket["id"], "resume")
    desk.rig.clock.advance(timedelta(hours=24))
    await desk.rig.run_job("breach_clocks")
    (near,) = await desk.rig.told("ticket.breach_near")
    assert (near.data["clock"], near.data["due_at"]) == ("settle", "2026-12-03T02:00:00Z")
    desk.rig.clock.advance(timedelta(seconds=1))
    await desk.rig.run_job("breach_clocks")
    (late,) = await desk.rig.told("ticket.breached")
    assert late.data["due_at"] == "2026-12-03T02:00:00Z"


async def test_a_pause_erases_no_breach(desk: Desk) -> None:
    ticket = await desk.dispatched()
    desk.rig.clock.advance(25 * HOUR)
    paused = await desk.act("front_desk", ticket["id"], "pause", reason="neighbours")
    settle = clock_of(paused, "settle")
    assert (settle["breached_at"], settle["paused_at"]) == ("2026-11-24T02:00:00Z", None)
    desk.rig.clock.advance(25 * HOUR)
    resumed = await desk.act("front_desk", ticket["id"], "resume")
    assert clock_of(resumed, "settle") == settle
    assert len(await desk.rig.told("ticket.breached")) == 1


async def test_another_severity_counts_from_receipt_and_keeps_the_pauses(desk: Desk) -> None:
    ticket = await desk.dispatched()
    desk.rig.clock.advance(HOUR)
    await desk.act("front_desk", ticket["id"], "pause", reason="part")
    desk.rig.clock.advance(5 * HOUR)
    await desk.act("front_desk", ticket["id"], "resume")
    for severity, due_at in (("medium", "2026-11-26T07:00:00Z"), ("minor", "2026-11-24T07:00:00Z")):
        version = (await desk.show(ticket["id"]))["version"]
        changed = await desk.as_("service_lead").patch(
            f"/v1/tickets/{ticket['id']}", json={"severity": severity}, headers={"If-Match": f'"{version}"'}
        )
        assert changed.status_code == 200, changed.text
        assert clock_of(changed.json(), "settle")["due_at"] == due_at


async def test_a_severity_changed_while_it_waits_goes_on_waiting(desk: Desk) -> None:
    ticket = await desk.dispatched()
    desk.rig.clock.advance(HOUR)
    await desk.act("front_desk", ticket["id"], "pause", reason="part")
    desk.rig.clock.advance(2 * HOUR)
    lead = desk.as_("service_lead")
    changed = await lead.patch(f"/v1/tickets/{ticket['id']}", json={"severity": "medium"}, headers={"If-Match": "*"})
    assert clock_of(changed.json(), "settle")["paused_at"] == "2026-11-23T03:00:00Z"
    desk.rig.clock.advance(3 * HOUR)
    resumed = await desk.act("front_desk", ticket["id"], "resume")
    assert clock_of(resumed, "settle")["due_at"] == "2026-11-26T07:00:00Z"


async def test_an_emergency_found_while_waiting_is_late_where_it_was_late_before(desk: Desk) -> None:
    """Ten minutes to be on site were over when the wait began."""
    ticket = await desk.dispatched()
    desk.rig.clock.advance(HOUR)
    await desk.act("front_desk", ticket["id"], "pause", reason="part")
    lead = desk.as_("service_lead")
    changed = await lead.patch(f"/v1/tickets/{ticket['id']}", json={"severity": "emergency"}, headers={"If-Match": "*"})
    assert clock_of(changed.json(), "arrive")["breached_at"] == "2026-11-23T02:10:00Z"
    assert clock_of(changed.json(), "settle")["paused_at"] == "2026-11-23T03:00:00Z"


async def test_who_arrives_ends_the_wait(desk: Desk) -> None:
    ticket = await desk.dispatched(severity="emergency")
    desk.rig.clock.advance(timedelta(minutes=5))
    await desk.act("front_desk", ticket["id"], "pause", reason="requester")
    desk.rig.clock.advance(HOUR)
    await desk.act("technician", ticket["id"], "accept")
    there = await desk.act("technician", ticket["id"], "arrive")
    arrive = clock_of(there, "arrive")
    assert there["paused_at"] is None
    assert (arrive["due_at"], arrive["breached_at"]) == ("2026-11-23T03:10:00Z", None)
    assert clock_of(there, "settle")["due_at"] == "2026-11-24T03:00:00Z"


async def test_completing_and_withdrawing_end_the_wait(desk: Desk) -> None:
    on_site, withdrawn = await desk.on_site(), await desk.open()
    for ticket in (on_site, withdrawn):
        await desk.act("front_desk", ticket["id"], "pause", reason="part")
    desk.rig.clock.advance(30 * HOUR)
    done = await desk.act("technician", on_site["id"], "complete", work_done="好了", signed_by="王芳")
    gone = await desk.act("front_desk", withdrawn["id"], "dismiss", outcome="withdrawn", explanation="不修了")
    for ticket in (done, gone):
        settle = clock_of(ticket, "settle")
        assert (ticket["paused_at"], settle["breached_at"]) == (None, None)
        assert settle["due_at"] == "2026-11-25T08:00:00Z"
        (wait,) = (await desk.show(ticket["id"]))["pauses"]
        assert wait["ended_at"] == "2026-11-24T08:00:00Z"


async def test_the_history_tells_who_paused_why_and_who_resumed(desk: Desk) -> None:
    ticket = await desk.dispatched()
    await desk.act("front_desk", ticket["id"], "pause", reason="neighbours", note="楼下周末才在家")
    desk.rig.clock.advance(HOUR)
    await desk.act("service_assistant", ticket["id"], "resume")
    for language, lines in (
        ("zh-CN", ["front_desk暂停计时：须协调邻里", "service_assistant恢复计时，暂停自 2026-11-23 10:00"]),
        (
            "en",
            [
                "front_desk paused the clocks: neighbours must be coordinated",
                "service_assistant resumed the clocks, paused since 2026-11-23 10:00",
            ],
        ),
    ):
        answer = await desk.as_("front_desk", language=language).get(f"/v1/tickets/{ticket['id']}/history")
        items = answer.json()["items"]
        assert [item["line"] for item in items[-2:]] == lines
        assert items[-2]["note"] == "楼下周末才在家"


async def test_of_two_who_pause_at_once_one_does(desk: Desk) -> None:
    ticket = await desk.dispatched()
    path = f"/v1/tickets/{ticket['id']}/pause"
    answers = await asyncio.gather(*(desk.as_("front_desk").post(path, json={"reason": "part"}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len((await desk.show(ticket["id"]))["pauses"]) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("state", "verb", "body", "status", "problem"),
    [
        ("paused", "pause", {"reason": "part"}, 409, "already-paused"),
        ("running", "resume", {}, 409, "not-paused"),
        ("closed", "pause", {"reason": "part"}, 409, "illegal-transition"),
        ("completed", "pause", {"reason": "weather"}, 409, "illegal-transition"),
        ("closed", "resume", {}, 409, "not-paused"),
        ("running", "pause", {}, 422, "/reason"),
        ("running", "pause", {"reason": "lazy"}, 422, "/reason"),
        ("running", "pause", {"reason": "part", "note": ""}, 422, "/note"),
        ("running", "pause", {"reason": "part", "until": "tomorrow"}, 422, "/until"),
        ("paused", "resume", {"note": "x" * 201}, 422, "/note"),
    ],
)
async def test_what_can_not_be_is_refused_and_changes_nothing(
    desk: Desk, state: str, verb: str, body: dict[str, Any], status: int, problem: str
) -> None:
    if state == "closed":
        ticket = await desk.closed()
    else:
        ticket = await (desk.completed() if state == "completed" else desk.dispatched())
    if state == "paused":
        await desk.act("front_desk", ticket["id"], "pause", reason="part")
    before = await desk.show(ticket["id"])
    answer = await desk.as_("front_desk").post(f"/v1/tickets/{ticket['id']}/{verb}", json=body)
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert problem in {told["type"].rpartition(":")[2], *(fault["pointer"] for fault in told.get("errors") or [])}
    assert await desk.show(ticket["id"]) == before


async def test_field_staff_and_other_communities_pause_nothing(desk: Desk) -> None:
    ticket = await desk.dispatched()
    path = f"/v1/tickets/{ticket['id']}/pause"
    assert (await desk.as_("technician").post(path, json={"reason": "part"})).status_code == 403
    stranger = desk.as_("front_desk", community=ELSEWHERE)
    assert (await stranger.post(path, json={"reason": "part"})).status_code == 404


async def test_a_paused_clock_is_not_among_those_that_run_out_next(desk: Desk) -> None:
    ticket = await desk.dispatched()
    today = "/internal/front-desk/today"
    assert (await desk.as_("front_desk").get(today)).json()["due_next"]
    await desk.act("front_desk", ticket["id"], "pause", reason="part")
    assert (await desk.as_("front_desk").get(today)).json()["due_next"] == []
