"""Many at once, strangers and bad bodies at the deposits. Source: reliability 2, 4, 5; handbook B-09."""

import asyncio
from typing import Any

import pytest

from shared.kernel.ids import new_id
from tests.service.billing.builders import (
    HOUSEHOLD,
    ROOM,
    balance_of,
    cashier,
    ensure_books_agree,
)
from tests.service.billing.residents_tell import (
    approved_refund,
    pay_out,
    released_deposit,
)
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, ServiceRig


async def test_fifty_refunds_at_once_pay_out_once(rig: ServiceRig) -> None:
    deposit_id, receipt = await approved_refund(rig)
    async with cashier(rig) as client:
        answers = await asyncio.gather(*(pay_out(client, deposit_id, receipt) for _ in range(50)))
        report = await ensure_books_agree(client)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 49
    assert (balance_of(report, "deposits"), balance_of(report, "cash")) == (0, 64_000)
    assert len(await rig.told("deposit.refunded")) == 1


async def test_vouchers_of_many_refunds_at_once_leave_no_gap(rig: ServiceRig) -> None:
    refunds = [await approved_refund(rig) for _ in range(4)]
    async with cashier(rig) as client:
        wrong = [pay_out(client, deposit_id, "none") for deposit_id, _ in refunds]
        answers = await asyncio.gather(*wrong, *(pay_out(client, *refund) for refund in refunds))
    numbers = sorted(answer.json()["voucher_number"] for answer in answers if answer.status_code == 200)
    assert numbers == [f"SG-RF-2026-{serial:06d}" for serial in range(1, 5)]


async def test_the_list_is_filtered_and_takes_one_query_whatever_it_holds(rig: ServiceRig) -> None:
    pages = []
    for _ in range(2):
        await released_deposit(rig)
        async with cashier(rig) as client:
            with counted(rig) as seen:
                pages.append((await client.get("/v1/deposits")).json()["items"])
            assert len(seen) == 1
    assert [len(page) for page in pages] == [1, 2]
    assert pages[0][0]["id"] == pages[1][1]["id"]
    async with cashier(rig) as client:
        filters: list[tuple[dict[str, str | bool | int], int]] = [
            ({"household_id": HOUSEHOLD}, 2),
            ({"room_code": ROOM, "status": "released"}, 2),
            ({"room_code": "nowhere"}, 0),
            ({"status": "refunded"}, 0),
            ({"open": True}, 2),
            ({"open": False}, 0),
            ({"limit": 1}, 1),
        ]
        for params, count in filters:
            assert len((await client.get("/v1/deposits", params=params)).json()["items"]) == count, params
        for wrong in ({"status": "gone"}, {"open": "perhaps"}, {"room_code": "\x00"}, {"cursor": "nonsense"}):
            assert (await client.get("/v1/deposits", params=wrong)).status_code == 422, wrong


async def test_another_communitys_deposit_does_not_exist_and_each_step_asks_for_its_permission(rig: ServiceRig) -> None:
    deposit_id, receipt = await approved_refund(rig)
    steps: dict[str, dict[str, str] | None] = {
        "request-refund": {"reason": "x"},
        "approve-refund": None,
        "refuse-refund": {"reason": "x"},
        "pay": {"method": "cash", "receipt_number": receipt},
    }
    granted = ("deposits:read", "deposits:request_refund", "deposits:approve_refund", "deposits:pay")
    async with rig.client(*granted, communities=[ELSEWHERE]) as stranger, rig.client("deposits:read") as reader:
        assert (await stranger.get(f"/v1/deposits/{deposit_id}")).status_code == 404
        assert (await stranger.get(f"/v1/deposits/{deposit_id}/voucher.pdf")).status_code == 404
        assert (await stranger.get("/v1/deposits")).json()["items"] == []
        for step, body in steps.items():
            path, key = f"/v1/deposits/{deposit_id}/{step}", {"Idempotency-Key": new_id()}
            assert (await stranger.post(path, json=body, headers=key)).status_code == 404, step
            assert (await reader.post(path, json=body, headers=key)).status_code == 403, step


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("request-refund", {}),
        ("request-refund", {"reason": "\x00"}),
        ("request-refund", {"reason": "x" * 201}),
        ("request-refund", {"reason": "x", "amount_fen": 1}),
        ("refuse-refund", {"reason": ""}),
        ("pay", {"method": "barter", "receipt_number": "x"}),
        ("pay", {"method": "cash"}),
        ("pay", {"method": "cash", "receipt_number": "x" * 65}),
        ("pay", {"method": "cash", "receipt_number": 7}),
    ],
)
async def test_bad_bodies_are_refused_by_field(rig: ServiceRig, step: str, body: dict[str, Any]) -> None:
    deposit_id, _ = await released_deposit(rig)
    async with cashier(rig) as client:
        answer = await client.post(
            f"/v1/deposits/{deposit_id}/{step}", json=body, headers={"Idempotency-Key": new_id()}
        )
    assert answer.status_code == 422
    assert answer.json()["errors"]
