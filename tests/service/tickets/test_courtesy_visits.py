"""Courtesy visits. Source: handbook T-24."""

from datetime import timedelta
from typing import Any

import httpx

from services.tickets.policies.models import PolicyRow
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.counting import counted
from tests.service.tickets.desk import Desk, account

HOMES = [f"5#1-{floor}-1" for floor in range(1, 7)]


async def furnished(desk: Desk, *offices: str) -> None:
    """Six homes besides the three that the desk has, and the offices."""
    for code in HOMES:
        await desk.tell_room(code)
        await desk.tell_household(code, f"业户{code}")
    for code in offices:
        await desk.tell_room(code, kind="office")
        await desk.tell_household(code, f"公司{code}")


async def policy(desk: Desk, **values: Any) -> None:
    async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
        tx.session.add(PolicyRow(community_id=GARDEN, courtesy_visits=values))


async def drawn(desk: Desk, month: str = "2026-11") -> list[dict[str, Any]]:
    answer = await desk.as_("service_lead").post("/v1/courtesy-visits/plans", json={"month": month})
    assert answer.status_code == 201, answer.text
    visits: list[dict[str, Any]] = answer.json()["visits"]
    return visits


async def record(desk: Desk, visit: dict[str, Any], **told: Any) -> httpx.Response:
    body = {"said": "一切都好", **told}
    return await desk.as_("service_assistant").post(f"/v1/courtesy-visits/{visit['id']}/record", json=body)


async def test_an_ordinary_community_calls_on_four_homes_a_month_and_on_others_the_next(desk: Desk) -> None:
    await furnished(desk)
    november = {visit["room_code"] for visit in await drawn(desk)}
    december = {visit["room_code"] for visit in await drawn(desk, "2026-12")}
    assert (len(november), len(december), november & december) == (4, 4, set())
    january = {visit["room_code"] for visit in await drawn(desk, "2027-01")}
    assert (len(january), len(january - november - december)) == (4, 1)


async def test_a_high_end_community_calls_on_five(desk: Desk) -> None:
    await furnished(desk)
    await policy(desk, residences="high_end", high_end_a_month=2)
    assert len(await drawn(desk)) == 5


async def test_each_office_tenant_is_called_on_within_the_quarter_of_a_single_owner(desk: Desk) -> None:
    offices = [f"8#{number}" for number in range(1, 8)]
    await furnished(desk, *offices)
    await policy(desk, offices="single_owner")
    turns = [it["room_code"] for month in ("2027-01", "2027-02", "2027-03") for it in await drawn(desk, month)]
    assert sorted(code for code in turns if code in offices) == offices


async def test_a_visit_is_recorded_once_and_opens_the_ticket_that_was_asked_for(desk: Desk) -> None:
    (visit, *_) = await drawn(desk)
    wanted = {"category": "suggestion", "summary": "增加充电桩", "requester": {"name": "王芳", "phone": "13812345678"}}

    late = (desk.rig.clock.now() + timedelta(hours=1)).isoformat()
    assert (await record(desk, visit, visited_at=late)).json()["errors"][0]["pointer"] == "/visited_at"
    bad = {**wanted, "requester": {"name": "王芳", "phone": "12"}}
    for wrong, pointer in ((bad, "/ticket/requester/phone"), ({**wanted, "severity": "major"}, "/ticket/severity")):
        refused = await record(desk, visit, ticket=wrong)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    made = await record(desk, visit, ticket=wanted, spoke_with="王芳")
    again = await record(desk, visit)

    assert (made.status_code, again.status_code) == (200, 409)
    told = made.json()
    assert (told["status"], told["visited_by"], told["spoke_with"]) == ("made", account("service_assistant"), "王芳")
    ticket = await desk.show(told["ticket_id"])
    assert (ticket["category"], ticket["room_code"], ticket["source"]) == (
        "suggestion",
        visit["room_code"],
        "collected",
    )


