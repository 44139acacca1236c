"""What the resident accepted is what closing charges: all of it, no more, and nothing of it vanishes. Handbook T-09."""

from typing import Any

import pytest

from tests.service.tickets.desk import Desk

TAP = "tap_replacement"


async def quoted(desk: Desk, ticket_id: str, quantity: int) -> None:
    await desk.act("technician", ticket_id, "quote", lines=[{"item": TAP, "quantity": quantity}])


async def agreed(desk: Desk, ticket_id: str, quantity: int) -> dict[str, Any]:
    await quoted(desk, ticket_id, quantity)
    return await desk.act("service_assistant", ticket_id, "approve-quote", accepted_by="王芳", statement="同意")


async def done(desk: Desk, ticket_id: str, used: str | None = None) -> dict[str, Any]:
    line = {"kind": "material", "item": "龙头", "quantity": used, "unit": "个", "tariff_item": TAP}
    lines = [line] if used else []
    return await desk.act("technician", ticket_id, "complete", work_done="换好", signed_by="王芳", lines=lines)


async def gone_again(desk: Desk, ticket_id: str) -> None:
    await desk.act("front_desk", ticket_id, "reopen", reason="还在滴水")
    await desk.act("technician", ticket_id, "accept")
    await desk.act("technician", ticket_id, "arrive")


async def charged(desk: Desk, ticket_id: str) -> list[tuple[int, int]]:
    await desk.act("front_desk", ticket_id, "close", told_requester=True, satisfied=True)
    closed = (await desk.rig.told("ticket.closed"))[-1]
    return [(line["quantity"], line["amount_fen"]) for line in closed.data["billable_items"]]


async def test_a_second_accepted_quote_adds_to_the_first(desk: Desk) -> None:
    ticket_id = (await desk.on_site())["id"]
    await agreed(desk, ticket_id, 2)
    await done(desk, ticket_id, "2")
    await gone_again(desk, ticket_id)
    both = await agreed(desk, ticket_id, 1)
    assert (both["quoted_fen"], both["billable_fen"]) == (24_000, 24_000)
    answer = await desk.as_("technician").post(
        f"/v1/tickets/{ticket_id}/complete",
        json={
            "work_done": "换好",
            "signed_by": "王芳",
            "lines": [{"kind": "material", "item": "龙头", "quantity": "2", "unit": "个", "tariff_item": TAP}],
        },
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "/lines/0/quantity")
    signed = await done(desk, ticket_id, "1")
    assert [[line["used"] for line in quote["lines"]] for quote in signed["quotes"]] == [["2"], ["1"]]
    assert await charged(desk, ticket_id) == [(3, 24_000)]


async def test_less_used_than_accepted_is_less_charged_and_signed_for(desk: Desk) -> None:
    ticket_id = (await desk.on_site())["id"]
    await agreed(desk, ticket_id, 3)
    signed = await done(desk, ticket_id, "1")
    assert (signed["billable_fen"], signed["quoted_fen"]) == (8000, 24_000)
    assert await charged(desk, ticket_id) == [(1, 8000)]
    assert (await desk.show(ticket_id))["payment_status"] == "awaiting_charge"


async def test_a_supplement_is_quoted_while_the_work_is_agreed(desk: Desk) -> None:
    ticket_id = (await desk.on_site())["id"]
    await agreed(desk, ticket_id, 1)
    await quoted(desk, ticket_id, 2)
    declined = await desk.act("service_assistant", ticket_id, "decline-quote", declined_by="王芳", reason="太贵")
    assert (declined["status"], declined["billable_fen"]) == ("on_site", 8000)
    await agreed(desk, ticket_id, 1)
    await done(desk, ticket_id)
    assert await charged(desk, ticket_id) == [(2, 16_000)]


