"""A renovation withdrawn after its approval owes nothing. Source: handbook R-30, B-07; flow 2."""

import asyncio
from typing import Any

import pytest

from services.billing.domain.errors import PayerNotKnown
from shared.contracts.residents import RenovationApproved, RenovationRejected
from shared.kernel.ids import new_id
from tests.service.billing.builders import (
    DEPOSIT_RUBBISH_PASSES,
    approved_renovation,
    balance_of,
    cashier,
    ensure_books_agree,
    know_community,
    open_charges,
    pay,
)
from tests.service.support import GARDEN, ServiceRig


def withdrawn(approved: RenovationApproved) -> RenovationRejected:
    state = approved.model_dump(exclude={"charges_due"})
    return RenovationRejected(**(state | {"status": "withdrawn", "version": approved.version + 1}))


async def charges_of(rig: ServiceRig, renovation_id: str) -> dict[str, Any]:
    """Status and what is owed, by item, after checking that the books agree."""
    async with cashier(rig) as client:
        await ensure_books_agree(client)
        found = (await client.get("/v1/charges", params={"cause_id": renovation_id})).json()["items"]
    return {charge["item"]: (charge["status"], charge["outstanding_fen"]) for charge in found}


async def test_what_was_charged_is_taken_back_once_however_often_the_withdrawal_is_told(rig: ServiceRig) -> None:
    approved = approved_renovation(rig, DEPOSIT_RUBBISH_PASSES)
    await rig.tell(approved, subject=approved.renovation_id)
    for _ in range(3):
        await rig.tell(withdrawn(approved), subject=approved.renovation_id)
    assert await charges_of(rig, approved.renovation_id) == {
        "renovation_deposit": ("reversed", 0),
        "rubbish_removal": ("reversed", 0),
        "worker_pass": ("reversed", 0),
    }
    async with cashier(rig) as client:
        report = await ensure_books_agree(client)
    assert [balance_of(report, account) for account in ("receivable", "revenue", "deposits_due")] == [0, 0, 0]
    told = {each.data["item"]: each.data for each in await rig.told("charge.reversed")}
    assert len(await rig.told("charge.reversed")) == len(told) == 3
    assert (told["renovation_deposit"]["reversed_fen"], told["renovation_deposit"]["outstanding_fen"]) == (200_000, 0)
    assert told["worker_pass"]["cause"]["id"] == approved.renovation_id


async def test_an_approval_heard_after_the_withdrawal_charges_nothing(rig: ServiceRig) -> None:
    approved = approved_renovation(rig, DEPOSIT_RUBBISH_PASSES)
    for event in (withdrawn(approved), approved, withdrawn(approved), approved):
        await rig.tell(event, subject=approved.renovation_id)
    assert await charges_of(rig, approved.renovation_id) == {}
    assert await rig.told("charge.posted") == await rig.told("charge.reversed") == []


async def test_approval_and_withdrawal_heard_at_once_leave_nothing_owed(rig: ServiceRig) -> None:
    approved = approved_renovation(rig, DEPOSIT_RUBBISH_PASSES)
    envelopes = [rig.envelope(each, subject=new_id()) for each in (approved, withdrawn(approved)) * 2]
    results = await asyncio.gather(*(rig.deliver(each) for each in envelopes), return_exceptions=True)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert {owed for _, owed in (await charges_of(rig, approved.renovation_id)).values()} <= {0}
    assert len(await rig.told("charge.posted")) == len(await rig.told("charge.reversed"))


async def test_a_charge_with_money_on_it_stays(rig: ServiceRig) -> None:
    approved = approved_renovation(rig, DEPOSIT_RUBBISH_PASSES)
    await rig.tell(approved, subject=approved.renovation_id)
    async with cashier(rig) as client:
        by_item = {charge["item"]: charge["id"] for charge in await open_charges(client)}
        await pay(client, 50_000, charge_ids=[by_item["renovation_deposit"]])
        await pay(client, 60_000, charge_ids=[by_item["rubbish_removal"]])
    await rig.tell(withdrawn(approved), subject=approved.renovation_id)
    assert await charges_of(rig, approved.renovation_id) == {
        "renovation_deposit": ("partly_paid", 150_000),
        "rubbish_removal": ("paid", 0),
        "worker_pass": ("reversed", 0),
    }


async def test_what_another_renovation_owes_is_untouched(rig: ServiceRig) -> None:
    gone, kept = (approved_renovation(rig, DEPOSIT_RUBBISH_PASSES) for _ in range(2))
    for event in (gone, kept, withdrawn(gone)):
        await rig.tell(event, subject=event.renovation_id)
    assert {status for status, _ in (await charges_of(rig, kept.renovation_id)).values()} == {"open"}


async def test_a_withdrawal_of_a_household_that_is_not_known_yet_is_tried_again(bare: ServiceRig) -> None:
    await know_community(bare, GARDEN, "SG")
    approved = approved_renovation(bare, DEPOSIT_RUBBISH_PASSES)
    with pytest.raises(PayerNotKnown):
        await bare.tell(withdrawn(approved), subject=approved.renovation_id)
