"""From the payment of a deposit to its refund. Source: handbook B-07, B-09, R-31, R-36; flow 2."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.residents import ChargeDue
from shared.kernel.ids import new_id
from tests.service.billing.builders import (
    DEPOSIT_RUBBISH_PASSES,
    HOUSEHOLD,
    ROOM,
    approve_renovation,
    approved_renovation,
    balance_of,
    cashier,
    ensure_books_agree,
    open_charges,
    pay,
)
from tests.service.billing.residents_tell import (
    FINANCE,
    approved_refund,
    completed,
    finance,
    paid_deposit,
    pay_out,
    released_deposit,
)
from tests.service.support import ServiceRig


async def show(rig: ServiceRig, deposit_id: str) -> dict[str, Any]:
    async with cashier(rig) as client:
        answer = await client.get(f"/v1/deposits/{deposit_id}")
    found: dict[str, Any] = answer.json()
    return found


async def test_what_is_paid_of_a_deposit_is_on_the_open_list(rig: ServiceRig) -> None:
    await approve_renovation(rig)
    async with cashier(rig) as client:
        (charge,) = [each for each in await open_charges(client) if each["item"] == "renovation_deposit"]
        await pay(client, 50_000, charge_ids=[charge["id"]])
        (held,) = (await client.get("/v1/deposits", params={"open": True})).json()["items"]
        assert (held["status"], held["paid_fen"], held["room_code"], held["actions"]) == ("held", 50_000, ROOM, [])
        await pay(client, 150_000, charge_ids=[charge["id"]])
        report = await ensure_books_agree(client)
    assert (await show(rig, held["id"]))["paid_fen"] == 200_000
    assert balance_of(report, "deposits") == 200_000


async def test_a_fee_makes_no_deposit(rig: ServiceRig) -> None:
    renovation = approved_renovation(rig, [ChargeDue(item="rubbish_removal", quantity=1)])
    await rig.tell(renovation, subject=renovation.renovation_id)
    async with cashier(rig) as client:
        await pay(client, 60_000)
        assert (await client.get("/v1/deposits")).json()["items"] == []


async def test_completed_works_release_the_deposit_less_what_is_kept(rig: ServiceRig) -> None:
    deposit_id, _ = await released_deposit(rig, ("rubbish", 30_000), ("load_bearing_damage", 20_000), ("other", 0))
    deposit = await show(rig, deposit_id)
    assert (deposit["status"], deposit["deducted_fen"], deposit["refundable_fen"]) == ("released", 50_000, 150_000)
    assert deposit["deductions"] == [
        {"reason": "rubbish", "amount_fen": 30_000},
        {"reason": "load_bearing_damage", "amount_fen": 20_000},
    ]
    async with cashier(rig) as client:
        report = await ensure_books_agree(client)
    assert (balance_of(report, "deposits"), balance_of(report, "deductions")) == (150_000, 50_000)
    assert await rig.told("deposit.refunded") == []


async def test_a_refund_is_asked_for_approved_by_another_and_paid_against_the_receipt(rig: ServiceRig) -> None:
    deposit_id, receipt = await approved_refund(rig, ("rubbish", 30_000))
    async with cashier(rig) as client:
        paid = await pay_out(client, deposit_id, receipt)
        report = await ensure_books_agree(client)
        balance = (await client.get("/v1/billing-reports/household-balance", params={"household_id": HOUSEHOLD})).json()
    assert paid.status_code == 200, paid.text
    deposit = paid.json()
    assert (deposit["status"], deposit["refunded_fen"], deposit["refundable_fen"]) == ("refunded", 170_000, 0)
    assert (deposit["voucher_number"], deposit["receipt_number"]) == ("SG-RF-2026-000001", receipt)
    assert (deposit["payee_name"], deposit["decided_by"]) == ("王芳", FINANCE)
    assert (balance_of(report, "deposits"), balance_of(report, "cash")) == (0, 264_000 - 170_000)
    assert balance["deposits_fen"] == 0

    (told,) = await rig.told("deposit.refunded")
    assert told.subject == deposit_id
    assert told.data["version"] == deposit["version"]
    assert (told.data["paid_fen"], told.data["deducted_fen"], told.data["refunded_fen"]) == (200_000, 30_000, 170_000)
    assert (told.data["voucher_number"], told.data["cause"]["kind"]) == ("SG-RF-2026-000001", "renovation")


async def test_nobody_approves_the_refund_that_they_asked_for(rig: ServiceRig) -> None:
    deposit_id, _ = await released_deposit(rig)
    async with cashier(rig) as client:
        await client.post(f"/v1/deposits/{deposit_id}/request-refund", json={"reason": "完工"})
        own = await client.post(f"/v1/deposits/{deposit_id}/approve-refund")
        refused = await client.post(f"/v1/deposits/{deposit_id}/refuse-refund", json={"reason": "不"})
    for answer in (own, refused):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:lobby:problem:own-request")
    assert (await show(rig, deposit_id))["status"] == "requested"


async def test_a_refused_refund_may_be_asked_for_anew(rig: ServiceRig) -> None:
    deposit_id, _ = await released_deposit(rig)
    async with cashier(rig) as client, finance(rig) as other:
        await client.post(f"/v1/deposits/{deposit_id}/request-refund", json={"reason": "完工"})
        refused = (await other.post(f"/v1/deposits/{deposit_id}/refuse-refund", json={"reason": "请补收据"})).json()
        assert (refused["status"], refused["refusal"]) == ("released", "请补收据")
        body = {"reason": "收据已补", "payee_name": "王强"}
        again = (await client.post(f"/v1/deposits/{deposit_id}/request-refund", json=body)).json()
    assert (again["status"], again["refusal"], again["payee_name"]) == ("requested", None, "王强")


@pytest.mark.parametrize("step", ["request-refund", "approve-refund", "refuse-refund", "pay"])
async def test_a_step_out_of_order_changes_nothing(rig: ServiceRig, step: str) -> None:
    _, deposit_id, receipt = await paid_deposit(rig)
    bodies = {
        "request-refund": {"reason": "完工"},
        "refuse-refund": {"reason": "不"},
        "pay": {"method": "cash", "receipt_number": receipt},
    }
    async with cashier(rig) as client:
        answer = await client.post(
            f"/v1/deposits/{deposit_id}/{step}", json=bodies.get(step), headers={"Idempotency-Key": new_id()}
        )
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:lobby:problem:illegal-transition")
    assert (await show(rig, deposit_id))["status"] == "held"


async def test_a_receipt_of_something_else_gets_no_deposit_back(rig: ServiceRig) -> None:
    deposit_id, _ = await approved_refund(rig)
    async with cashier(rig) as client:
        other = (await pay(client, 100)).json()["receipt_number"]
        answers = [await pay_out(client, deposit_id, number) for number in (other, "SG-2026-999999")]
        prepaid = await pay_out(client, deposit_id, other, method="prepaid")
    for answer in answers:
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:lobby:problem:receipt-of-another-payment")
        assert answer.json()["errors"][0]["pointer"] == "/receipt_number"
    assert prepaid.status_code == 422
    assert (await show(rig, deposit_id))["status"] == "approved"


async def test_a_refund_needs_a_key_and_the_same_key_is_one_refund(rig: ServiceRig) -> None:
    deposit_id, receipt = await approved_refund(rig)
    async with cashier(rig) as client:
        bare = await client.post(f"/v1/deposits/{deposit_id}/pay", json={"method": "cash", "receipt_number": receipt})
        first = await pay_out(client, deposit_id, receipt, key="k1")
        again = await pay_out(client, deposit_id, receipt, key="k1")
    assert (bare.status_code, bare.json()["type"]) == (400, "urn:lobby:problem:idempotency-key-required")
    assert first.json() == again.json()
    assert len(await rig.told("deposit.refunded")) == 1


async def test_a_stale_version_is_refused(rig: ServiceRig) -> None:
    deposit_id, _ = await released_deposit(rig)
    async with cashier(rig) as client:
        answer = await client.post(
            f"/v1/deposits/{deposit_id}/request-refund", json={"reason": "完工"}, headers={"If-Match": '"1"'}
        )
    assert answer.status_code == 412


async def test_a_deposit_of_which_nothing_is_left_is_settled_at_once_and_told(rig: ServiceRig) -> None:
    deposit_id, _ = await released_deposit(rig, ("other", 150_000), ("rubbish", 90_000))
    deposit = await show(rig, deposit_id)
    assert (deposit["status"], deposit["deducted_fen"], deposit["uncovered_fen"]) == ("kept", 200_000, 40_000)
    assert deposit["deductions"][1] == {"reason": "rubbish", "amount_fen": 50_000}
    (told,) = await rig.told("deposit.refunded")
    assert (told.data["refunded_fen"], told.data["voucher_number"]) == (0, "")
    async with cashier(rig) as client:
        assert balance_of(await ensure_books_agree(client), "deductions") == 200_000


async def test_a_completion_told_five_times_releases_once(rig: ServiceRig) -> None:
    renovation_id, deposit_id, _ = await paid_deposit(rig)
    for _ in range(5):
        await rig.tell(completed(rig, renovation_id, ("rubbish", 30_000)), subject=renovation_id)
    assert (await show(rig, deposit_id))["deducted_fen"] == 30_000
    async with cashier(rig) as client:
        assert balance_of(await ensure_books_agree(client), "deductions") == 30_000


async def test_what_was_never_paid_of_a_deposit_is_owed_no_more_when_the_works_are_over(rig: ServiceRig) -> None:
    renovation_id = await approve_renovation(rig)
    async with cashier(rig) as client:
        (charge,) = [each for each in await open_charges(client) if each["item"] == "renovation_deposit"]
        await pay(client, 50_000, charge_ids=[charge["id"]])
        await rig.tell(completed(rig, renovation_id), subject=renovation_id)
        left = await open_charges(client)
        report = await ensure_books_agree(client)
        seen = (await client.get(f"/v1/charges/{charge['id']}")).json()
    assert {each["item"] for each in left} == {"rubbish_removal", "worker_pass"}
    assert (seen["amount_fen"], seen["outstanding_fen"], seen["credited_fen"]) == (200_000, 0, 150_000)
    assert (balance_of(report, "deposits"), balance_of(report, "deposits_due")) == (50_000, 0)
    (told,) = await rig.told("charge.reversed")
    assert (told.data["outstanding_fen"], told.data["reversed_fen"]) == (0, 150_000)
    assert told.data["version"] == seen["version"]


async def test_a_completion_heard_before_the_approval_leaves_no_deposit_due(rig: ServiceRig) -> None:
    approved = approved_renovation(rig, DEPOSIT_RUBBISH_PASSES)
    await rig.tell(completed(rig, approved.renovation_id), subject=approved.renovation_id)
    await rig.tell(approved, subject=approved.renovation_id)
    async with cashier(rig) as client:
        charges = (await client.get("/v1/charges", params={"cause_id": approved.renovation_id})).json()["items"]
        report = await ensure_books_agree(client)
    by_item = {charge["item"]: charge["status"] for charge in charges}
    assert by_item == {"renovation_deposit": "reversed", "rubbish_removal": "open", "worker_pass": "open"}
    assert balance_of(report, "deposits_due") == 0


async def test_the_voucher_is_a_pdf_and_the_same_however_often_it_is_printed(rig: ServiceRig) -> None:
    deposit_id, receipt = await approved_refund(rig, ("rubbish", 30_000))
    async with cashier(rig) as client:
        early = await client.get(f"/v1/deposits/{deposit_id}/voucher.pdf")
        await pay_out(client, deposit_id, receipt, external_transaction='#panic("x") $')
        first = await client.get(f"/v1/deposits/{deposit_id}/voucher.pdf")
        rig.clock.advance(timedelta(days=9))
        again = await client.get(f"/v1/deposits/{deposit_id}/voucher.pdf")
    assert early.status_code == 404
    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert "SG-RF-2026-000001.pdf" in first.headers["content-disposition"]
    assert first.content.startswith(b"%PDF-")
    assert b"NotoSansSC" in first.content
    assert again.content == first.content
