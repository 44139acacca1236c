"""What was taken in wrong is put right, by whom it may, with the history of it. Source: handbook T-01, T-05, T-12."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.service.tickets.desk import HOME, Desk, account, household, opening
from tests.service.tickets.test_joining import lines

PATH = "/v1/tickets"
ANY = {"If-Match": "*"}


async def correct(desk: Desk, role: str, ticket_id: str, **change: Any) -> httpx.Response:
    return await desk.as_(role).patch(f"{PATH}/{ticket_id}", json=change, headers=ANY)


async def refused(desk: Desk, role: str, ticket_id: str, **change: Any) -> tuple[int, str, str | None]:
    before = await desk.show(ticket_id)
    answer = await correct(desk, role, ticket_id, **change)
    assert await desk.show(ticket_id) == before
    errors = answer.json().get("errors") or [{"pointer": None}]
    return answer.status_code, answer.json()["type"].rpartition(":")[2], errors[0]["pointer"]


async def test_a_repair_that_is_a_complaint_becomes_one_as_from_its_receipt(desk: Desk) -> None:
    ticket = await desk.open()
    desk.rig.clock.advance(timedelta(hours=3))
    as_taken_in = await desk.open(category="complaint", severity="important")
    answer = await correct(desk, "service_lead", ticket["id"], category="complaint", severity="important")
    assert answer.status_code == 200, answer.text
    left = answer.json()
    assert (left["category"], left["nature"], left["department"]) == ("complaint", "important", "customer_service")
    due = {clock["clock"]: clock["due_at"] for clock in left["clocks"]}
    assert (due["respond"], due["settle"]) == ("2026-11-24T02:00:00Z", "2026-11-25T02:00:00Z")
    assert {clock["clock"] for clock in as_taken_in["clocks"]} == set(due)
    told = "service_lead changed category: Repair → Complaint; severity: Minor → Important; "
    assert f"{told}department: Engineering → Customer service" in await lines(desk, ticket["id"])


async def test_the_room_and_the_requester_are_put_right(desk: Desk) -> None:
    ticket = await desk.open()
    moved = await correct(desk, "service_lead", ticket["id"], room_code="1#1-2-3", source="app")
    assert (moved.json()["household_id"], moved.json()["source"]) == (household("1#1-2-3"), "app")
    gone = await correct(desk, "service_lead", ticket["id"], room_code=None)
    assert (gone.json()["room_id"], gone.json()["household_id"]) == (None, None)
    called = await correct(desk, "front_desk", ticket["id"], requester={"name": "陈静", "phone": "13987654321"})
    assert called.json()["requester"] == {"name": "陈静", "phone": "139****4321"}
    history = await lines(desk, ticket["id"])
    assert "front_desk changed requester: 王芳 → 陈静; phone: 138****5678 → 139****4321" in history
    assert f"service_lead changed room: {HOME} → 1#1-2-3; source: Phone → App" in history
    by_name = await desk.as_("front_desk").get(PATH, params={"q": "陈静"})
    assert [item["id"] for item in by_name.json()["items"]] == [ticket["id"]]


async def test_who_may_correct_what_and_until_when(desk: Desk) -> None:
    ticket = await desk.open()
    desk_may_not = ({"category": "help"}, {"room_code": "1#1-2-3"}, {"source": "app"})
    for change in desk_may_not:
        (name,) = change
        assert await refused(desk, "front_desk", ticket["id"], **change) == (403, "lead-decides", f"/{name}")
    lead = "service_lead"
    wrong = await refused(desk, lead, ticket["id"], category="complaint", severity="medium")
    assert wrong == (422, "severity-not-of-category", "/severity")
    assert await refused(desk, lead, ticket["id"], room_code="9#9") == (422, "unknown-room", "/room_code")
    phone = {"name": "王芳", "phone": "12"}
    assert await refused(desk, lead, ticket["id"], requester=phone) == (422, "not-a-phone", "/requester/phone")
    for name in ("category", "source", "requester"):
        assert (await correct(desk, lead, ticket["id"], **{name: None})).status_code == 422

    await desk.act(lead, ticket["id"], "flag-warranty", reason="一年内")
    assert await refused(desk, lead, ticket["id"], category="help") == (409, "not-warranty-work", "/category")
    quoted = await desk.on_site()
    await desk.act("technician", quoted["id"], "quote", lines=[{"item": "tap_replacement", "quantity": 1}])
    assert await refused(desk, lead, quoted["id"], category="help") == (409, "priced-already", "/category")
    assert await refused(desk, lead, quoted["id"], room_code=None) == (409, "priced-already", "/room_code")


async def test_the_department_moves_while_nobody_has_the_work(desk: Desk) -> None:
    ticket = await desk.open()
    moved = await correct(desk, "front_desk", ticket["id"], department="security")
    assert moved.json()["department"] == "security"
    sent = await desk.dispatched()
    kept = await refused(desk, "front_desk", sent["id"], department="security")
    assert kept == (409, "assigned-already", "/department")
    again = await desk.act("service_lead", sent["id"], "dispatch", department="security")
    assert (again["department"], again["assignee_id"]) == ("security", None)


async def test_the_present_owner_is_no_other_one(desk: Desk) -> None:
    ticket = await desk.open()
    same = {"owner_id": account("front_desk")}
    answer = await desk.as_("front_desk").post(f"{PATH}/{ticket['id']}/hand-over", json=same)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/owner_id")
    assert len(await lines(desk, ticket["id"])) == 1


async def test_when_somebody_may_come_is_shown_and_corrected(desk: Desk) -> None:
    window = {"starts_at": "2026-11-24T09:00:00+08:00", "ends_at": "2026-11-24T12:00:00+08:00"}
    ticket = await desk.open(availability=[window])
    shown = [{"starts_at": "2026-11-24T01:00:00Z", "ends_at": "2026-11-24T04:00:00Z"}]
    assert ticket["availability"] == (await desk.show(ticket["id"]))["availability"] == shown
    (listed,) = (await desk.as_("front_desk").get(PATH)).json()["items"]
    assert listed["availability"] == shown
    same = await correct(desk, "front_desk", ticket["id"], availability=[window])
    assert same.headers["etag"] == '"1"'
    assert (await correct(desk, "front_desk", ticket["id"], availability=None)).json()["availability"] == []
    assert (await desk.open())["availability"] == []


@pytest.mark.parametrize(
    ("windows", "pointer"),
    [
        ([("2026-11-23T09:00:00+08:00", "2026-11-23T10:00:00+08:00")], "/availability/0/ends_at"),
        ([("2026-11-24T09:00:00+08:00", "2026-11-24T09:00:00+08:00")], "/availability/0/ends_at"),
        ([("2026-11-24T09:00:00+08:00", "2026-11-24T10:00:00+08:00")] * 6, "/availability"),
        ([("2026-11-24T09:00:00", "2026-11-24T10:00:00+08:00")], "/availability/0/starts_at"),
    ],
)
async def test_a_time_that_suits_nobody_is_refused(desk: Desk, windows: list[tuple[str, str]], pointer: str) -> None:
    given = [{"starts_at": starts_at, "ends_at": ends_at} for starts_at, ends_at in windows]
    answer = await desk.as_("front_desk").post(PATH, json=opening(availability=given))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await desk.rig.told("ticket.opened") == []


async def test_a_name_that_several_bear_asks_for_the_room(desk: Desk) -> None:
    nowhere = opening(room_code=None, requester={"name": "陈静", "phone": "13812345678"})
    answer = await desk.as_("front_desk").post(PATH, json=nowhere)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:lobby:problem:same-name-unconfirmed")
    assert answer.json()["errors"][0]["pointer"] == "/room_code"
    assert (await desk.as_("front_desk").post(PATH, json={**nowhere, "room_confirmed": True})).status_code == 201
    passer_by = opening(room_code=None, requester={"name": "周某", "phone": "13812345678"})
    assert (await desk.as_("front_desk").post(PATH, json=passer_by)).status_code == 201