async def test_an_acceptance_is_taken_back_before_the_work_and_then_the_request_withdrawn(desk: Desk) -> None:
    ticket_id = (await desk.on_site())["id"]
    await agreed(desk, ticket_id, 2)
    back = await desk.act(
        "service_assistant", ticket_id, "withdraw-agreement", withdrawn_by="王芳", reason="改为自行购买"
    )
    assert (back["status"], back["billable_fen"], back["quoted_fen"]) == ("on_site", 0, None)
    assert (back["quotes"][0]["decision"], back["quotes"][0]["decided_by"]) == ("withdrawn", "王芳")
    history = (await desk.as_("service_lead").get(f"/v1/tickets/{ticket_id}/history")).json()["items"]
    assert any("took back the acceptance of CNY 160.00" in line["line"] for line in history)
    again = await desk.as_("service_assistant").post(
        f"/v1/tickets/{ticket_id}/withdraw-agreement", json={"withdrawn_by": "王芳", "reason": "改为自行购买"}
    )
    assert (again.status_code, again.json()["type"]) == (409, "urn:lobby:problem:nothing-agreed")
    await desk.act("front_desk", ticket_id, "dismiss", outcome="withdrawn", explanation="业户自行处理")
    closed = (await desk.rig.told("ticket.closed"))[-1]
    assert (closed.data["outcome"], closed.data["billable_items"]) == ("withdrawn", [])


async def test_signed_work_is_not_withdrawn_but_by_the_manager_who_lets_it_go(desk: Desk) -> None:
    ticket_id = (await desk.on_site())["id"]
    await agreed(desk, ticket_id, 1)
    await done(desk, ticket_id)
    await desk.act("front_desk", ticket_id, "reopen", reason="还在滴水")
    here, body = f"/v1/tickets/{ticket_id}/dismiss", {"outcome": "withdrawn", "explanation": "业户自行处理"}
    refused = await desk.as_("service_lead").post(here, json=body)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:lobby:problem:agreed-work-is-billed")
    assert "CNY 80.00" in refused.json()["detail"]
    assert (await desk.show(ticket_id))["billable_fen"] == 8000
    assert (await desk.as_("manager").post(here, json=body)).status_code == 200
    last = (await desk.as_("manager").get(f"/v1/tickets/{ticket_id}/history")).json()["items"][-1]
    assert last["line"].endswith("the CNY 80.00 that was accepted is not charged")


async def test_what_turns_out_to_be_warranty_work_is_charged_to_nobody(desk: Desk) -> None:
    ticket_id = (await desk.on_site())["id"]
    await agreed(desk, ticket_id, 1)
    await done(desk, ticket_id)
    await desk.act("front_desk", ticket_id, "reopen", reason="还在滴水")
    flagged = await desk.act("service_lead", ticket_id, "flag-warranty", reason="交付一年内")
    assert flagged["quoted_fen"] is None
    shown = await desk.show(ticket_id)
    assert (shown["billable_fen"], shown["quotes"][0]["decision"]) == (0, "approved")
    await desk.act("service_assistant", ticket_id, "accept")
    await desk.act("service_assistant", ticket_id, "arrive")
    await desk.act(
        "service_assistant", ticket_id, "complete", work_done="更换", signed_by="王芳", contractor="建安公司"
    )
    assert await charged(desk, ticket_id) == []
    assert (await desk.show(ticket_id))["payment_status"] == "none"


@pytest.mark.parametrize("before", ["on_site", "agreed"])
async def test_another_is_sent_when_who_came_can_not_do_it(desk: Desk, before: str) -> None:
    ticket_id = (await desk.on_site())["id"]
    if before == "agreed":
        await agreed(desk, ticket_id, 1)
    sent = await desk.act("service_assistant", ticket_id, "dispatch", department="engineering", note="须焊工")
    assert (sent["status"], sent["assignee_id"]) == ("dispatched", None)
    await desk.act("technician", ticket_id, "accept")
    await desk.act("technician", ticket_id, "arrive")
    await done(desk, ticket_id)
    assert await charged(desk, ticket_id) == ([(1, 8000)] if before == "agreed" else [])
