"""What billing tells, in any order. Source: flow 1, handbook B-17, fault row 5."""

from itertools import permutations

import pytest

from shared.contracts.envelope import Event
from shared.kernel.ids import new_id
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import Bill, Desk

ORDERS = list(permutations(range(3)))


async def hear(desk: Desk, event: Event, subject: str) -> None:
    await desk.rig.tell(event, subject=subject)


@pytest.mark.parametrize("order", ORDERS, ids=str)
async def test_every_order_of_charge_and_payments_ends_in_paid(desk: Desk, order: tuple[int, ...]) -> None:
    ticket = await desk.closed(paid=True)
    bill = Bill(ticket["id"])
    now = desk.rig.clock.now()
    told = [
        bill.posted(),
        bill.paid(3000, 5000, receipt="R1", at=now),
        bill.paid(5000, 0, receipt="R2", at=now),
    ]
    for place in order:
        for _ in range(2):
            await hear(desk, told[place], bill.charge_id)
    shown = await desk.show(ticket["id"])
    assert shown["payment_status"] == "paid"
    assert [(charge["amount_fen"], charge["paid_fen"]) for charge in shown["charges"]] == [(8000, 8000)]
    assert sorted(shown["receipts"]) == ["R1", "R2"]


async def test_a_part_payment_leaves_the_rest_due(desk: Desk) -> None:
    ticket = await desk.closed(paid=True)
    assert (await desk.show(ticket["id"]))["payment_status"] == "awaiting_charge"
    bill = Bill(ticket["id"])
    await hear(desk, bill.paid(3000, 5000, receipt="R1", at=desk.rig.clock.now()), bill.charge_id)
    assert (await desk.show(ticket["id"]))["payment_status"] == "partly_paid"
    await hear(desk, bill.posted(), bill.charge_id)
    shown = await desk.show(ticket["id"])
    assert (shown["payment_status"], shown["charges"][0]["paid_fen"]) == ("partly_paid", 3000)


async def test_two_items_are_paid_when_both_are(desk: Desk) -> None:
    ticket = await desk.closed(paid=True)
    tap, call_out = Bill(ticket["id"]), Bill(ticket["id"], item="call_out", amount_fen=2050)
    for bill in (tap, call_out):
        await hear(desk, bill.posted(), bill.charge_id)
    assert (await desk.show(ticket["id"]))["payment_status"] == "due"
    await hear(desk, tap.paid(8000, 0, receipt="R1", at=desk.rig.clock.now()), tap.charge_id)
    assert (await desk.show(ticket["id"]))["payment_status"] == "partly_paid"
    await hear(desk, call_out.paid(2050, 0, receipt="R2", at=desk.rig.clock.now()), call_out.charge_id)
    assert (await desk.show(ticket["id"]))["payment_status"] == "paid"


@pytest.mark.parametrize("late", [False, True])
async def test_a_reversed_charge_is_owed_no_more_however_late_its_posting_comes(desk: Desk, late: bool) -> None:
    ticket = await desk.closed(paid=True)
    bill = Bill(ticket["id"])
    told = [bill.posted(), bill.reversed()]
    for event in reversed(told) if late else told:
        await hear(desk, event, bill.charge_id)
    shown = await desk.show(ticket["id"])
    assert (shown["payment_status"], shown["charges"][0]["is_reversed"]) == ("none", True)


async def test_what_is_not_of_a_ticket_here_is_kept_apart(desk: Desk) -> None:
    ticket = await desk.closed(paid=True)
    for bill, community in ((Bill(new_id()), None), (Bill(ticket["id"]), ELSEWHERE)):
        if community is None:
            await hear(desk, bill.posted(), bill.charge_id)
        else:
            await desk.rig.tell(bill.posted(), subject=bill.charge_id, community=community)
    assert (await desk.show(ticket["id"]))["payment_status"] == "awaiting_charge"


async def test_the_etag_moves_when_the_money_comes(desk: Desk) -> None:
    ticket = await desk.closed(paid=True)
    bill = Bill(ticket["id"])
    await hear(desk, bill.posted(), bill.charge_id)
    await hear(desk, bill.paid(8000, 0, receipt="R1", at=desk.rig.clock.now()), bill.charge_id)
    shown = await desk.show(ticket["id"])
    assert shown["version"] == ticket["version"] + 2
    lines = (await desk.as_("service_lead").get(f"/v1/tickets/{ticket['id']}/history")).json()["items"]
    assert [line["line"] for line in lines[-2:]] == ["Charged CNY 80.00", "Paid in full: CNY 80.00"]
