"""What billing's republishing fills: a ticket shows what it shows who followed live. Source: architecture 5, B-17."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.billing.app import PROGRAM
from shared.contracts.envelope import CloudEvent
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import envelope_of
from tests.service.billing.builders import cashier, pay, settle_in
from tests.service.support import ServiceRig, service_rig
from tests.service.tickets.desk import Desk

SHOWN = ("payment_status", "charges", "receipts")


@pytest.fixture
async def billing(rig: ServiceRig, tmp_path: Path) -> AsyncIterator[ServiceRig]:
    async with service_rig(PROGRAM, f"sqlite+aiosqlite:///{tmp_path}/billing.db", clock=rig.clock) as made:
        await settle_in(made)
        yield made


async def charged(desk: Desk, billing: ServiceRig, ticket_id: str) -> None:
    """Billing hears of the closed ticket; its tariff calls the tap otherwise."""
    [closed] = [event for event in await desk.rig.told("ticket.closed") if event.subject == ticket_id]
    await billing.deliver(CloudEvent.parse(closed.to_bytes().replace(b"tap_replacement", b"repair_tap")))


async def retold(billing: ServiceRig) -> list[CloudEvent]:
    snapshot = billing.service.definition.snapshot
    assert snapshot is not None
    async with billing.service.database.read() as session:
        return [
            envelope_of(aggregate, event, now=aggregate.created_at, context=Context(correlation_id=new_id()))
            async for aggregate, event in snapshot(session)
        ]


async def hear(desk: Desk, events: list[CloudEvent]) -> None:
    for event in events:
        if event.type in desk.rig.service.definition.handlers:
            await desk.rig.deliver(event)


async def test_a_ticket_that_heard_nothing_shows_its_charge_and_receipts(desk: Desk, billing: ServiceRig) -> None:
    ticket = await desk.closed(paid=True)
    await charged(desk, billing, ticket["id"])
    async with cashier(billing) as client:
        for fen in (3_000, 5_000):
            assert (await pay(client, fen)).status_code == 201
    before = await desk.show(ticket["id"])
    await hear(desk, await retold(billing))
    anew = await desk.show(ticket["id"])
    await hear(desk, await billing.told())
    live = await desk.show(ticket["id"])

    assert (before["payment_status"], anew["payment_status"]) == ("awaiting_charge", "paid")
    assert {name: anew[name] for name in SHOWN} == {name: live[name] for name in SHOWN}
    assert [(charge["amount_fen"], charge["paid_fen"]) for charge in anew["charges"]] == [(8_000, 8_000)]
    assert sorted(anew["receipts"]) == ["SG-2026-000001", "SG-2026-000002"]
