"""What billing and access tell of a leaving household, in any order and more than once. Handbook R-07."""

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from services.residents.transfers.repository.facts import ForeignCharge
from shared.contracts.access import PassExpired, PassIssued, PassLost, PassReturned, PassSuspended
from shared.contracts.billing import PrepaidChanged
from tests.service.residents.builders import LI, WANG
from tests.service.residents.transfers import card, key, opened, paid, posted, refunded, reversed_, shown, tell
from tests.service.support import ELSEWHERE, ServiceRig


async def item_of(rig: ServiceRig, transfer_id: str, item: str) -> dict[str, Any]:
    found: dict[str, Any] = next(e for e in (await shown(rig, transfer_id))["checklist"] if e["item"] == item)
    return found


async def after(rig: ServiceRig, events: Sequence[Any], item: str) -> dict[str, Any]:
    """How the item stands after the events, each told twice under ids of its own."""
    transfer_id = str((await opened(rig))["id"])
    for event in events:
        await tell(rig, event, times=2)
    return await item_of(rig, transfer_id, item)


_STORIES: dict[str, tuple[list[Any], tuple[str, int]]] = {
    "a charge that was paid in two parts": (
        [posted("c1"), paid(["c1"], amount_fen=4_000, left_fen=6_000), paid(["c1"], amount_fen=6_000)],
        ("clear", 0),
    ),
    "a charge that was paid in part": (
        [posted("c1"), posted("c2", owed_fen=0), paid(["c1"], amount_fen=4_000, left_fen=6_000)],
        ("open", 6_000),
    ),
    "one charge reversed, one owed": ([posted("c1"), reversed_("c1"), posted("c2")], ("open", 10_000)),
    "a charge told again when it was paid": ([posted("c1"), posted("c1", owed_fen=0)], ("clear", 0)),
}


@pytest.mark.parametrize("story", sorted(_STORIES))
@pytest.mark.parametrize("order", [0, 1, 2, 3, 4, 5])
async def test_arrears_are_the_same_whatever_is_heard_first(rig: ServiceRig, story: str, order: int) -> None:
    events, (state, owed_fen) = _STORIES[story]
    orders = list(itertools.permutations(events))
    item = await after(rig, orders[order % len(orders)], "arrears")
    assert (item["state"], item["sum_fen"]) == (state, owed_fen)


@pytest.mark.parametrize("order", range(6))
async def test_a_deposit_is_held_until_it_is_refunded_whatever_is_heard_first(rig: ServiceRig, order: int) -> None:
    deposit = "renovation_deposit"
    events = [posted("d1", item=deposit), paid(["d1"], item=deposit), refunded("d1")]
    shuffled = list(itertools.permutations(events))[order]
    assert (await after(rig, shuffled, "deposits"))["state"] == "clear"


async def test_a_paid_deposit_is_open_and_an_unpaid_one_is_arrears(rig: ServiceRig) -> None:
    deposit = "renovation_deposit"
    held = [posted("d1", item=deposit), paid(["d1"], item=deposit), posted("d2", item=deposit), refunded("other")]
    item = await after(rig, held, "deposits")
    assert (item["state"], item["open_count"], item["sum_fen"]) == ("open", 1, 10_000)


async def test_a_deposit_that_the_snapshot_tells_as_paid_is_held(rig: ServiceRig) -> None:
    item = await after(rig, [posted("d1", item="key_deposit", owed_fen=0)], "deposits")
    assert (item["state"], item["sum_fen"]) == ("open", 10_000)


async def test_prepaid_money_counts_each_payment_once(rig: ServiceRig) -> None:
    events = [
        paid(amount_fen=900, prepaid_fen=900, payment_id="p1"),
        paid(amount_fen=300, method="prepaid", payment_id="p2"),
    ]
    item = await after(rig, events, "prepaid")
    assert (item["state"], item["sum_fen"], item["by_hand"]) == ("open", 600, True)
    used = await after_more(rig, paid(amount_fen=600, method="prepaid", payment_id="p3"))
    assert used["state"] == "clear"


def prepaid(balance_fen: int, version: int) -> PrepaidChanged:
    return PrepaidChanged(household_id=WANG, balance_fen=balance_fen, version=version)


