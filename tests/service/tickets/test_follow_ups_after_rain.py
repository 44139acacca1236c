"""Leaks are tried by the rain; months reach their share; reworks are read whole. Source: handbook T-16 … T-19."""

from datetime import timedelta
from typing import Any

import pytest

from services.tickets.policies.models import PolicyRow
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.counting import counted
from tests.service.tickets.desk import Desk
from tests.service.tickets.test_follow_ups import record, visited

MONTH = "2026-11"


async def rain(desk: Desk, at: str, kind: str = "rain") -> int:
    answer = await desk.as_("front_desk").post("/v1/weather", json={"kind": kind, "at": at})
    return answer.status_code


async def shown(desk: Desk, visit: dict[str, Any]) -> dict[str, Any]:
    answer = await desk.as_("service_assistant").get(f"/v1/follow-ups/{visit['id']}")
    read: dict[str, Any] = answer.json()
    return read


async def test_a_leak_is_visited_with_the_first_rain_after_its_repair(desk: Desk) -> None:
    assert await rain(desk, "2026-11-22T08:00:00Z") == 201
    visit = await visited(desk, is_leak=True)
    assert (visit["awaits_rain"], visit["due_at"]) == (True, visit["latest_at"])

    desk.rig.clock.advance(timedelta(days=3))
    assert await rain(desk, "2026-11-24T08:00:00Z", "heat") == 201
    assert (await shown(desk, visit))["awaits_rain"] is True
    assert await rain(desk, "2026-11-25T08:00:00Z", "rainstorm") == 201
    assert await rain(desk, "2026-11-26T01:00:00Z") == 201

    left = await shown(desk, visit)
    assert (left["awaits_rain"], left["due_at"]) == (False, "2026-11-25T08:00:00Z")
    await desk.rig.run_job("follow_ups_due")
    assert (await shown(desk, visit))["status"] == "due"


async def test_without_rain_a_leak_is_visited_after_ten_working_days_at_the_latest(desk: Desk) -> None:
    visit = await visited(desk, is_leak=True)
    desk.rig.clock.advance(timedelta(days=14))
    await desk.rig.run_job("follow_ups_due")
    assert ((await shown(desk, visit))["status"], visit["due_at"]) == ("due", "2026-12-07T02:00:00Z")


async def test_rain_elsewhere_tries_no_roof_here(desk: Desk) -> None:
    visit = await visited(desk, is_leak=True)
    desk.rig.clock.advance(timedelta(days=1))
    stranger = desk.as_("manager", community=ELSEWHERE)
    told = {"kind": "rain", "at": "2026-11-23T08:00:00Z"}
    assert (await stranger.post("/v1/weather", json=told)).status_code == 201
    assert (await stranger.post("/v1/weather", json={**told, "community_id": GARDEN})).status_code == 404
    assert (await shown(desk, visit))["awaits_rain"] is True
    assert (await desk.as_("front_desk").get("/v1/weather")).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"kind": "rain", "at": "2026-11-24T08:00:00Z"}, 422, "/at"),
        ({"kind": "frogs", "at": "2026-11-22T08:00:00Z"}, 422, "/kind"),
        ({"kind": "rain", "at": "yesterday"}, 422, "/at"),
        ({"kind": "rain"}, 422, "/at"),
    ],
)
async def test_bad_weather_is_refused_by_its_field(desk: Desk, body: dict[str, str], status: int, pointer: str) -> None:
    answer = await desk.as_("front_desk").post("/v1/weather", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)


async def test_the_same_rain_is_entered_once(desk: Desk) -> None:
    assert [await rain(desk, "2026-11-22T08:00:00Z") for _ in range(2)] == [201, 409]
    with counted(desk.rig) as seen:
        listed = (await desk.as_("front_desk").get("/v1/weather?kind=rain")).json()["items"]
    assert (len(listed), len(seen)) == (1, 1)


async def test_a_month_reaches_its_share_however_the_draw_falls(desk: Desk) -> None:
    for _ in range(4):
        await desk.closed()
    period = {"since": "2026-11-23T00:00:00Z", "until": "2026-11-24T00:00:00Z"}
    report = (await desk.as_("service_lead").get("/v1/follow-ups/coverage", params=period)).json()
    (repairs,) = [line for line in report["classes"] if line["coverage_class"] == "repair"]
    assert (repairs["required_percent"], repairs["closed"]) == (30, 4)
    assert repairs["planned"] >= 2


