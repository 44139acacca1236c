"""What tickets and renovations lead to. Source: handbook B-17."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from services.billing.domain.errors import NoPriceInForce, PayerNotKnown
from shared.contracts.residents import ChargeDue
from shared.contracts.tickets import BillableItem
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id, stable_id
from tests.service.billing.builders import (
    DEPOSIT_RUBBISH_PASSES,
    HOUSEHOLD,
    NEIGHBOUR,
    NEXT_DOOR,
    ROOM,
    approve_renovation,
    approved_renovation,
    balance_of,
    cashier,
    close_ticket,
    closed_ticket,
    ensure_books_agree,
    know_community,
    move_in,
    open_charges,
    pay,
    settle_in,
)
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig


async def test_a_closed_repair_is_charged_as_agreed_and_due_in_two_weeks(rig: ServiceRig) -> None:
    ticket_id = await close_ticket(rig, 8_000)
    async with cashier(rig) as client:
        (charge,) = await open_charges(client, cause_id=ticket_id)
    assert charge["number"] == "C261122-0001"
    assert charge["household_id"] == HOUSEHOLD
    assert (charge["room_code"], charge["item"], charge["name_zh"]) == (ROOM, "repair_tap", "更换水龙头")
    assert (charge["amount_fen"], charge["outstanding_fen"], charge["status"]) == (8_000, 8_000, "open")
    assert (charge["posted_on"], charge["due_on"]) == ("2026-11-22", "2026-12-06")
    assert charge["cause"] == {"kind": "ticket", "id": ticket_id}

    (told,) = await rig.told("charge.posted")
    assert told.subject == charge["id"]
    assert told.data["cause"] == {"kind": "ticket", "id": ticket_id, "item": "repair_tap"}
    assert (told.data["amount_fen"], told.data["outstanding_fen"], told.data["version"]) == (8_000, 8_000, 1)


async def test_an_approved_renovation_is_charged_by_the_tariff_and_due_at_once(rig: ServiceRig) -> None:
    renovation_id = await approve_renovation(rig)
    async with cashier(rig) as client:
        charges = await open_charges(client, cause_id=renovation_id)
        report = await ensure_books_agree(client)
    assert [(charge["item"], charge["quantity"], charge["amount_fen"]) for charge in charges] == [
        ("renovation_deposit", 1, 200_000),
        ("rubbish_removal", 1, 60_000),
        ("worker_pass", 4, 4_000),
    ]
    assert {charge["due_on"] for charge in charges} == {"2026-11-22"}
    assert [charge["nature"] for charge in charges] == ["deposit", "fee", "fee"]
    assert balance_of(report, "receivable") == 264_000
    assert balance_of(report, "revenue") == 64_000
    assert balance_of(report, "deposits_due") == 200_000
    assert balance_of(report, "deposits") == 0
    assert len(await rig.told("charge.posted")) == 3


async def test_an_event_that_comes_twice_charges_once(rig: ServiceRig) -> None:
    closed = closed_ticket(rig)
    envelope = await rig.tell(closed, subject=closed.ticket_id)
    await rig.deliver(envelope)
    await rig.tell(closed, subject=closed.ticket_id, event_id=new_id())
    assert len(await rig.told("charge.posted")) == 1


async def test_a_second_telling_with_another_item_charges_only_what_is_new(rig: ServiceRig) -> None:
    tap = BillableItem(item="repair_tap", quantity=1, amount_fen=8_000)
    lock = BillableItem(item="repair_lock", quantity=1, amount_fen=15_000)
    ticket_id = new_id()
    await rig.tell(closed_ticket(rig, [tap], ticket_id=ticket_id), subject=ticket_id)
    await rig.tell(closed_ticket(rig, [tap, lock], ticket_id=ticket_id), subject=ticket_id)
    async with cashier(rig) as client:
        charges = await open_charges(client, cause_id=ticket_id)
    assert [charge["item"] for charge in charges] == ["repair_tap", "repair_lock"]


async def test_one_ticket_told_ten_times_at_once_is_charged_once(rig: ServiceRig) -> None:
    closed = closed_ticket(rig)
    envelopes = [rig.envelope(closed, subject=closed.ticket_id) for _ in range(10)]
    results = await asyncio.gather(*(rig.deliver(each) for each in envelopes), return_exceptions=True)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert len(await rig.told("charge.posted")) == 1
    async with cashier(rig) as client:
        report = await ensure_books_agree(client)
    assert balance_of(report, "receivable") == 8_000


async def test_a_ticket_without_billable_items_or_of_free_work_charges_nothing(rig: ServiceRig) -> None:
    nothing = closed_ticket(rig, [])
    await rig.tell(nothing, subject=nothing.ticket_id)
    free = closed_ticket(rig, [BillableItem(item="repair_tap", quantity=1, amount_fen=0)])
    await rig.tell(free, subject=free.ticket_id)
    assert await rig.told("charge.posted") == []


async def test_two_lines_of_one_item_are_one_charge(rig: ServiceRig) -> None:
    tap = BillableItem(item="repair_tap", quantity=1, amount_fen=8_000)
    closed = closed_ticket(rig, [tap, tap])
    await rig.tell(closed, subject=closed.ticket_id)
    async with cashier(rig) as client:
        (charge,) = await open_charges(client, cause_id=closed.ticket_id)
    assert (charge["quantity"], charge["amount_fen"]) == (2, 16_000)


async def test_an_item_that_the_tariff_does_not_know_is_charged_under_its_code(rig: ServiceRig) -> None:
    ticket_id = await close_ticket(rig, 5_000, item="repair_roof")
    async with cashier(rig) as client:
        (charge,) = await open_charges(client, cause_id=ticket_id)
    assert (charge["name_zh"], charge["amount_fen"], charge["nature"]) == ("repair_roof", 5_000, "fee")


async def test_another_household_may_pay_for_a_ticket(rig: ServiceRig) -> None:
    closed = closed_ticket(rig, payer=NEIGHBOUR)
    await rig.tell(closed, subject=closed.ticket_id)
    async with cashier(rig) as client:
        (charge,) = await open_charges(client, household_id=NEIGHBOUR)
    assert charge["room_code"] == ROOM


async def test_a_payer_who_has_not_arrived_yet_is_waited_for(rig: ServiceRig) -> None:
    closed = closed_ticket(rig, code="1#1-1-1")
    envelope = rig.envelope(closed, subject=closed.ticket_id)
    with pytest.raises(PayerNotKnown):
        await rig.deliver(envelope)
    assert await rig.told("charge.posted") == []

    await move_in(rig, "1#1-1-1", "张伟")
    await rig.deliver(envelope)
    assert len(await rig.told("charge.posted")) == 1


async def test_a_ticket_that_names_no_payer_falls_back_to_its_household_and_without_one_is_refused(
    rig: ServiceRig,
) -> None:
    closed = closed_ticket(rig, payer=None)
    await rig.tell(closed, subject=closed.ticket_id)
    assert len(await rig.told("charge.posted")) == 1
    nobody = closed_ticket(rig, payer=None).model_copy(update={"household_id": None})
    with pytest.raises(PayerNotKnown, match="T261122-0007"):
        await rig.tell(nobody, subject=nobody.ticket_id)


async def test_an_event_before_its_community_is_tried_again_later(bare: ServiceRig) -> None:
    closed = closed_ticket(bare)
    envelope = bare.envelope(closed, subject=closed.ticket_id)
    with pytest.raises(NotFound):
        await bare.deliver(envelope)
    await settle_in(bare)
    await bare.deliver(envelope)
    assert len(await bare.told("charge.posted")) == 1


async def test_a_renovation_item_without_a_price_is_refused_as_a_whole(rig: ServiceRig) -> None:
    due = [*DEPOSIT_RUBBISH_PASSES, ChargeDue(item="gold_plating", quantity=1)]
    approved = approved_renovation(rig, due)
    with pytest.raises(NoPriceInForce, match="gold_plating"):
        await rig.tell(approved, subject=approved.renovation_id)
    assert await rig.told("charge.posted") == []


async def test_a_negative_quantity_posts_nothing(rig: ServiceRig) -> None:
    approved = approved_renovation(rig, [ChargeDue(item="worker_pass", quantity=-4)])
    with pytest.raises((ValueError, DBAPIError)):
        await rig.tell(approved, subject=approved.renovation_id)
    assert await rig.told("charge.posted") == []


async def test_a_renovation_is_priced_by_the_day_of_its_approval_however_late_the_event(rig: ServiceRig) -> None:
    approved = approved_renovation(rig, [ChargeDue(item="worker_pass", quantity=4)])
    envelope = rig.envelope(approved, subject=approved.renovation_id)
    async with cashier(rig) as client:
        price = {"unit_price_fen": 2_000, "valid_from": "2026-11-23", "source": "阳发改价〔2026〕31号"}
        assert (await client.post("/v1/tariffs/worker_pass/versions", json=price)).status_code == 201
        rig.clock.advance(timedelta(days=3))
        await rig.deliver(envelope)
        (charge,) = await open_charges(client)
    assert charge["amount_fen"] == 4_000
    assert (charge["posted_on"], charge["due_on"]) == ("2026-11-25", "2026-11-22")


async def test_a_late_room_or_household_never_overwrites_a_newer_one(rig: ServiceRig) -> None:
    await move_in(rig, ROOM, "旧名")
    await close_ticket(rig)
    async with cashier(rig) as client:
        payment = (await pay(client, 8_000)).json()
        receipt = (await client.get(f"/v1/receipts/{payment['receipt_number']}")).json()
    assert receipt["payer_name"] == "王芳"


async def test_charges_are_listed_by_room_cause_household_and_openness_page_by_page(rig: ServiceRig) -> None:
    tickets = [await close_ticket(rig, 1_000 + number) for number in range(5)]
    await close_ticket(rig, 9_000, code=NEXT_DOOR)
    async with cashier(rig) as client:
        await pay(client, 1_000, charge_ids=[(await open_charges(client, cause_id=tickets[0]))[0]["id"]])
        first = (await client.get("/v1/charges", params={"room_code": ROOM, "limit": 2})).json()
        seen, cursor = list(first["items"]), first["next_cursor"]
        while cursor:
            page = (await client.get("/v1/charges", params={"room_code": ROOM, "limit": 2, "cursor": cursor})).json()
            seen += page["items"]
            cursor = page["next_cursor"]
        paid = (await client.get("/v1/charges", params={"open": "false"})).json()["items"]
        still_open = await open_charges(client, room_code=ROOM)
        neighbours = await open_charges(client, household_id=NEIGHBOUR)
    assert [charge["cause"]["id"] for charge in seen] == tickets[::-1]
    assert [charge["cause"]["id"] for charge in paid] == tickets[:1]
    assert len(still_open) == 4
    assert [charge["amount_fen"] for charge in neighbours] == [9_000]


async def test_a_charge_of_another_community_is_not_found(rig: ServiceRig) -> None:
    await know_community(rig, ELSEWHERE, "OT")
    await close_ticket(rig)
    async with cashier(rig) as client:
        (charge,) = await open_charges(client)
        shown = await client.get(f"/v1/charges/{charge['id']}")
    assert shown.status_code == 200
    assert shown.headers["etag"] == '"1"'
    async with rig.client("charges:read", communities=[ELSEWHERE]) as stranger:
        assert (await stranger.get(f"/v1/charges/{charge['id']}")).status_code == 404
        assert (await stranger.get("/v1/charges")).json()["items"] == []
        assert (await stranger.get("/v1/charges", params={"community_id": GARDEN})).status_code == 404
        foreign = await stranger.get(
            "/v1/billing-reports/household-balance", params={"household_id": stable_id("demo", "household", ROOM)}
        )
        assert foreign.status_code == 404