@pytest.mark.parametrize("order", range(6))
async def test_the_balance_as_told_counts_over_what_payments_said_whatever_is_heard_first(
    rig: ServiceRig, order: int
) -> None:
    """A credit of a transfer is in no payment, a payout neither."""
    events = [paid(amount_fen=900, prepaid_fen=900, payment_id="p1"), prepaid(35_800, 2), prepaid(36_700, 3)]
    item = await after(rig, list(itertools.permutations(events))[order], "prepaid")
    assert (item["state"], item["sum_fen"]) == ("open", 36_700)
    assert (await after_more(rig, prepaid(0, 4)))["state"] == "clear"
    assert (await after_more(rig, prepaid(36_700, 3)))["state"] == "clear"


async def test_another_communitys_word_of_a_balance_counts_for_nothing(rig: ServiceRig) -> None:
    transfer_id = str((await opened(rig))["id"])
    await rig.tell(prepaid(5_000, 9), subject=WANG, community=ELSEWHERE)
    assert (await item_of(rig, transfer_id, "prepaid"))["state"] == "clear"


async def after_more(rig: ServiceRig, event: Any) -> dict[str, Any]:
    await tell(rig, event, times=2)
    async with rig.client("transfers:read", "transfers:waive") as client:
        [only] = (await client.get("/v1/households/transfers")).json()["items"]
    return await item_of(rig, only["id"], "prepaid")


@pytest.mark.parametrize(
    ("moves", "names"),
    [
        ([("in_custody", 1), ("issued", 2)], ["3#2-5-1/k1"]),
        ([("issued", 1), ("recalled", 2)], ["3#2-5-1/k1"]),
        ([("in_custody", 1), ("lent", 2)], ["3#2-5-1/k1"]),
        ([("issued", 1), ("in_custody", 2)], []),
        ([("issued", 1), ("recalled", 2), ("withdrawn", 3)], []),
        ([("registered", 1), ("returned", 2)], []),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
async def test_a_key_is_out_until_it_is_back_whatever_is_heard_first(
    rig: ServiceRig, moves: list[tuple[str, int]], names: list[str], *, backwards: bool
) -> None:
    events = [key("k1", status, version) for status, version in moves]
    item = await after(rig, events[::-1] if backwards else events, "keys")
    assert item["names"] == names
    assert item["state"] == ("open" if names else "clear")


@pytest.mark.parametrize(
    ("event", "status", "is_out"),
    [
        (PassIssued, "issued", True),
        (PassSuspended, "suspended", True),
        (PassReturned, "returned", False),
        (PassExpired, "expired", False),
        (PassLost, "lost", False),
    ],
)
async def test_a_pass_is_out_while_it_may_open_the_gate(
    rig: ServiceRig, event: Any, status: str, *, is_out: bool
) -> None:
    events = [card("p1", status, 2, event=event), card("p1", "issued", 1)]
    item = await after(rig, events, "passes")
    assert item["names"] == (["P-p1"] if is_out else [])


async def test_others_things_do_not_count(rig: ServiceRig) -> None:
    transfer_id = str((await opened(rig))["id"])
    await tell(rig, posted("c1", household_id=LI))
    await tell(rig, key("k1", "issued", 1, household=LI))
    await tell(rig, key("k2", "issued", 1, household=None))
    await tell(rig, posted("c2"), community=ELSEWHERE)
    await tell(rig, key("k3", "issued", 1), community=ELSEWHERE)
    assert {(await item_of(rig, transfer_id, item))["state"] for item in ("arrears", "keys")} == {"clear"}


async def test_another_communitys_word_settles_nothing_here(rig: ServiceRig) -> None:
    transfer_id = str((await opened(rig))["id"])
    deposit = posted("d1", item="renovation_deposit", owed_fen=0)
    await tell(rig, deposit)
    await tell(rig, posted("c1"))
    await tell(rig, refunded("d1"), community=ELSEWHERE)
    for event in (posted("c1", owed_fen=0), reversed_("c1")):
        with pytest.raises(ForeignCharge):
            await tell(rig, event, community=ELSEWHERE)
    assert (await item_of(rig, transfer_id, "deposits"))["state"] == "open"
    assert (await item_of(rig, transfer_id, "arrears"))["sum_fen"] == 10_000
