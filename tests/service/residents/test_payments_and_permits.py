"""Handbook R-31: billing's events in any order and number lead to one permit, or to none."""

import asyncio
import itertools

import pytest

from services.residents.renovation.usecases.follow_charges import UnknownRenovation
from shared.kernel.ids import new_id
from tests.service.residents.builders import (
    ITEMS,
    approved,
    desk,
    did,
    draft,
    pay,
    payment,
    permitted,
    post_charge,
    reverse_charge,
)
from tests.service.support import ELSEWHERE, ServiceRig


async def status_of(rig: ServiceRig, renovation_id: str) -> str:
    async with desk(rig) as client:
        return str((await did(await client.get(f"/v1/renovations/{renovation_id}")))["status"])


@pytest.mark.parametrize("order", list(itertools.permutations(ITEMS)))
async def test_the_permit_comes_with_the_last_payment_whatever_the_order(
    rig: ServiceRig, order: tuple[str, ...]
) -> None:
    renovation_id = await approved(rig)
    for item in order[:-1]:
        await pay(rig, renovation_id, [item])
        assert await status_of(rig, renovation_id) == "approved"
    await pay(rig, renovation_id, [order[-1]])
    assert await status_of(rig, renovation_id) == "permitted"


async def test_a_part_payment_leaves_the_due_open(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    await pay(rig, renovation_id, ITEMS[:2])
    await pay(rig, renovation_id, ITEMS[2:], outstanding_fen=1)
    assert await status_of(rig, renovation_id) == "approved"
    await pay(rig, renovation_id, ITEMS[2:])
    assert await status_of(rig, renovation_id) == "permitted"


async def test_a_charge_heard_of_after_its_payment_does_not_owe_again(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    await pay(rig, renovation_id, ITEMS[:2])
    for item in ITEMS[:2]:
        await post_charge(rig, renovation_id, item)
    await pay(rig, renovation_id, ITEMS[2:])
    async with desk(rig) as client:
        renovation = await did(await client.get(f"/v1/renovations/{renovation_id}"))
    assert renovation["status"] == "permitted"
    assert {due["item"]: due["amount_fen"] for due in renovation["dues"]} == {
        "renovation_deposit": 30_000,
        "rubbish_removal": 30_000,
        "worker_pass": None,
    }


async def test_five_deliveries_of_one_payment_are_one_permit_and_one_fee_record(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    received = payment(renovation_id, ITEMS)
    envelope = rig.envelope(received, subject=received.payment_id)
    for _ in range(5):
        await rig.deliver(envelope)
    assert await status_of(rig, renovation_id) == "permitted"
    assert len(await rig.told("renovation.permitted")) == 1


async def test_what_was_paid_after_the_permit_changes_nothing(rig: ServiceRig) -> None:
    renovation_id = await permitted(rig)
    await pay(rig, renovation_id, ITEMS)
    await reverse_charge(rig, renovation_id, ITEMS[0])
    assert await status_of(rig, renovation_id) == "permitted"
    assert len(await rig.told("renovation.permitted")) == 1


async def test_a_reversed_charge_does_not_count_as_paid_even_when_heard_of_first(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    await reverse_charge(rig, renovation_id, ITEMS[0])
    await pay(rig, renovation_id, ITEMS)
    assert await status_of(rig, renovation_id) == "approved"


async def test_money_before_the_approval_issues_nothing(rig: ServiceRig) -> None:
    renovation_id = await draft(rig)
    await pay(rig, renovation_id, ITEMS)
    assert await status_of(rig, renovation_id) == "drafted"


async def test_money_for_something_else_is_no_money_for_the_permit(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    await pay(rig, renovation_id, ITEMS, kind="ticket")
    assert await status_of(rig, renovation_id) == "approved"


async def test_money_for_an_unknown_renovation_is_kept_for_a_retry_and_leaves_no_trace(rig: ServiceRig) -> None:
    received = payment(new_id(), ITEMS)
    envelope = rig.envelope(received, subject=received.payment_id)
    for _ in range(2):
        with pytest.raises(UnknownRenovation):
            await rig.deliver(envelope)
    async with desk(rig) as client:
        files = (await did(await client.get("/v1/archives", params={"room_code": "2#1-8-2"})))["items"]
    assert files[0]["entry_count"] == 0


async def test_another_communitys_billing_can_not_pay_here(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    received = payment(renovation_id, ITEMS)
    with pytest.raises(UnknownRenovation):
        await rig.tell(received, subject=received.payment_id, community=ELSEWHERE)
    assert await status_of(rig, renovation_id) == "approved"


async def test_permits_are_numbered_by_community_and_year(rig: ServiceRig) -> None:
    for _ in range(2):
        await permitted(rig)
    told = await rig.told("renovation.permitted")
    assert [envelope.data["permit_number"] for envelope in told] == ["SG-P26-0001", "SG-P26-0002"]
    assert len({envelope.data["permit_code"] for envelope in told}) == 2


async def test_two_payments_handled_at_once_see_each_other_and_issue_one_permit(rig: ServiceRig) -> None:
    for _ in range(5):
        renovation_id = await approved(rig)
        await asyncio.gather(pay(rig, renovation_id, ITEMS[:1]), pay(rig, renovation_id, ITEMS[1:]))
        async with desk(rig) as client:
            renovation = await did(await client.get(f"/v1/renovations/{renovation_id}"))
        assert renovation["status"] == "permitted"
        assert len(renovation["permits"]) == 1