async def test_the_visits_on_site_that_a_month_lacks_are_drawn(desk: Desk) -> None:
    async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
        values = {"coverage": {"repair": 100}, "on_site_percent": 0}
        tx.session.add(PolicyRow(community_id=GARDEN, follow_up=values, on_site={"households_a_month": 2}))
    for code in ("3#2-5-1", "3#2-5-1", "1#1-2-3", "2#1-4-2"):
        await desk.closed(room_code=code, room_confirmed=True)
    lead = desk.as_("service_lead")
    before = (await lead.get(f"/v1/follow-ups/on-site?month={MONTH}")).json()
    assert (before["planned_households"], before["short_by"]) == (0, 2)

    answer = await lead.post("/v1/follow-ups/on-site-draw", json={"month": MONTH})
    drawn = answer.json()
    assert (len(drawn["follow_up_ids"]), drawn["planned_households"], drawn["short_by"]) == (2, 2, 0)
    again = (await lead.post("/v1/follow-ups/on-site-draw", json={})).json()
    assert again["follow_up_ids"] == []
    visit = await shown(desk, {"id": drawn["follow_up_ids"][0]})
    assert (await record(desk, visit, result="satisfied"))[0] == 422
    assert (await record(desk, visit, result="satisfied", on_site=True))[0] == 200
    with counted(desk.rig) as seen:
        after = (await lead.get(f"/v1/follow-ups/on-site?month={MONTH}")).json()
    assert (after["reached_households"], after["visits"], after["short_by"]) == (1, 1, 1)
    assert len(seen) <= 6
    refused = await desk.as_("service_assistant").post("/v1/follow-ups/on-site-draw", json={})
    assert refused.status_code == 403


async def test_the_chain_of_reworks_is_read_from_any_of_its_tickets(desk: Desk) -> None:
    visit = await visited(desk)
    assert (await desk.show(visit["ticket_id"]))["rework_chain"] == []
    _, done = await record(desk, visit, result="unsatisfied", reason="还漏", on_site=True)
    first, second = visit["ticket_id"], done["rework_ticket_id"]

    chain = (await desk.show(first))["rework_chain"]
    assert [link["ticket_id"] for link in chain] == [first, second]
    assert (await desk.show(second))["rework_chain"] == chain
    assert [(link["rework_count"], link["follow_up_status"], link["reason"]) for link in chain] == [
        (0, "unsatisfied", "还漏"),
        (1, None, None),
    ]
    with counted(desk.rig) as seen:
        await desk.show(second)
    assert sum("RECURSIVE" in statement for statement in seen) <= 1


async def test_rain_that_was_no_rain_is_taken_back_and_the_leak_waits_again(desk: Desk) -> None:
    visit = await visited(desk, is_leak=True)
    desk.rig.clock.advance(timedelta(days=3))
    for at in ("2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z"):
        assert await rain(desk, at) == 201
    assert (await shown(desk, visit))["due_at"] == "2026-11-24T08:00:00Z"
    await desk.rig.run_job("follow_ups_due")
    second, first = (await desk.as_("front_desk").get("/v1/weather")).json()["items"]

    async def withdraw(role: str, entry: dict[str, Any]) -> tuple[int, str]:
        answer = await desk.as_(role).post(f"/v1/weather/{entry['id']}/withdraw", json={"reason": "登记错日期"})
        return answer.status_code, answer.json().get("type", "")

    assert await withdraw("service_assistant", first) == (403, "urn:lobby:problem:not-own-entry")
    assert (await withdraw("front_desk", first))[0] == 200
    left = await shown(desk, visit)
    assert (left["status"], left["awaits_rain"], left["due_at"]) == ("due", False, "2026-11-25T08:00:00Z")
    assert await withdraw("front_desk", first) == (409, "urn:lobby:problem:weather-already-withdrawn")
    assert (await withdraw("service_lead", second))[0] == 200
    left = await shown(desk, visit)
    assert (left["status"], left["awaits_rain"], left["due_at"]) == ("scheduled", True, visit["latest_at"])
    assert await rain(desk, "2026-11-26T01:00:00Z") == 201
    assert (await shown(desk, visit))["due_at"] == "2026-11-26T01:00:00Z"
    book = (await desk.as_("front_desk").get("/v1/weather")).json()["items"]
    assert [entry["withdrawn_reason"] for entry in book] == [None, "登记错日期", "登记错日期"]
