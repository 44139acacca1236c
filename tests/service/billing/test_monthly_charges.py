"""Move-ins, transfers and passes as billing hears of them. Source: handbook B-03, B-13, B-17, R-07, R-24; flow 3."""

import asyncio
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.billing.app import PROGRAM
from services.billing.domain.errors import NoPriceInForce, PayerNotKnown
from services.billing.models import ChargingTerm
from shared.contracts.envelope import Event
from shared.contracts.residents import RoomChanged
from shared.kernel.ids import new_id, stable_id
from tests.service.billing.builders import (
    HOUSEHOLD,
    balance_of,
    cashier,
    ensure_books_agree,
    know_community,
    move_in,
    open_charges,
    pay,
    settle_in,
)
from tests.service.billing.residents_tell import (
    NEW_HOUSEHOLD,
    READINGS,
    buyer_is_known,
    departed,
    moved_in,
    transferred,
    wanted_pass,
)
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig, service_rig

HANDED_OVER = date(2026, 11, 22)


async def tell(rig: ServiceRig, *events: Event) -> None:
    for each in events:
        await rig.tell(each, subject=new_id())


async def term_of(rig: ServiceRig, household_id: str = HOUSEHOLD) -> tuple[date | None, date | None, date | None]:
    async with rig.service.database.read() as session:
        term = await session.get(ChargingTerm, household_id)
    assert term is not None
    return term.charged_from, term.charged_through, term.ends_on


async def net_by_item(rig: ServiceRig, household_id: str) -> dict[tuple[str, str], int]:
    """What a household was charged for each item and month, less what was taken back."""
    async with cashier(rig) as client:
        answer = await client.get("/v1/charges", params={"household_id": household_id, "limit": 200})
    net: dict[tuple[str, str], int] = defaultdict(int)
    for charge in answer.json()["items"]:
        net[charge["item"], charge["period"]] += charge["amount_fen"] - charge["credited_fen"]
    return {item: fen for item, fen in net.items() if fen}


async def test_a_move_in_is_charged_from_the_hand_over_to_the_end_of_the_month_by_the_day(rig: ServiceRig) -> None:
    move = moved_in(HANDED_OVER)
    await tell(rig, move)
    async with cashier(rig) as client:
        charges = await open_charges(client)
        report = await ensure_books_agree(client)
    seen = {charge["item"]: charge for charge in charges}
    # 9 of 30 days: 2.80 × 89.50 m² and 25.00
    assert {item: charge["amount_fen"] for item, charge in seen.items()} == {"property_fee": 7_518, "elevator": 750}
    fee = seen["property_fee"]
    assert (fee["period"], fee["charged_from"], fee["charged_until"]) == ("2026-11", "2026-11-22", "2026-11-30")
    assert (fee["cause"], fee["due_on"]) == ({"kind": "move_in", "id": move.move_in_id}, "2026-12-06")
    assert balance_of(report, "revenue") == 8_268
    assert await term_of(rig) == (HANDED_OVER, date(2026, 11, 30), None)
    told = await rig.told("charge.posted")
    assert {each.data["cause"]["kind"] for each in told} == {"move_in"}
    assert {each.data["period"] for each in told} == {"2026-11"}


async def test_a_move_in_told_five_times_and_at_once_is_charged_once(rig: ServiceRig) -> None:
    move = moved_in(HANDED_OVER, readings=READINGS)
    envelopes = [rig.envelope(move, subject=move.move_in_id) for _ in range(5)]
    results = await asyncio.gather(*(rig.deliver(each) for each in envelopes), return_exceptions=True)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert len(await rig.told("charge.posted")) == 2
    async with cashier(rig) as client:
        await ensure_books_agree(client)
        assert len((await client.get("/v1/meters")).json()["items"]) == 3


async def test_a_garage_pays_for_its_space_and_a_storage_room_by_its_area_alone(rig: ServiceRig) -> None:
    for code, kind, expected in (
        ("G-01", "garage", {"parking_space": 4_500}),
        ("S-01", "storage", {"property_fee": 7_518}),
    ):
        household_id = await move_in(rig, code, "王芳")
        room_id = stable_id("demo", "room", code)
        room = RoomChanged(
            room_id=room_id,
            code=code,
            building="3",
            area_m2=Decimal("89.50"),
            kind=kind,  # type: ignore[arg-type]  # each is one of the contract's words
            occupancy="occupied",
            version=2,
        )
        await rig.tell(room, subject=room_id)
        await tell(rig, moved_in(HANDED_OVER, household_id=household_id, code=code))
        async with cashier(rig) as client:
            charges = await open_charges(client, household_id=household_id)
        assert {charge["item"]: charge["amount_fen"] for charge in charges} == expected


async def test_an_item_without_a_price_on_the_day_is_left_out(rig: ServiceRig) -> None:
    await tell(rig, moved_in(date(2025, 12, 20)))
    async with cashier(rig) as client:
        assert await open_charges(client) == []
    assert await term_of(rig) == (date(2025, 12, 20), date(2025, 12, 31), None)


