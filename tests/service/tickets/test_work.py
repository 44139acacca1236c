"""From dispatch to completion. Source: handbook T-04 … T-09."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import Desk, account


def clock_of(ticket: dict[str, Any], name: str) -> dict[str, Any]:
    return next(clock for clock in ticket["clocks"] if clock["clock"] == name)


async def test_only_an_active_account_of_the_community_with_a_fitting_role_is_sent(desk: Desk) -> None:
    ticket = await desk.open()
    await desk.tell_account("left", "technician", active=False)
    await desk.tell_account("elsewhere", "technician", community=ELSEWHERE)
    for assignee in ("nobody", "left", "elsewhere", account("security")):
        answer = await desk.as_("service_assistant").post(
            f"/v1/tickets/{ticket['id']}/dispatch", json={"assignee_id": assignee}
        )
        assert answer.status_code == 422, assignee
        assert answer.json()["errors"][0]["pointer"] == "/assignee_id"
    sent = await desk.act(
        "service_assistant", ticket["id"], "dispatch", assignee_id=account("security"), department="security"
    )
    assert (sent["department"], sent["assignee_id"]) == ("security", account("security"))


async def test_the_front_desk_does_not_call_a_technician_directly(desk: Desk) -> None:
    ticket = await desk.open()
    here = f"/v1/tickets/{ticket['id']}/dispatch"
    granted = desk.rig.client("tickets:dispatch", account_id=account("front_desk"), roles=["front_desk"])
    async with granted as client:
        refused = await client.post(here, json={"assignee_id": account("technician")})
        nobody = await client.post(here, json={"note": "谁去都行"})
        taken = await client.post(here, json={"assignee_id": account("service_assistant")})
    assert refused.json()["type"] == "urn:lobby:problem:desk-dispatches-to-assistant"
    assert nobody.status_code == 422
    assert taken.status_code == 200


async def test_what_is_sent_to_a_department_is_taken_up_by_any_of_its_staff(desk: Desk) -> None:
    ticket = await desk.open()
    await desk.act("service_assistant", ticket["id"], "dispatch", department="engineering")
    assert (await desk.as_("security").get(f"/v1/tickets/{ticket['id']}")).status_code == 404
    taken = await desk.act("technician", ticket["id"], "accept")
    assert taken["assignee_id"] == account("technician")
    again = await desk.as_("technician", number=2).post(f"/v1/tickets/{ticket['id']}/accept")
    assert again.status_code == 404


async def test_only_the_assignee_accepts(desk: Desk) -> None:
    ticket = await desk.dispatched()
    answer = await desk.as_("manager").post(f"/v1/tickets/{ticket['id']}/accept")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:lobby:problem:not-the-assignee")
    assert (await desk.show(ticket["id"]))["status"] == "dispatched"


async def test_a_technician_sees_only_what_is_assigned_to_it(desk: Desk) -> None:
    mine, anothers = await desk.dispatched(), await desk.open()
    await desk.act("service_assistant", anothers["id"], "dispatch", assignee_id=account("technician", number=2))
    await desk.open()
    technician = desk.as_("technician")
    listed = (await technician.get("/v1/tickets")).json()["items"]
    assert [item["id"] for item in listed] == [mine["id"]]
    for path in ("", "/history"):
        assert (await technician.get(f"/v1/tickets/{anothers['id']}{path}")).status_code == 404
    assert (await technician.post(f"/v1/tickets/{anothers['id']}/arrive")).status_code == 404


async def test_the_assignee_sees_the_phone_while_the_work_is_open(desk: Desk) -> None:
    ticket = await desk.on_site()
    assert ticket["requester"]["phone"] == "138****5678", "no stored answer holds a phone"
    assert (await desk.show(ticket["id"], "technician"))["requester"]["phone"] == "13812345678"
    assert (await desk.show(ticket["id"], "manager"))["requester"]["phone"] == "138****5678"
    await desk.act("technician", ticket["id"], "complete", work_done="好了", signed_by="王芳")
    shown = await desk.show(ticket["id"], "technician")
    assert shown["requester"]["phone"] == "138****5678"
    assert (shown["payment_status"], shown["charges"]) == (None, [])


async def test_an_emergency_is_met_by_arriving_in_ten_minutes(desk: Desk) -> None:
    ticket = await desk.dispatched(severity="emergency")
    await desk.act("technician", ticket["id"], "accept")
    desk.rig.clock.advance(timedelta(minutes=10))
    arrived = await desk.act("technician", ticket["id"], "arrive")
    clock = clock_of(arrived, "arrive")
    assert clock["met_at"] == clock["due_at"]
    assert clock["breached_at"] is None


async def test_an_agreed_time_moves_the_clock_only_if_the_wait_is_not_ours(desk: Desk) -> None:
    ticket = await desk.open()
    receipt_due = clock_of(ticket, "settle")["due_at"]
    later = desk.rig.clock.now() + timedelta(days=2)
    body = {"starts_at": later.isoformat(), "reason": "缺配件"}
    ours = await desk.act("service_lead", ticket["id"], "appointment", **body, asked_by="us")
    assert clock_of(ours, "settle")["due_at"] == receipt_due
    weather = await desk.act("front_desk", ticket["id"], "appointment", **body, asked_by="circumstances")
    due = (later + timedelta(hours=24)).isoformat().replace("+00:00", "Z")
    assert clock_of(weather, "settle")["due_at"] == due
    assert clock_of(weather, "dispatch")["due_at"] == clock_of(ticket, "dispatch")["due_at"]


async def test_a_time_that_the_resident_asks_for_is_promised_by_the_lead(desk: Desk) -> None:
    ticket = await desk.open()
    later = (desk.rig.clock.now() + timedelta(days=2)).isoformat()
    asked = await desk.act(
        "front_desk", ticket["id"], "appointment", starts_at=later, asked_by="resident", reason="周三在家"
    )
    assert asked["appointment"]["confirmed_by"] is None
    assert clock_of(asked, "settle")["due_at"] == clock_of(ticket, "settle")["due_at"]
    refused = await desk.as_("front_desk").post(f"/v1/tickets/{ticket['id']}/confirm-appointment")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:lobby:problem:lead-decides")
    promised = await desk.act("service_lead", ticket["id"], "confirm-appointment")
    assert promised["appointment"]["confirmed_by"] == account("service_lead")
    assert clock_of(promised, "settle")["due_at"] > clock_of(ticket, "settle")["due_at"]
    assert ["confirm_appointment" in it["actions"] for it in (ticket, asked, promised)] == [False, True, False]
    again = await desk.as_("service_lead").post(f"/v1/tickets/{ticket['id']}/confirm-appointment")
    assert again.status_code == 409


async def test_an_agreed_time_does_not_erase_a_breach(desk: Desk) -> None:
    ticket = await desk.open()
    desk.rig.clock.advance(timedelta(hours=25))
    later = (desk.rig.clock.now() + timedelta(days=1)).isoformat()
    left = await desk.act("service_lead", ticket["id"], "appointment", starts_at=later, asked_by="resident", reason="x")
    assert clock_of(left, "settle")["breached_at"] == clock_of(ticket, "settle")["due_at"]
    assert [told.data["clock"] for told in await desk.rig.told("ticket.breached")] == ["dispatch", "settle"]


@pytest.mark.parametrize(
    "starts_at",
    ["2026-11-23T01:59:59Z", "2027-11-23T00:00:00Z", "2026-11-24T10:00:00", "9999-12-31T23:59:59-12:00", "soon"],
)
async def test_nothing_is_agreed_for_the_past_or_for_never(desk: Desk, starts_at: str) -> None:
    ticket = await desk.open()
    answer = await desk.as_("service_lead").post(
        f"/v1/tickets/{ticket['id']}/appointment", json={"starts_at": starts_at, "asked_by": "us", "reason": "x"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/starts_at"


@pytest.mark.parametrize(
    ("lines", "pointer"),
    [
        ([{"item": "gold_tap", "quantity": 1}], "/lines/0/item"),
        ([{"item": "call_out"}, {"item": "property_fee", "quantity": 1}], "/lines/1/item"),
        ([{"item": "call_out"}, {"item": "call_out"}], "/lines/1/item"),
        ([{"item": "future", "quantity": 1}], "/lines/0/item"),
        ([{"item": "call_out", "quantity": 0}], "/lines/0/quantity"),
        ([{"item": "call_out", "quantity": 10**30}], "/lines/0/quantity"),
        ([], "/lines"),
    ],
)
async def test_a_quote_is_from_the_tariff_in_force(desk: Desk, lines: list[dict[str, Any]], pointer: str) -> None:
    await desk.tell_price("property_fee", 280, unit="m2_month")
    await desk.tell_price("future", 100, valid_from=date(2026, 11, 24))
    ticket = await desk.on_site()
    answer = await desk.as_("technician").post(f"/v1/tickets/{ticket['id']}/quote", json={"lines": lines})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_amounts_are_exact_and_of_the_day(desk: Desk) -> None:
    await desk.tell_price("call_out", 3000, valid_from=date(2026, 11, 24), version=2)
    ticket = await desk.on_site()
    lines = [{"item": "call_out", "quantity": 3}, {"item": "tap_replacement"}]
    today = await desk.act("technician", ticket["id"], "quote", lines=lines)
    desk.rig.clock.advance(timedelta(days=1))
    tomorrow = await desk.act("technician", ticket["id"], "quote", lines=lines)
    assert (today["quoted_fen"], tomorrow["quoted_fen"]) == (3 * 2050 + 8000, 3 * 3000 + 8000)
    assert [quote["decision"] for quote in tomorrow["quotes"]] == ["replaced", "pending"]
    assert [told.data["amount_fen"] for told in await desk.rig.told("ticket.quoted")] == [14_150, 17_000]


async def test_nobody_records_the_acceptance_of_their_own_quote(desk: Desk) -> None:
    ticket = await desk.on_site()
    await desk.act("manager", ticket["id"], "quote", lines=[{"item": "call_out"}])
    answer = await desk.as_("manager").post(
        f"/v1/tickets/{ticket['id']}/approve-quote", json={"accepted_by": "王芳", "statement": "同意"}
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:lobby:problem:own-request")
    assert (await desk.show(ticket["id"]))["status"] == "quoted"


async def test_a_declined_quote_bills_nothing(desk: Desk) -> None:
    ticket = await desk.on_site()
    await desk.act("technician", ticket["id"], "quote", lines=[{"item": "call_out"}])
    left = await desk.act("service_assistant", ticket["id"], "decline-quote", declined_by="王芳", reason="太贵")
    assert (left["status"], left["quoted_fen"], left["quotes"][0]["decision"]) == ("on_site", None, "declined")
    await desk.act("technician", ticket["id"], "complete", work_done="只关了阀门", signed_by="王芳")
    await desk.act("front_desk", ticket["id"], "close", told_requester=True, satisfied=True)
    (closed,) = await desk.rig.told("ticket.closed")
    assert closed.data["billable_items"] == []


async def test_nobody_is_quoted_where_nobody_lives(desk: Desk) -> None:
    await desk.tell_room("3#1-1-1")
    for ticket in (await desk.on_site(room_code="3#1-1-1"), await desk.on_site(room_code=None)):
        answer = await desk.as_("technician").post(
            f"/v1/tickets/{ticket['id']}/quote", json={"lines": [{"item": "call_out"}]}
        )
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:lobby:problem:nobody-pays")


async def test_work_at_home_needs_a_visit_a_signature_and_a_decided_quote(desk: Desk) -> None:
    ticket = await desk.dispatched()
    accepted = await desk.act("technician", ticket["id"], "accept")
    assert "complete" not in accepted["actions"]
    here, done = f"/v1/tickets/{ticket['id']}/complete", {"work_done": "好了"}
    technician = desk.as_("technician")
    unvisited = await technician.post(here, json=done | {"signed_by": "王芳"})
    assert (unvisited.status_code, unvisited.json()["type"]) == (409, "urn:lobby:problem:visit-needed")
    await desk.act("technician", ticket["id"], "arrive")
    unsigned = await technician.post(here, json=done)
    assert (unsigned.status_code, unsigned.json()["errors"][0]["pointer"]) == (422, "/signed_by")
    await desk.act("technician", ticket["id"], "quote", lines=[{"item": "call_out"}])
    undecided = await technician.post(here, json=done | {"signed_by": "王芳"})
    assert (undecided.status_code, undecided.json()["type"]) == (409, "urn:lobby:problem:illegal-transition")


async def test_a_paid_service_is_never_done_without_an_approved_quote(desk: Desk) -> None:
    ticket = await desk.on_site(category="special_service", department="engineering")
    answer = await desk.as_("technician").post(
        f"/v1/tickets/{ticket['id']}/complete", json={"work_done": "擦玻璃", "signed_by": "王芳"}
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:lobby:problem:quote-needed")


async def test_a_complaint_is_settled_without_a_visit(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    await desk.act("service_assistant", ticket["id"], "dispatch", assignee_id=account("manager"))
    await desk.act("manager", ticket["id"], "accept")
    replied = await desk.act("front_desk", ticket["id"], "respond", note="已转经理处理")
    assert clock_of(replied, "respond")["met_at"] is not None
    assert replied["version"] == 4
    settled = await desk.act("manager", ticket["id"], "complete", work_done="已与邻居约定时段")
    assert (settled["status"], clock_of(settled, "settle")["breached_at"]) == ("completed", None)