async def test_a_planned_visit_is_made_in_the_month_of_its_plan(desk: Desk) -> None:
    (november, *_), (december, *_) = await drawn(desk), await drawn(desk, "2026-12")
    for visit, at in (
        (november, "2003-11-05T10:00:00+08:00"),
        (november, "2026-10-31T23:59:59+08:00"),
        (december, None),
    ):
        refused = await record(desk, visit, **({"visited_at": at} if at else {}))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/visited_at"), at
        assert visit["month"] in refused.json()["detail"]
    assert (await record(desk, november, visited_at="2026-11-01T00:00:00+08:00")).status_code == 200


async def test_a_visit_of_our_own_accord_is_recorded_within_a_month(desk: Desk) -> None:
    client, now = desk.as_("service_assistant"), desk.rig.clock.now()
    body = {"room_code": "3#2-5-1", "said": "节日慰问"}
    long_ago, in_time = [
        await client.post("/v1/courtesy-visits", json={**body, "visited_at": (now - back).isoformat()})
        for back in (timedelta(days=31, seconds=1), timedelta(days=31))
    ]
    assert (long_ago.status_code, long_ago.json()["errors"][0]["pointer"]) == (422, "/visited_at")
    assert (in_time.status_code, in_time.json()["month"]) == (201, "2026-10")


async def test_a_visit_of_our_own_accord_counts_and_is_not_planned_again(desk: Desk) -> None:
    client = desk.as_("service_assistant")
    body = {"room_code": "3#2-5-1", "said": "节日慰问"}
    made = await client.post("/v1/courtesy-visits", json=body)
    assert (made.status_code, made.json()["is_planned"], made.json()["month"]) == (201, False, "2026-11")
    assert (await client.post("/v1/courtesy-visits", json=body)).status_code == 409
    nobody = await client.post("/v1/courtesy-visits", json={**body, "room_code": "9#9"})
    assert (nobody.status_code, nobody.json()["errors"][0]["pointer"]) == (422, "/room_code")
    assert "3#2-5-1" not in {visit["room_code"] for visit in await drawn(desk)}


async def test_a_month_is_drawn_once_and_not_afterwards(desk: Desk) -> None:
    await drawn(desk)
    client = desk.as_("service_lead")
    for body, status in (
        ({"month": "2026-11"}, 409),
        ({"month": "2026-10"}, 422),
        ({"month": "2026-13"}, 422),
        ({"month": "November"}, 422),
        ({}, 422),
    ):
        answer = await client.post("/v1/courtesy-visits/plans", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, "/month"), body
    assert (
        await desk.as_("front_desk").post("/v1/courtesy-visits/plans", json={"month": "2027-01"})
    ).status_code == 403


async def test_the_coverage_says_what_is_asked_and_what_was_reached(desk: Desk) -> None:
    await furnished(desk, "8#1", "8#2")
    for visit in [it for it in await drawn(desk) if it["kind"] == "residence"]:
        assert (await record(desk, visit)).status_code == 200
    client = desk.as_("front_desk")
    with counted(desk.rig) as seen:
        answer = await client.get("/v1/courtesy-visits/coverage?month=2026-11")
    assert len(seen) <= 4
    homes, offices = answer.json()["kinds"]
    assert (homes["wanted"], homes["made"], homes["is_reached"]) == (4, 4, True)
    assert (offices["wanted"], offices["made"], offices["is_reached"], offices["period_months"]) == (2, 0, False, 12)
    with counted(desk.rig) as seen:
        listed = (await client.get("/v1/courtesy-visits?month=2026-11&status=made")).json()["items"]
    assert (len(listed), len(seen)) == (4, 1)


async def test_another_communitys_visit_does_not_exist(desk: Desk) -> None:
    (visit, *_) = await drawn(desk)
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get(f"/v1/courtesy-visits/{visit['id']}")).status_code == 404
    assert (await stranger.post(f"/v1/courtesy-visits/{visit['id']}/record", json={"said": "x"})).status_code == 404
    assert (await stranger.get("/v1/courtesy-visits")).json()["items"] == []
    shown = await desk.as_("front_desk").get(f"/v1/courtesy-visits/{visit['id']}")
    assert (shown.json()["status"], shown.headers["etag"]) == ("planned", '"1"')
