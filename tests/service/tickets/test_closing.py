"""Closing, reopening, dismissing, correcting, handing over. Source: handbook T-01, T-11, T-15, T-28."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.residents import HouseholdDeparted, Member
from shared.kernel.ids import new_id
from tests.service.tickets.desk import HOME, Desk, account, household, room


def clock_of(ticket: dict[str, Any], name: str) -> dict[str, Any] | None:
    return next((clock for clock in ticket["clocks"] if clock["clock"] == name), None)


async def test_a_ticket_is_closed_once_the_requester_was_told(desk: Desk) -> None:
    ticket = await desk.completed()
    here = f"/v1/tickets/{ticket['id']}/close"
    client = desk.as_("front_desk")
    untold = await client.post(here, json={"told_requester": False, "satisfied": True})
    assert (untold.status_code, untold.json()["errors"][0]["pointer"]) == (422, "/told_requester")
    told = await client.post(here, json={"told_requester": True, "satisfied": True})
    assert (told.json()["status"], told.json()["outcome"]) == ("closed", "solved")
    again = await client.post(here, json={"told_requester": True, "satisfied": True})
    assert (again.status_code, again.json()["type"]) == (409, "urn:lobby:problem:illegal-transition")
    assert len(await desk.rig.told("ticket.closed")) == 1


async def test_dissatisfied_means_going_again(desk: Desk) -> None:
    ticket = await desk.completed(paid=True)
    back = await desk.act("front_desk", ticket["id"], "close", told_requester=True, satisfied=False, note="还在漏")
    assert (back["status"], back["assignee_id"]) == ("dispatched", account("technician"))
    settle = clock_of(back, "settle")
    assert settle is not None
    assert settle["met_at"] is None
    assert len(await desk.rig.told("ticket.reopened")) == 1
    for verb, body in (("accept", {}), ("arrive", {}), ("complete", {"work_done": "紧了阀", "signed_by": "王芳"})):
        await desk.act("technician", ticket["id"], verb, **body)
    await desk.act("front_desk", ticket["id"], "reopen", reason="还是漏")
    for verb, body in (("accept", {}), ("arrive", {}), ("complete", {"work_done": "换了阀", "signed_by": "王芳"})):
        await desk.act("technician", ticket["id"], verb, **body)
    await desk.act("front_desk", ticket["id"], "close", told_requester=True, satisfied=True)
    (closed,) = await desk.rig.told("ticket.closed")
    assert [item["amount_fen"] for item in closed.data["billable_items"]] == [8000], "what was approved stands"


async def test_a_matter_that_was_not_settled_after_all_runs_out_at_its_first_due_time(desk: Desk) -> None:
    ticket = await desk.completed()
    desk.rig.clock.advance(timedelta(hours=30))
    await desk.act("front_desk", ticket["id"], "reopen", reason="还在漏")
    await desk.rig.run_job("breach_clocks")
    (breached,) = await desk.rig.told("ticket.breached")
    assert (breached.data["clock"], breached.data["due_at"]) == ("settle", "2026-11-24T02:00:00Z")


async def test_a_lead_judges_validity_and_the_explanation_is_on_record(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    here, body = f"/v1/tickets/{ticket['id']}/dismiss", {"outcome": "invalid", "explanation": "不属物业职责，已说明"}
    refused = await desk.as_("front_desk").post(here, json=body)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:lobby:problem:lead-decides")
    unexplained = await desk.as_("service_lead").post(here, json={"outcome": "invalid"})
    assert unexplained.status_code == 422
    dismissed = (await desk.as_("service_lead").post(here, json=body)).json()
    assert (dismissed["status"], dismissed["outcome"]) == ("closed", "invalid")
    assert dismissed["explanation"] == body["explanation"]
    assert all(clock["met_at"] for clock in dismissed["clocks"])
    (closed,) = await desk.rig.told("ticket.closed")
    assert (closed.data["outcome"], closed.data["billable_items"]) == ("invalid", [])
    assert body["explanation"] not in closed.to_bytes().decode()
    assert (await desk.show(ticket["id"]))["follow_ups"] == []


async def test_the_desk_closes_what_is_withdrawn(desk: Desk) -> None:
    ticket = await desk.dispatched()
    left = await desk.act("front_desk", ticket["id"], "dismiss", outcome="withdrawn", explanation="业户自己修好了")
    assert left["outcome"] == "withdrawn"


async def test_who_lives_there_now_pays(desk: Desk) -> None:
    ticket = await desk.completed(paid=True)
    member = Member(person_id=new_id(), role="owner", display_name="王芳", language="zh-CN", channels=[])
    gone = HouseholdDeparted(
        household_id=household(HOME), room_id=room(HOME), room_code=HOME, members=[member],
        payer_id=member.person_id, version=2,
    )  # fmt: skip
    await desk.rig.tell(gone, subject=gone.household_id)
    await desk.act("front_desk", ticket["id"], "close", told_requester=True, satisfied=True)
    (closed,) = await desk.rig.told("ticket.closed")
    assert closed.data["payer_household_id"] == household(HOME), "nobody new: who had the work done"


async def test_a_correction_needs_the_version_it_was_made_from(desk: Desk) -> None:
    ticket = await desk.open()
    here, client = f"/v1/tickets/{ticket['id']}", desk.as_("front_desk")
    missing = await client.patch(here, json={"summary": "卫生间漏水"})
    assert missing.status_code == 428
    first = await client.patch(here, json={"summary": "卫生间漏水", "description": None}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.json()["summary"], first.headers["etag"]) == (200, "卫生间漏水", '"2"')
    stale = await client.patch(here, json={"summary": "别的"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:lobby:problem:stale")
    same = await client.patch(here, json={"summary": "卫生间漏水"}, headers={"If-Match": '"2"'})
    assert same.headers["etag"] == '"2"', "what changes nothing is no change"
    for body in ({"summary": None}, {"severity": None}, {"status": "closed"}):
        assert (await client.patch(here, json=body, headers={"If-Match": "*"})).status_code == 422


async def test_every_verb_refuses_a_stale_version(desk: Desk) -> None:
    ticket = await desk.open()
    stale = {"If-Match": '"9"'}
    lead, here = desk.as_("service_lead"), f"/v1/tickets/{ticket['id']}"
    answers = [
        await lead.post(f"{here}/dispatch", json={"department": "security"}, headers=stale),
        await lead.post(f"{here}/respond", json={}, headers=stale),
        await lead.post(f"{here}/dismiss", json={"outcome": "withdrawn", "explanation": "x"}, headers=stale),
        await lead.post(f"{here}/hand-over", json={"owner_id": account("manager")}, headers=stale),
    ]
    assert [answer.status_code for answer in answers] == [412] * 4
    assert (await desk.show(ticket["id"]))["version"] == 1


async def test_another_severity_recomputes_the_clocks_from_receipt(desk: Desk) -> None:
    ticket = await desk.dispatched()
    desk.rig.clock.advance(timedelta(minutes=30))
    here, change = f"/v1/tickets/{ticket['id']}", {"severity": "emergency"}
    refused = await desk.as_("front_desk").patch(here, json=change, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:lobby:problem:lead-decides")
    raised = (await desk.as_("service_lead").patch(here, json=change, headers={"If-Match": "*"})).json()
    arrive = clock_of(raised, "arrive")
    assert arrive is not None
    assert arrive["breached_at"] == arrive["due_at"] == "2026-11-23T02:10:00Z"
    assert raised["nature"] == "important"
    lowered = (
        await desk.as_("service_lead").patch(here, json={"severity": "medium"}, headers={"If-Match": "*"})
    ).json()
    settle = clock_of(lowered, "settle")
    assert settle is not None
    assert settle["due_at"] == "2026-11-26T02:00:00Z"
    assert clock_of(lowered, "arrive") == arrive, "a breach that happened stays"
    wrong = await desk.as_("service_lead").patch(here, json={"severity": "major"}, headers={"If-Match": "*"})
    assert wrong.status_code == 422


async def test_who_was_there_in_time_did_not_miss_the_emergency(desk: Desk) -> None:
    ticket = await desk.on_site()
    desk.rig.clock.advance(timedelta(hours=1))
    raised = await desk.as_("service_lead").patch(
        f"/v1/tickets/{ticket['id']}", json={"severity": "emergency"}, headers={"If-Match": "*"}
    )
    arrive = clock_of(raised.json(), "arrive")
    assert arrive is not None
    assert (arrive["met_at"], arrive["breached_at"]) == ("2026-11-23T02:00:00Z", None)


async def test_ownership_passes_by_the_owner_or_a_lead_and_stays_in_the_history(desk: Desk) -> None:
    ticket = await desk.open()
    here = f"/v1/tickets/{ticket['id']}/hand-over"
    refused = await desk.as_("service_assistant").post(here, json={"owner_id": account("service_assistant")})
    assert refused.status_code == 403
    unfit = await desk.as_("front_desk").post(here, json={"owner_id": account("technician")})
    assert (unfit.status_code, unfit.json()["errors"][0]["pointer"]) == (422, "/owner_id")
    left = await desk.act("front_desk", ticket["id"], "hand-over", owner_id=account("service_assistant"), note="下班")
    assert left["owner_id"] == account("service_assistant")
    lines = (await desk.as_("front_desk").get(f"/v1/tickets/{ticket['id']}/history")).json()["items"]
    assert lines[-1]["line"] == "front_desk handed ownership over: front_desk → service_assistant"
    assert lines[-1]["note"] == "下班"


@pytest.mark.parametrize("role", ["front_desk", "technician"])
async def test_what_is_not_granted_is_refused(desk: Desk, role: str) -> None:
    ticket = await desk.completed()
    client = desk.as_(role)
    verb, body = ("approve-quote", {"accepted_by": "a", "statement": "b"})
    assert (await client.post(f"/v1/tickets/{ticket['id']}/{verb}", json=body)).status_code == 403
    assert (await client.post(f"/v1/follow-ups/{new_id()}/record", json={"result": "satisfied"})).status_code == 403
