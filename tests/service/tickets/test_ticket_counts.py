"""What a ticket's page says there is about it. Source: api.md, permissions.md."""

from typing import Any

import pytest

from tests.service.tickets.desk import Desk, account
from tests.service.tickets.test_escalation import escalate
from tests.service.tickets.test_notes import attach, note


async def promise(desk: Desk, role: str, ticket: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"kind": "call_back", "what": "三点前回电", "due_at": "2026-11-23T15:00:00+08:00", **more}
    made = await desk.as_(role).post("/v1/promises", json={**body, "about": {"kind": "ticket", "id": ticket["id"]}})
    assert made.status_code == 201, made.text
    promised: dict[str, Any] = made.json()
    return promised


async def counts(desk: Desk, role: str, ticket: dict[str, Any]) -> tuple[int, ...]:
    found = (await desk.show(ticket["id"], role))["counts"]
    return tuple(found[name] for name in ("notes", "attachments", "promises_open", "slips_open"))


@pytest.mark.usefixtures("folder")
async def test_a_ticket_says_how_much_there_is_to_its_reader(desk: Desk) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    other = await desk.dispatched(category="complaint", department="engineering")
    assert await counts(desk, "front_desk", ticket) == (0, 0, 0, 0)
    await note(desk, "technician", ticket["id"], text="上家施工遗留", visibility="department")
    await note(desk, "front_desk", ticket["id"], text="明天上午在家", visibility="public")
    await note(desk, "front_desk", other["id"], text="别的工单")
    await attach(desk, ticket["id"])
    kept = await promise(desk, "front_desk", ticket)
    await promise(desk, "technician", ticket)
    await promise(desk, "front_desk", ticket, kind="compensation", amount_fen=5000)
    _, slip = await escalate(desk, "technician", ticket)
    assert await counts(desk, "front_desk", ticket) == (1, 1, 3, 1), "a department's note is not the desk's"
    assert await counts(desk, "technician", ticket) == (2, 1, 1, 1), "its own promises alone"

    await desk.as_("front_desk").post(f"/v1/promises/{kept['id']}/keep", json={})
    await desk.as_("service_lead").post(f"/v1/tickets/{ticket['id']}/slips/{slip['id']}/answer", json={"answer": "x"})
    await escalate(desk, "service_lead", ticket, handler_id=account("manager"))
    assert await counts(desk, "front_desk", ticket) == (1, 1, 2, 2), "an answer is not a slip's end"
    await desk.act("service_lead", ticket["id"], "dismiss", outcome="withdrawn", explanation="业户撤回")
    assert (await counts(desk, "front_desk", ticket))[3] == 0


async def test_a_ticket_costs_the_same_queries_whatever_there_is_about_it(desk: Desk) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    client = desk.as_("service_lead")
    costs = []
    for _ in range(2):
        with desk.counted() as statements:
            assert (await client.get(f"/v1/tickets/{ticket['id']}")).status_code == 200
        costs.append(len(statements))
        for number in range(3):
            await note(desk, "front_desk", ticket["id"], text=f"第 {number} 条")
            await promise(desk, "front_desk", ticket)
    assert costs[0] == costs[1], costs