async def test_a_move_in_of_a_household_that_is_not_known_yet_is_tried_again(bare: ServiceRig) -> None:
    await know_community(bare, GARDEN, "SG")
    with pytest.raises(PayerNotKnown):
        await tell(bare, moved_in(HANDED_OVER))
    await settle_in(bare)
    await tell(bare, moved_in(HANDED_OVER))
    assert len(await bare.told("charge.posted")) == 2


async def test_the_receipt_of_a_part_month_says_which_days(rig: ServiceRig) -> None:
    await tell(rig, moved_in(HANDED_OVER))
    async with cashier(rig) as client:
        number = (await pay(client, 8_268)).json()["receipt_number"]
        receipt = (await client.get(f"/v1/receipts/{number}")).json()
        printed = await client.get(f"/v1/receipts/{number}/pdf")
    assert {(line["charged_from"], line["charged_until"]) for line in receipt["lines"]} == {
        ("2026-11-22", "2026-11-30")
    }
    assert printed.status_code == 200


async def test_a_transfer_splits_the_month_to_the_day(rig: ServiceRig) -> None:
    await buyer_is_known(rig)
    await tell(rig, moved_in(date(2026, 11, 1)), transferred(date(2026, 11, 21)))
    assert await net_by_item(rig, HOUSEHOLD) == {("property_fee", "2026-11"): 16_707, ("elevator", "2026-11"): 1_667}
    assert await net_by_item(rig, NEW_HOUSEHOLD) == {("property_fee", "2026-11"): 8_353, ("elevator", "2026-11"): 833}
    assert await term_of(rig) == (date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 20))
    assert await term_of(rig, NEW_HOUSEHOLD) == (date(2026, 11, 21), date(2026, 11, 30), None)
    async with cashier(rig) as client:
        report = await ensure_books_agree(client)
        owed = await open_charges(client, household_id=HOUSEHOLD)
    assert {charge["item"]: charge["outstanding_fen"] for charge in owed} == {"property_fee": 16_707, "elevator": 1_667}
    assert balance_of(report, "receivable") == 25_060 + 2_500
    told = {each.data["item"]: each.data for each in await rig.told("charge.reversed")}
    assert (told["property_fee"]["reversed_fen"], told["property_fee"]["outstanding_fen"]) == (8_353, 16_707)


async def test_what_the_old_household_paid_for_later_days_becomes_its_prepaid_balance(rig: ServiceRig) -> None:
    await buyer_is_known(rig)
    await tell(rig, moved_in(date(2026, 11, 1)))
    async with cashier(rig) as client:
        await pay(client, 27_560)
        await tell(rig, transferred(date(2026, 11, 21)))
        report = await ensure_books_agree(client)
        balance = (await client.get("/v1/billing-reports/household-balance", params={"household_id": HOUSEHOLD})).json()
        charges = (await client.get("/v1/charges", params={"household_id": HOUSEHOLD})).json()["items"]
    assert (balance["closing_fen"], balance["prepaid_fen"]) == (0, 8_353 + 833)
    assert balance_of(report, "revenue") == 27_560
    assert {charge["status"] for charge in charges} == {"paid"}


async def test_a_transfer_charges_the_old_household_through_its_last_day_what_no_run_has_charged(
    rig: ServiceRig,
) -> None:
    await buyer_is_known(rig)
    await tell(rig, moved_in(date(2026, 9, 16)), transferred(date(2026, 11, 21)))
    assert await net_by_item(rig, HOUSEHOLD) == {
        ("property_fee", "2026-09"): 12_530,
        ("property_fee", "2026-10"): 25_060,
        ("property_fee", "2026-11"): 16_707,
        ("elevator", "2026-09"): 1_250,
        ("elevator", "2026-10"): 2_500,
        ("elevator", "2026-11"): 1_667,
    }


async def test_a_household_whose_charging_never_began_is_charged_nothing_at_its_transfer(rig: ServiceRig) -> None:
    await buyer_is_known(rig)
    await tell(rig, transferred(date(2026, 11, 21)))
    assert await net_by_item(rig, HOUSEHOLD) == {}
    assert len(await net_by_item(rig, NEW_HOUSEHOLD)) == 2


async def test_a_transfer_to_somebody_who_is_not_known_yet_is_tried_again_and_charges_nobody(rig: ServiceRig) -> None:
    with pytest.raises(PayerNotKnown):
        await tell(rig, transferred(date(2026, 11, 21)))
    assert await rig.told("charge.posted") == []


