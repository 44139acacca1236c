"""Taking money. Source: handbook B-05, B-06."""

from datetime import timedelta

import pytest

from shared.kernel.ids import new_id
from tests.service.billing.builders import (
    CASHIER,
    HOUSEHOLD,
    NEIGHBOUR,
    NEXT_DOOR,
    ROOM,
    approve_renovation,
    balance_of,
    cashier,
    close_ticket,
    ensure_books_agree,
    know_community,
    move_in,
    move_out,
    open_charges,
    pay,
)
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig


async def test_a_repair_is_paid_by_wechat_and_told(rig: ServiceRig) -> None:
    ticket_id = await close_ticket(rig, 8_000)
    async with cashier(rig) as client:
        answer = await pay(client, 8_000, external_transaction="4200002611220001")
        assert answer.status_code == 201
        payment = answer.json()
        assert answer.headers["location"] == f"/v1/payments/{payment['id']}"
        (charge,) = (await client.get("/v1/charges", params={"cause_id": ticket_id})).json()["items"]
        report = await ensure_books_agree(client)
    assert (charge["status"], charge["outstanding_fen"]) == ("paid", 0)
    assert (payment["receipt_number"], payment["received_by"]) == ("SG-2026-000001", CASHIER)
    assert payment["prepaid_fen"] == 0
    (part,) = payment["allocations"]
    assert (part["charge_id"], part["amount_fen"], part["outstanding_fen"]) == (charge["id"], 8_000, 0)
    assert (balance_of(report, "wechat"), balance_of(report, "receivable")) == (8_000, 0)

    (told,) = await rig.told("payment.received")
    assert told.subject == payment["id"]
    assert told.actor == CASHIER
    assert told.data["household_id"] == HOUSEHOLD
    assert (told.data["amount_fen"], told.data["receipt_number"]) == (8_000, "SG-2026-000001")
    assert told.data["allocations"] == [
        {
            "charge_id": charge["id"],
            "cause": {"kind": "ticket", "id": ticket_id, "item": "repair_tap"},
            "amount_fen": 8_000,
            "outstanding_fen": 0,
        }
    ]


async def test_one_payment_settles_all_three_charges_of_a_renovation_and_the_deposit_is_held(rig: ServiceRig) -> None:
    renovation_id = await approve_renovation(rig)
    async with cashier(rig) as client:
        payment = (await pay(client, 264_000, method="bank")).json()
        report = await ensure_books_agree(client)
        balance = (await client.get("/v1/billing-reports/household-balance", params={"household_id": HOUSEHOLD})).json()
    assert {part["cause"]["id"] for part in payment["allocations"]} == {renovation_id}
    assert {part["outstanding_fen"] for part in payment["allocations"]} == {0}
    assert balance_of(report, "deposits") == 200_000
    assert balance_of(report, "deposits_due") == 0
    assert balance_of(report, "bank") == 264_000
    assert (balance["charged_fen"], balance["settled_fen"], balance["closing_fen"]) == (264_000, 264_000, 0)
    assert balance["deposits_fen"] == 200_000


