"""Did somebody come, and does the agreed time stand? Source: handbook T-07."""

from datetime import timedelta
from typing import Any

import pytest

from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import Desk, account
from tests.service.tickets.test_joining import lines

PATH, TODAY = "/v1/tickets", "/internal/front-desk/today"
A_WHILE = timedelta(minutes=16)


async def listed(desk: Desk, which: str = "arrivals_to_check") -> list[str]:
    today = (await desk.as_("front_desk").get(TODAY)).json()
    return [line["number"] for line in today[which]]


async def test_only_where_somebody_goes_is_an_arrival_checked(desk: Desk) -> None:
    loud = await desk.open(category="complaint", summary="噪音")
    await desk.act("service_lead", loud["id"], "dispatch", department="customer_service")
    danger = await desk.open(category="public_safety", summary="陌生人", room_code=None)
    await desk.act("service_lead", danger["id"], "dispatch", department="security")
    sent = await desk.dispatched()
    assert await listed(desk) == []
    desk.rig.clock.advance(A_WHILE)
    assert await listed(desk) == [danger["number"], sent["number"]]


async def test_a_checked_arrival_is_off_the_list(desk: Desk) -> None:
    sent = await desk.dispatched()
    desk.rig.clock.advance(A_WHILE)
    left = await desk.act("front_desk", sent["id"], "check-arrival", arrived=False, note="业户说没人来")
    assert (left["arrival_found"], left["status"], await listed(desk)) == (False, "dispatched", [])
    desk.rig.clock.advance(A_WHILE)
    assert await listed(desk) == [sent["number"]], "nobody was there: it is checked again"
    await desk.act("front_desk", sent["id"], "check-arrival", arrived=True)
    desk.rig.clock.advance(timedelta(hours=2))
    assert await listed(desk) == []
    assert (await lines(desk, sent["id"]))[-2:] == [
        "front_desk checked the arrival: nobody is there",
        "front_desk checked the arrival: somebody is there",
    ]
    await desk.act("service_lead", sent["id"], "dispatch", assignee_id=account("technician", number=2))
    assert await listed(desk) == [], "counted from the last dispatch"
    desk.rig.clock.advance(A_WHILE)
    assert await listed(desk) == [sent["number"]]


async def test_work_that_is_sent_back_is_awaited_from_then(desk: Desk) -> None:
    start = (desk.rig.clock.now() + timedelta(minutes=30)).isoformat()
    ticket = await desk.dispatched()
    await desk.act("service_lead", ticket["id"], "appointment", starts_at=start, asked_by="us", reason="x")
    desk.rig.clock.advance(timedelta(hours=1))
    assert await listed(desk) == [ticket["number"]]
    for verb, body in (("accept", {}), ("arrive", {}), ("complete", {"work_done": "换阀", "signed_by": "王芳"})):
        await desk.act("technician", ticket["id"], verb, **body)
    back = await desk.act("front_desk", ticket["id"], "reopen", reason="还在滴水")
    assert (back["appointment"], back["dispatched_at"]) == (None, ticket["dispatched_at"])
    assert await listed(desk) == []
    desk.rig.clock.advance(A_WHILE)
    assert await listed(desk) == [ticket["number"]]


async def test_an_agreed_time_is_confirmed_with_both_sides(desk: Desk) -> None:
    ticket = await desk.dispatched()

    async def agree(minutes: int) -> None:
        start = (desk.rig.clock.now() + timedelta(minutes=minutes)).isoformat()
        await desk.act("service_lead", ticket["id"], "appointment", starts_at=start, asked_by="us", reason="x")

    await agree(10)
    assert await listed(desk, "appointments_to_confirm") == [ticket["number"]]
    await desk.act("front_desk", ticket["id"], "confirm-with-both", note="双方都在")
    assert await listed(desk, "appointments_to_confirm") == []
    assert (await lines(desk, ticket["id"]))[-1] == "front_desk confirmed 2026-11-23 10:10 with both sides"
    await agree(12)
    assert await listed(desk, "appointments_to_confirm") == [ticket["number"]], "another time, asked anew"


@pytest.mark.parametrize(
    ("verb", "body", "slug"),
    [("check-arrival", {"arrived": True}, "nobody-awaited"), ("confirm-with-both", {}, "no-time-agreed")],
)
async def test_what_can_not_be_checked(desk: Desk, verb: str, body: dict[str, Any], slug: str) -> None:
    ticket = await desk.open()
    path = f"{PATH}/{ticket['id']}/{verb}"
    refused = await desk.as_("front_desk").post(path, json=body)
    assert (refused.status_code, refused.json()["type"]) == (409, f"urn:lobby:problem:{slug}")
    assert (await desk.as_("front_desk").post(path, json={**body, "note": " "})).status_code == 422
    assert (await desk.as_("technician").post(path, json=body)).status_code == 403
    assert (await desk.as_("manager", community=ELSEWHERE).post(path, json=body)).status_code == 404
    assert (await desk.show(ticket["id"]))["version"] == 1


async def test_a_time_that_has_passed_is_no_fault_of_the_body(desk: Desk) -> None:
    ticket = await desk.open()
    start = (desk.rig.clock.now() + timedelta(minutes=5)).isoformat()
    await desk.act("front_desk", ticket["id"], "appointment", starts_at=start, asked_by="resident", reason="x")
    desk.rig.clock.advance(timedelta(minutes=6))
    for verb in ("confirm-appointment", "confirm-with-both"):
        late = await desk.as_("service_lead").post(f"{PATH}/{ticket['id']}/{verb}", json={})
        assert (late.status_code, late.json()["type"]) == (422, "urn:lobby:problem:appointment-past")
        assert not late.json().get("errors")
