"""Handbook B-06, B-07, R-07: what a household that has left paid in advance goes back to it, to the fen."""

import asyncio
import re
from datetime import date
from typing import Any

import httpx
import pytest

from shared.contracts.billing import PrepaidChanged, PrepaidRefunded
from shared.kernel.ids import new_id
from tests.service.billing.builders import (
    CASHIER,
    HOUSEHOLD,
    NEIGHBOUR,
    ROOM,
    balance_of,
    cashier,
    close_ticket,
    ensure_books_agree,
    open_charges,
    pay,
)
from tests.service.billing.residents_tell import FINANCE, buyer_is_known, moved_in, transferred
from tests.service.support import ELSEWHERE, ServiceRig

PATH = "/v1/prepaid-payouts"
GRANTS = ("prepaid_payouts:read", "prepaid_payouts:request", "prepaid_payouts:approve", "prepaid_payouts:pay")
BOOKS = ("charges:read", "payments:take", "ledger:read")
Json = dict[str, Any]


def desk(rig: ServiceRig, *permissions: str, **who: Any) -> httpx.AsyncClient:
    """The cashier, with every grant, so that refusals come from the rules alone."""
    return rig.client(*(permissions or (*GRANTS, *BOOKS)), **({"account_id": CASHIER, "roles": ["cashier"]} | who))


def head(rig: ServiceRig) -> httpx.AsyncClient:
    return rig.client(*GRANTS, account_id=FINANCE, roles=["finance"])


async def did(answer: httpx.Response, status: int = 200) -> Json:
    assert answer.status_code == status, answer.text
    body: Json = answer.json()
    return body


async def step(
    client: httpx.AsyncClient, payout_id: str, action: str, body: Any = None, key: str = ""
) -> httpx.Response:
    headers = {"Idempotency-Key": key or new_id()}
    return await client.post(f"{PATH}/{payout_id}/{action}", json=body, headers=headers)


async def left_with_a_balance(rig: ServiceRig) -> int:
    """The whole month was paid, the room is handed over on the 25th: the prepaid balance."""
    await rig.tell(moved_in(date(2026, 11, 22)), subject=HOUSEHOLD)
    async with cashier(rig) as client:
        owed = sum(charge["outstanding_fen"] for charge in await open_charges(client))
        assert (await pay(client, owed)).status_code == 201
    await buyer_is_known(rig)
    await rig.tell(transferred(date(2026, 11, 25)), subject=HOUSEHOLD)
    return await balance(rig)


async def balance(rig: ServiceRig) -> int:
    async with desk(rig) as client:
        asked = {"household_id": HOUSEHOLD}
        found = await did(await client.get("/v1/billing-reports/household-balance", params=asked))
    return int(found["prepaid_fen"])


async def requested(rig: ServiceRig, **over: Any) -> Json:
    async with desk(rig) as client:
        body = {"household_id": HOUSEHOLD, "reason": "已迁出"} | over
        return await did(await client.post(PATH, json=body), 201)


async def approved(rig: ServiceRig, **over: Any) -> str:
    payout_id = str((await requested(rig, **over))["id"])
    async with head(rig) as other:
        await did(await step(other, payout_id, "approve"))
    return payout_id


async def test_the_balance_of_who_left_goes_back_to_the_fen(rig: ServiceRig) -> None:
    left_fen = await left_with_a_balance(rig)
    asked = await requested(rig)
    async with head(rig) as other, desk(rig) as client:
        yes = await did(await step(other, asked["id"], "approve"))
        early = await client.get(f"{PATH}/{asked['id']}/voucher.pdf")
        paid = await did(await step(client, asked["id"], "pay", {"method": "bank", "external_transaction": "B-77"}))
        first = await client.get(f"{PATH}/{asked['id']}/voucher.pdf")
        again = await client.get(f"{PATH}/{asked['id']}/voucher.pdf")
        report = await ensure_books_agree(client)
    [told] = await rig.told("prepaid.refunded")
    balances = [event.data["balance_fen"] for event in await rig.told("prepaid.changed")]

    assert left_fen > 0
    assert (asked["status"], asked["amount_fen"], asked["owed_fen"], asked["payee_name"]) == (
        "requested", left_fen, 0, "王芳",
    )  # fmt: skip
    assert (asked["actions"], yes["actions"], paid["actions"]) == (
        ["approve", "refuse", "withdraw"], ["withdraw", "pay"], [],
    )  # fmt: skip
    assert (paid["status"], paid["voucher_number"], paid["method"]) == ("paid", "SG-PR-2026-000001", "bank")
    assert await balance(rig) == balance_of(report, "prepaid") == 0
    assert balance_of(report, "bank") == -left_fen
    assert early.status_code == 404
    assert (first.headers["content-type"], first.content == again.content) == ("application/pdf", True)
    assert len(re.findall(rb"/Type\s*/Page\b", first.content)) == 1
    assert PrepaidRefunded.model_validate(told.data).amount_fen == left_fen
    assert (told.subject, told.data["version"]) == (asked["id"], paid["version"])
    assert balances == [left_fen, 0]
    assert "王芳" not in told.to_bytes().decode()