async def test_a_departure_that_nobody_follows_ends_the_charging_with_the_day_before(rig: ServiceRig) -> None:
    await tell(rig, moved_in(date(2026, 11, 1)))
    for _ in range(3):
        await tell(rig, departed(date(2026, 11, 21)))
    assert await net_by_item(rig, HOUSEHOLD) == {("property_fee", "2026-11"): 16_707, ("elevator", "2026-11"): 1_667}
    assert await term_of(rig) == (date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 20))
    async with cashier(rig) as client:
        await ensure_books_agree(client)
    assert {each.data["item"] for each in await rig.told("charge.reversed")} == {"property_fee", "elevator"}
    assert len(await rig.told("charge.reversed")) == 2


async def test_a_departure_told_without_its_day_counts_from_the_day_of_the_telling(rig: ServiceRig) -> None:
    await tell(rig, moved_in(date(2026, 11, 1)), departed(None))
    assert await term_of(rig) == (date(2026, 11, 1), date(2026, 11, 21), date(2026, 11, 21))


async def test_a_household_that_left_before_its_charging_began_is_never_charged(rig: ServiceRig) -> None:
    await tell(rig, departed(date(2026, 11, 21)), moved_in(HANDED_OVER))
    assert await net_by_item(rig, HOUSEHOLD) == {}
    assert await rig.told("charge.posted") == []


async def test_debts_of_the_old_household_stay_with_it(rig: ServiceRig) -> None:
    await buyer_is_known(rig)
    await tell(rig, wanted_pass())
    await tell(rig, transferred(date(2026, 11, 21)))
    async with cashier(rig) as client:
        (debt,) = await open_charges(client, household_id=HOUSEHOLD)
    assert (debt["item"], debt["outstanding_fen"]) == ("resident_pass", 5_000)


@settings(max_examples=25)
@given(picks=st.data(), days=st.tuples(*[st.integers(0, 75)] * 3))
async def test_every_order_of_move_in_transfer_and_the_buyers_move_in_ends_the_same(
    database_url: str, picks: st.DataObject, days: tuple[int, int, int]
) -> None:
    """Told in any order and each up to five times; a fen may move between pieces of one item, never a day.

    The old household's departure is told as well, and changes nothing of it.
    """
    begin = date(2026, 9, 1)
    sold, bought, taken_over = (begin + timedelta(days=each) for each in days)
    async with service_rig(PROGRAM, database_url) as rig:
        ends = []
        for shuffled in (False, True):
            code = f"9#1-{new_id()[-8:]}"
            first = await _known(rig, code)
            second = await _known(rig, code, "second")
            events: list[Event] = [
                moved_in(sold, household_id=first, code=code),
                _transfer(first, second, code, bought),
                *([departed(bought, household_id=first, code=code)] if shuffled else []),
                moved_in(taken_over, household_id=second, code=code),
            ]
            if shuffled:
                repeated = events + picks.draw(st.lists(st.sampled_from(events), max_size=4))
                events = picks.draw(st.permutations(repeated))
            await tell(rig, *events)
            ends.append([(await term_of(rig, each), await net_by_item(rig, each)) for each in (first, second)])
        async with cashier(rig) as client:
            await ensure_books_agree(client)
    for (term, net), (other_term, other_net) in zip(*ends, strict=True):
        assert term == other_term
        assert net.keys() == other_net.keys()
        assert all(abs(net[item] - other_net[item]) <= 1 for item in net)


async def _known(rig: ServiceRig, code: str, which: str = "first") -> str:
    if which == "first":
        await settle_in(rig)
        return await move_in(rig, code, "王芳")
    household_id = stable_id("demo", "household", code, which)
    await buyer_is_known(rig, household_id)
    return household_id


def _transfer(old: str, new: str, code: str, day: date) -> Event:
    return transferred(day, to=new).model_copy(update={"household_id": old, "room_code": code})


async def test_a_pass_beyond_the_free_ones_is_charged_once_and_due_at_once(rig: ServiceRig) -> None:
    wanted = wanted_pass()
    for _ in range(5):
        await rig.tell(wanted, subject=wanted.pass_id)
    free = wanted_pass(beyond_quota=False)
    await rig.tell(free, subject=free.pass_id)
    async with cashier(rig) as client:
        (charge,) = await open_charges(client)
        payment = (await pay(client, 5_000)).json()
        await ensure_books_agree(client)
    assert (charge["item"], charge["amount_fen"], charge["due_on"]) == ("resident_pass", 5_000, "2026-11-22")
    assert charge["cause"] == {"kind": "pass", "id": wanted.pass_id}
    assert payment["allocations"][0]["cause"] == {"kind": "pass", "id": wanted.pass_id}


async def test_a_pass_that_names_nobody_or_has_no_price_is_tried_again(bare: ServiceRig, rig: ServiceRig) -> None:
    nobody: Any = wanted_pass(household_id=None)
    with pytest.raises(PayerNotKnown):
        await rig.tell(nobody, subject=nobody.pass_id)
    await know_community(bare, ELSEWHERE, "EL")
    with pytest.raises(NoPriceInForce):
        await bare.tell(wanted_pass(), subject=new_id(), community=ELSEWHERE)