async def test_the_earlier_due_is_settled_before_the_later_and_the_rest_is_prepaid(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    rig.clock.advance(timedelta(days=1))
    await close_ticket(rig, 4_000, item="repair_socket")
    async with cashier(rig) as client:
        part = (await pay(client, 10_000)).json()
        rest = (await pay(client, 5_000)).json()
        await ensure_books_agree(client)
    assert [(each["item"], each["amount_fen"], each["outstanding_fen"]) for each in part["allocations"]] == [
        ("repair_tap", 8_000, 0),
        ("repair_socket", 2_000, 2_000),
    ]
    assert [(each["item"], each["amount_fen"]) for each in rest["allocations"]] == [("repair_socket", 2_000)]
    assert rest["prepaid_fen"] == 3_000


async def test_the_payer_designates_what_is_paid(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    rig.clock.advance(timedelta(days=1))
    await close_ticket(rig, 4_000, item="repair_socket")
    async with cashier(rig) as client:
        socket = (await open_charges(client))[1]
        payment = (await pay(client, 4_000, charge_ids=[socket["id"]])).json()
        owed = await open_charges(client)
    assert [part["item"] for part in payment["allocations"]] == ["repair_socket"]
    assert [charge["item"] for charge in owed] == ["repair_tap"]


async def test_the_prepaid_balance_pays_what_is_owed_and_not_a_fen_more(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        await pay(client, 10_000, method="cash")
        nothing_owed = await pay(client, 1_000, method="prepaid")
        await close_ticket(rig, 8_000)
        too_much = await pay(client, 10_001, method="prepaid")
        more_than_owed = await pay(client, 9_000, method="prepaid")
        payment = await pay(client, 8_000, method="prepaid")
        report = await ensure_books_agree(client)
        balance = (await client.get("/v1/billing-reports/household-balance", params={"household_id": HOUSEHOLD})).json()
    assert (nothing_owed.status_code, nothing_owed.json()["type"]) == (409, "urn:lobby:problem:more-than-owed")
    assert (too_much.status_code, too_much.json()["type"]) == (409, "urn:lobby:problem:prepaid-too-low")
    assert (more_than_owed.status_code, more_than_owed.json()["type"]) == (409, "urn:lobby:problem:more-than-owed")
    assert payment.json()["receipt_number"] == "SG-2026-000002"
    assert (balance_of(report, "cash"), balance_of(report, "prepaid")) == (10_000, 2_000)
    assert balance["prepaid_fen"] == 2_000


async def test_one_external_transaction_posted_twice_is_one_payment(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    async with cashier(rig) as client:
        first = await pay(client, 8_000, external_transaction="4200002611220001")
        again = await pay(client, 8_000, external_transaction="4200002611220001")
        other_amount = await pay(client, 9_000, external_transaction="4200002611220001")
        other_payer = await pay(client, 8_000, external_transaction="4200002611220001", room_code=NEXT_DOOR)
        listed = (await client.get("/v1/payments")).json()["items"]
        report = await ensure_books_agree(client)
    assert again.status_code == 201
    assert again.json() == first.json()
    for refused in (other_amount, other_payer):
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:lobby:problem:external-transaction-reused")
    assert len(listed) == 1
    assert balance_of(report, "wechat") == 8_000
    assert len(await rig.told("payment.received")) == 1


async def test_the_same_key_replays_the_first_answer_and_a_key_is_required(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        first = await pay(client, 5_000, key="till-1-0001")
        again = await pay(client, 5_000, key="till-1-0001")
        other_body = await pay(client, 6_000, key="till-1-0001")
        without = await client.post("/v1/payments", json={"room_code": ROOM, "method": "cash", "amount_fen": 5_000})
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    assert other_body.status_code == 422
    assert (without.status_code, without.json()["type"]) == (400, "urn:lobby:problem:idempotency-key-required")
    assert len(await rig.told("payment.received")) == 1


@pytest.mark.parametrize("fen", [0, -1, 10**12 + 1, 2**80, 1.5, "viel", None])
async def test_only_a_sensible_amount_is_taken(rig: ServiceRig, fen: object) -> None:
    async with cashier(rig) as client:
        answer = await pay(client, fen)  # type: ignore[arg-type]  # that is the story
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/amount_fen"


async def test_a_payer_must_be_known_and_named_once(rig: ServiceRig) -> None:
    await know_community(rig, ELSEWHERE, "OT")
    strange = await move_in(rig, "9#9-9-9", "赵敏", community=ELSEWHERE)
    async with cashier(rig) as client:
        unknown = await pay(client, 100, household_id=new_id())
        foreign = await pay(client, 100, household_id=strange)
        no_room = await pay(client, 100, room_code="8#8-8-8")
        foreign_room = await pay(client, 100, room_code="9#9-9-9")
        foreign_community = await pay(client, 100, community_id=ELSEWHERE)
        both = await pay(client, 100, household_id=HOUSEHOLD, room_code=ROOM)
        neither = await pay(client, 100, room_code=None)
    assert [answer.status_code for answer in (unknown, foreign, foreign_community)] == [404, 404, 404]
    assert unknown.json()["errors"][0]["pointer"] == "/household_id"
    for refused in (no_room, foreign_room):
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:lobby:problem:unknown-room")
    assert (both.status_code, neither.status_code) == (422, 422)
    assert await rig.told("payment.received") == []


async def test_a_departed_household_still_pays_but_its_empty_room_does_not(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    await move_out(rig, ROOM, "王芳")
    async with cashier(rig) as client:
        by_room = await pay(client, 8_000)
        by_household = await pay(client, 8_000, household_id=HOUSEHOLD)
    assert (by_room.status_code, by_room.json()["type"]) == (422, "urn:lobby:problem:no-household-in-room")
    assert by_household.json()["allocations"][0]["outstanding_fen"] == 0


async def test_only_own_open_charges_can_be_designated(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    await close_ticket(rig, 3_000, code=NEXT_DOOR)
    async with cashier(rig) as client:
        own, other = await open_charges(client)
        assert (await pay(client, 8_000)).status_code == 201
        paid = await pay(client, 100, charge_ids=[own["id"]])
        strange = await pay(client, 100, charge_ids=[other["id"]])
        unknown = await pay(client, 100, charge_ids=[new_id()])
        twice = await pay(client, 100, charge_ids=[other["id"], other["id"]], household_id=NEIGHBOUR)
    assert (paid.status_code, paid.json()["type"]) == (409, "urn:lobby:problem:charge-already-paid")
    assert (strange.status_code, strange.json()["type"]) == (422, "urn:lobby:problem:charge-of-another-household")
    assert unknown.status_code == 404
    assert unknown.json()["errors"][0]["pointer"] == "/charge_ids/0"
    assert twice.status_code == 422
    assert len(await rig.told("payment.received")) == 1


async def test_payments_are_listed_newest_first_and_read_with_their_etag(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        for fen in (100, 200, 300):
            await pay(client, fen)
            rig.clock.advance(timedelta(minutes=1))
        await pay(client, 400, room_code=NEXT_DOOR, method="cash")
        page = (await client.get("/v1/payments", params={"room_code": ROOM, "limit": 2})).json()
        rest = (
            await client.get("/v1/payments", params={"room_code": ROOM, "cursor": page["next_cursor"], "limit": 2})
        ).json()
        cash = (await client.get("/v1/payments", params={"method": "cash"})).json()["items"]
        other_day = (await client.get("/v1/payments", params={"received_on": "2026-11-21"})).json()["items"]
        shown = await client.get(f"/v1/payments/{page['items'][0]['id']}")
    assert [payment["amount_fen"] for payment in page["items"] + rest["items"]] == [300, 200, 100]
    assert [payment["household_id"] for payment in cash] == [NEIGHBOUR]
    assert other_day == []
    assert shown.json() == page["items"][0]
    assert shown.headers["etag"] == '"1"'


async def test_who_may_not_take_money_is_refused_and_another_community_sees_none(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        payment = (await pay(client, 100)).json()
    async with rig.client("payments:read") as reader:
        assert (await pay(reader, 100)).status_code == 403
        assert (await reader.get("/v1/billing-reports/trial-balance")).status_code == 403
    async with rig.client("payments:read", "receipts:read", "ledger:read", communities=[ELSEWHERE]) as stranger:
        assert (await stranger.get(f"/v1/payments/{payment['id']}")).status_code == 404
        assert (await stranger.get(f"/v1/receipts/{payment['receipt_number']}")).status_code == 404
        assert (await stranger.get(f"/v1/receipts/{payment['receipt_number']}/pdf")).status_code == 404
        assert (await stranger.get("/v1/payments")).json()["items"] == []
        report = await stranger.get("/v1/billing-reports/trial-balance", params={"community_id": GARDEN})
        assert report.status_code == 404


async def test_the_balance_of_a_period_opens_where_the_one_before_closed(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    async with cashier(rig) as client:
        await pay(client, 3_000)
        rig.clock.advance(timedelta(days=2))
        await close_ticket(rig, 4_000)
        await pay(client, 20_000)
        address = "/v1/billing-reports/household-balance"
        whose = {"household_id": HOUSEHOLD}
        before = (await client.get(address, params={**whose, "until": "2026-11-23"})).json()
        after = (await client.get(address, params={**whose, "since": "2026-11-24"})).json()
        then = (await client.get("/v1/billing-reports/trial-balance", params={"until": "2026-11-23"})).json()
    assert (before["opening_fen"], before["charged_fen"], before["settled_fen"]) == (0, 8_000, 3_000)
    assert (after["opening_fen"], after["charged_fen"], after["settled_fen"]) == (5_000, 4_000, 9_000)
    assert (before["closing_fen"], after["closing_fen"]) == (5_000, 0)
    assert (before["prepaid_fen"], after["prepaid_fen"]) == (0, 11_000)
    assert balance_of(then, "receivable") == 5_000
    assert then["agreements"] == []
