"""Many cashiers at once. Source: handbook B-05, B-06; reliability 2."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx

from services.billing.models import NumberSeries
from services.billing.schemas.payments import PaymentTaking
from services.billing.usecases.take_payment import take_payment
from shared.runtime.http.security import Caller
from tests.service.billing.builders import (
    CASHIER,
    HOUSEHOLD,
    ROOM,
    balance_of,
    cashier,
    close_ticket,
    ensure_books_agree,
    move_in,
    open_charges,
    pay,
)
from tests.service.support import GARDEN, ServiceRig


async def all_at_once(answers: Sequence[Any]) -> list[httpx.Response]:
    return list(await asyncio.gather(*answers))


async def test_fifty_payments_at_once_on_one_household_never_settle_more_than_is_owed(rig: ServiceRig) -> None:
    for fen in (10_000, 20_000, 7_001):
        await close_ticket(rig, fen)
    async with cashier(rig) as client:
        answers = await all_at_once([pay(client, 1_003) for _ in range(50)])
        report = await ensure_books_agree(client)
        owed = await open_charges(client)
    assert {answer.status_code for answer in answers} == {201}
    payments = [answer.json() for answer in answers]
    settled_fen = sum(part["amount_fen"] for payment in payments for part in payment["allocations"])
    prepaid_fen = sum(payment["prepaid_fen"] for payment in payments)
    assert owed == []
    assert settled_fen == 37_001
    assert settled_fen + prepaid_fen == 50 * 1_003
    assert (balance_of(report, "wechat"), balance_of(report, "prepaid")) == (50 * 1_003, prepaid_fen)
    assert balance_of(report, "receivable") == 0
    assert sorted(payment["receipt_number"] for payment in payments) == [
        f"SG-2026-{serial:06d}" for serial in range(1, 51)
    ]


async def test_one_external_transaction_posted_twenty_times_at_once_is_one_payment(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    async with cashier(rig) as client:
        answers = await all_at_once([pay(client, 8_000, external_transaction="W1") for _ in range(20)])
        report = await ensure_books_agree(client)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await rig.told("payment.received")) == 1
    assert balance_of(report, "wechat") == 8_000
    assert balance_of(report, "prepaid") == 0


async def test_sixteen_cashiers_at_once_leave_no_gap_and_no_double_in_the_receipts(rig: ServiceRig) -> None:
    rooms = [f"2#1-{floor}-{number}" for floor in range(1, 5) for number in range(1, 5)]
    for room in rooms:
        await move_in(rig, room, "张伟")
    async with cashier(rig) as client:
        good = [pay(client, 100 + turn, room_code=room) for room in rooms for turn in range(2)]
        bad = [pay(client, 100, room_code=room, charge_ids=["none"]) for room in rooms]
        answers = await all_at_once([*good, *bad])
        await ensure_books_agree(client)
    taken = [answer.json() for answer in answers if answer.status_code == 201]
    assert len(taken) == len(good)
    assert sorted(payment["receipt_number"] for payment in taken) == [
        f"SG-2026-{serial:06d}" for serial in range(1, len(good) + 1)
    ]


async def test_a_payment_that_is_rolled_back_gives_its_receipt_number_back(rig: ServiceRig) -> None:
    class PowerCut(Exception):
        """Between the use case and the commit."""

    caller = Caller(CASHIER, "收费员", frozenset(), frozenset(), frozenset({GARDEN}))
    taking = PaymentTaking.model_validate({"room_code": ROOM, "method": "cash", "amount_fen": 100})
    numbers = []
    try:
        async with rig.service.unit_of_work.begin(rig.unit_of_work_context()) as tx:
            numbers.append((await take_payment(tx, caller, taking)).receipt_number)
            raise PowerCut
    except PowerCut:
        pass
    async with rig.service.unit_of_work.begin(rig.unit_of_work_context()) as tx:
        numbers.append((await take_payment(tx, caller, taking)).receipt_number)
    assert numbers == ["SG-2026-000001", "SG-2026-000001"]
    async with rig.service.database.read() as session:
        series = await session.get(NumberSeries, (GARDEN, "receipt", "2026"))
    assert series is not None
    assert series.last == 1


async def test_the_prepaid_balance_is_spent_once_by_many_at_once(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        await pay(client, 10_000, method="cash")
        await close_ticket(rig, 100_000)
        answers = await all_at_once([pay(client, 3_000, method="prepaid") for _ in range(10)])
        report = await ensure_books_agree(client)
        balance = (await client.get("/v1/billing-reports/household-balance", params={"household_id": HOUSEHOLD})).json()
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 7
    assert balance["prepaid_fen"] == 1_000
    assert balance_of(report, "prepaid") == 1_000


async def test_charges_posted_while_money_comes_in_keep_the_books_in_agreement(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        tickets = [close_ticket(rig, 1_000) for _ in range(15)]
        await all_at_once([*tickets, *(pay(client, 700) for _ in range(15))])
        report = await ensure_books_agree(client)
        owed = await open_charges(client)
    owed_fen = sum(charge["outstanding_fen"] for charge in owed)
    assert balance_of(report, "receivable") == owed_fen
    assert owed_fen - balance_of(report, "prepaid") == 15 * 1_000 - 15 * 700