async def test_every_change_of_a_balance_is_told_in_order(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        assert (await pay(client, 5_000)).status_code == 201
        await close_ticket(rig, 3_000)
        assert (await pay(client, 2_000, method="prepaid")).status_code == 201
        assert (await pay(client, 1_000)).status_code == 201
        await ensure_books_agree(client)
    told = await rig.told("prepaid.changed")
    seen = [PrepaidChanged.model_validate(event.data) for event in told]
    assert [(each.household_id, each.balance_fen) for each in seen] == [(HOUSEHOLD, 5_000), (HOUSEHOLD, 3_000)]
    assert seen[0].version < seen[1].version
    assert {event.subject for event in told} == {HOUSEHOLD}


async def test_nobody_approves_what_they_asked_for_and_each_step_has_its_turn(rig: ServiceRig) -> None:
    await left_with_a_balance(rig)
    payout_id = (await requested(rig))["id"]
    async with desk(rig) as client, head(rig) as other:
        own = await did(await step(client, payout_id, "approve"), 403)
        own_refusal = await did(await step(client, payout_id, "refuse", {"reason": "x"}), 403)
        early = await did(await step(client, payout_id, "pay", {"method": "cash"}), 409)
        refused = await did(await step(other, payout_id, "refuse", {"reason": "请先结清欠费"}))
        late = await did(await step(other, payout_id, "approve"), 409)
    assert own["type"] == own_refusal["type"] == "urn:lobby:problem:own-request"
    assert early["type"] == late["type"] == "urn:lobby:problem:illegal-transition"
    assert (refused["status"], refused["refusal"]) == ("refused", "请先结清欠费")
    assert await balance(rig) > 0
    assert await rig.told("prepaid.refunded") == []


async def test_one_at_a_time_and_a_withdrawn_one_makes_room(rig: ServiceRig) -> None:
    left_fen = await left_with_a_balance(rig)
    payout_id = await approved(rig, amount_fen=1)
    async with desk(rig) as client:
        body = {"household_id": HOUSEHOLD, "reason": "已迁出"}
        second = await did(await client.post(PATH, json=body), 409)
        await did(await step(client, payout_id, "withdraw"))
        answers = await asyncio.gather(*(client.post(PATH, json=body) for _ in range(5)))
    assert second["type"] == "urn:lobby:problem:payout-open"
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert [answer.json()["amount_fen"] for answer in answers if answer.status_code == 201] == [left_fen]


async def test_it_is_paid_once_under_one_key_and_never_twice(rig: ServiceRig) -> None:
    left_fen = await left_with_a_balance(rig)
    payout_id = await approved(rig)
    async with desk(rig) as client:
        keyless = await client.post(f"{PATH}/{payout_id}/pay", json={"method": "cash"})
        answers = [await step(client, payout_id, "pay", {"method": "cash"}, key="pay-1") for _ in range(2)]
        other_key = await step(client, payout_id, "pay", {"method": "cash"}, key="pay-2")
        report = await ensure_books_agree(client)
    assert keyless.status_code == 400
    assert [answer.json()["voucher_number"] for answer in answers] == ["SG-PR-2026-000001"] * 2
    assert other_key.status_code == 409
    assert balance_of(report, "prepaid") == 0
    assert sum(balance_of(report, account) for account in ("cash", "wechat")) > -left_fen
    assert len(await rig.told("prepaid.refunded")) == 1


async def test_what_was_used_meanwhile_is_not_paid_out(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        assert (await pay(client, 5_000)).status_code == 201
        payout_id = await approved(rig)
        await close_ticket(rig, 3_000)
        assert (await pay(client, 3_000, method="prepaid")).status_code == 201
    async with desk(rig) as client:
        refused = await did(await step(client, payout_id, "pay", {"method": "cash"}), 409)
        assert (await did(await client.get(f"{PATH}/{payout_id}")))["status"] == "approved"
        await did(await step(client, payout_id, "withdraw"))
        await ensure_books_agree(client)
    assert refused["type"] == "urn:lobby:problem:prepaid-used"
    assert "20.00" in refused["detail"]
    assert (await requested(rig))["amount_fen"] == 2_000


async def test_who_approves_sees_what_is_owed(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        assert (await pay(client, 5_000)).status_code == 201
    await close_ticket(rig, 3_000)
    assert (await requested(rig))["owed_fen"] == 3_000


BAD: list[tuple[Json, str, int]] = [
    ({"household_id": HOUSEHOLD, "reason": "x", "amount_fen": 10**9}, "/amount_fen", 409),
    ({"household_id": NEIGHBOUR, "reason": "x"}, "/amount_fen", 409),
    ({"household_id": HOUSEHOLD, "reason": "x", "amount_fen": 0}, "/amount_fen", 422),
    ({"household_id": HOUSEHOLD, "reason": "x", "amount_fen": 1.5}, "/amount_fen", 422),
    ({"household_id": HOUSEHOLD, "reason": ""}, "/reason", 422),
    ({"household_id": HOUSEHOLD}, "/reason", 422),
    ({"household_id": HOUSEHOLD, "reason": "a\x00"}, "/reason", 422),
    ({"household_id": HOUSEHOLD, "reason": "x", "payee": "y"}, "/payee", 422),
    ({"household_id": new_id(), "reason": "x"}, "/household_id", 404),
]


@pytest.mark.parametrize(("body", "pointer", "status"), BAD)
async def test_a_bad_request_is_named_and_changes_nothing(
    rig: ServiceRig, body: Json, pointer: str, status: int
) -> None:
    async with cashier(rig) as client:
        assert (await pay(client, 5_000)).status_code == 201
    async with desk(rig) as client:
        problem = await did(await client.post(PATH, json=body), status)
        assert (await did(await client.get(PATH)))["items"] == []
    if "errors" in problem:
        assert pointer in [fault["pointer"] for fault in problem["errors"]]
    else:
        assert status != 422


async def test_it_is_not_paid_from_itself_and_a_stale_version_changes_nothing(rig: ServiceRig) -> None:
    await left_with_a_balance(rig)
    payout_id = await approved(rig)
    async with desk(rig) as client:
        circular = await did(await step(client, payout_id, "pay", {"method": "prepaid"}), 422)
        headers = {"Idempotency-Key": new_id(), "If-Match": '"1"'}
        stale = await client.post(f"{PATH}/{payout_id}/pay", json={"method": "cash"}, headers=headers)
    assert [fault["pointer"] for fault in circular["errors"]] == ["/method"]
    assert stale.status_code == 412


async def test_the_list_is_one_query_and_narrows(rig: ServiceRig, counted_queries: list[str]) -> None:
    await left_with_a_balance(rig)
    async with desk(rig) as client:
        for _ in range(3):
            payout_id = (await requested(rig, amount_fen=1))["id"]
            await did(await step(client, payout_id, "withdraw"))
        counted_queries.clear()
        page = await did(await client.get(PATH, params={"room_code": ROOM, "status": "withdrawn"}))
        seen = len(counted_queries)
        none = await did(await client.get(PATH, params={"household_id": NEIGHBOUR}))
    assert (len(page["items"]), seen, none["items"]) == (3, 1, [])


@pytest.fixture
def counted_queries(rig: ServiceRig) -> Any:
    from tests.service.residents.counting import counted  # noqa: PLC0415 - one use

    with counted(rig) as seen:
        yield seen


async def test_strangers_and_those_without_the_grant_do_nothing(rig: ServiceRig) -> None:
    await left_with_a_balance(rig)
    payout_id = (await requested(rig))["id"]
    async with desk(rig, *GRANTS, communities=(ELSEWHERE,)) as stranger:
        assert (await did(await stranger.get(PATH)))["items"] == []
        body = {"household_id": HOUSEHOLD, "reason": "x"}
        assert (await stranger.post(PATH, json=body)).status_code == 404
        assert (await stranger.get(f"{PATH}/{payout_id}")).status_code == 404
        assert (await stranger.get(f"{PATH}/{payout_id}/voucher.pdf")).status_code == 404
        for action, sent in (
            ("approve", None),
            ("refuse", {"reason": "x"}),
            ("withdraw", None),
            ("pay", {"method": "cash"}),
        ):
            assert (await step(stranger, payout_id, action, sent)).status_code == 404
    async with desk(rig, "deposits:read", "deposits:pay", "charges:read") as without:
        assert (await without.get(PATH)).status_code == 403
        assert (await without.post(PATH, json={"household_id": HOUSEHOLD, "reason": "x"})).status_code == 403
        for action in ("approve", "withdraw", "pay"):
            assert (await step(without, payout_id, action, {"method": "cash"})).status_code == 403
