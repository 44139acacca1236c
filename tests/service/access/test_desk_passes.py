"""Handbook A-30, A-32: resident and temporary passes, as the desk enters them."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx

from shared.contracts.common import Cause
from shared.kernel.ids import new_id
from tests.service.access.builders import ALL, GUARD, HOUSEHOLD, OWNER, ROOM, TODAY, ask_gate, payment, show
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

GUEST: dict[str, Any] = {
    "kind": "temporary",
    "room_code": ROOM,
    "holder_name": "李师傅",
    "valid_until": str(TODAY),
    "purpose": "送家具",
}
RESIDENT: dict[str, Any] = {"kind": "resident", "room_code": ROOM, "holder_id": OWNER}


async def open_pass(client: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Response:
    return await client.post("/v1/passes", json=body, headers={"Idempotency-Key": new_id()})


async def test_a_temporary_pass_is_issued_at_once_and_listed_until_it_comes_back(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        answer = await open_pass(client, GUEST)
        assert answer.status_code == 201
        card = answer.json()
        assert answer.headers["Location"] == f"/v1/passes/{card['id']}"
        assert (card["number"], card["status"], card["household_id"]) == ("T-0001", "issued", HOUSEHOLD)
        assert (await ask_gate(rig, card["code"]))["decision"] == "allow"
        rig.clock.advance(timedelta(days=1))
        await rig.run_job("expire-passes")
        unreturned = (await client.get("/v1/passes", params={"kind": "temporary", "unreturned": True})).json()
        assert [(item["number"], item["status"]) for item in unreturned["items"]] == [("T-0001", "expired")]
        await client.post(f"/v1/passes/{card['id']}/return")
        unreturned = (await client.get("/v1/passes", params={"kind": "temporary", "unreturned": True})).json()
    assert unreturned["items"] == []
    assert [envelope.type for envelope in await rig.told()] == ["pass.issued", "pass.expired", "pass.returned"]
    assert all("李师傅" not in envelope.to_bytes().decode() for envelope in await rig.told())


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"valid_until": str(TODAY - timedelta(days=1))}, "/valid_until"),
    ({"valid_until": str(TODAY + timedelta(days=32))}, "/valid_until"),
    ({"valid_until": "9999-12-31"}, "/valid_until"),
    ({"valid_until": "soon"}, "/valid_until"),
    ({"valid_until": None}, "/valid_until"),
    ({"holder_name": None}, "/holder_name"),
    ({"holder_name": "\x00"}, "/holder_name"),
    ({"holder_name": "x" * 101}, "/holder_name"),
    ({"room_code": "9#9-9-9"}, "/room_code"),
    ({"room_code": "3#\x00"}, "/room_code"),
    ({"kind": "worker"}, "/kind"),
    ({"surprise": 1}, "/surprise"),
]


async def test_what_is_wrong_with_a_temporary_pass_is_pointed_at(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        for change, pointer in WRONG:
            answer = await open_pass(client, GUEST | change)
            assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (422, [pointer])
        assert (await client.get("/v1/passes")).json()["items"] == []


async def test_a_pass_is_a_document_and_needs_an_idempotency_key(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        assert (await client.post("/v1/passes", json=GUEST)).status_code == 400
        key = {"Idempotency-Key": "desk-1"}
        answers = await asyncio.gather(*(client.post("/v1/passes", json=GUEST, headers=key) for _ in range(20)))
        numbers = {answer.json()["number"] for answer in answers if answer.status_code == 201}
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert numbers == {"T-0001"}
        assert len((await client.get("/v1/passes")).json()["items"]) == 1


async def test_three_resident_passes_are_free_and_the_fourth_waits_for_its_fee(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        cards = [(await open_pass(client, RESIDENT)).json() for _ in range(4)]
        assert [card["beyond_quota"] for card in cards] == [False, False, False, True]
        assert {card["holder"]["name"] for card in cards} == {"王芳"}
        told = await rig.told("pass.requested")
        assert [envelope.data["beyond_quota"] for envelope in told] == [False, False, False, True]
        free, charged = cards[0]["id"], cards[3]["id"]
        took = {"received_by": "王芳"}
        assert (await client.post(f"/v1/passes/{free}/issue", json=took)).json()["status"] == "issued"
        unpaid = await client.post(f"/v1/passes/{charged}/issue", json=took)
        assert (unpaid.status_code, unpaid.json()["type"]) == (409, "urn:lobby:problem:pass-fee-unpaid")
        paid = payment(Cause(kind="pass", id=charged, item="resident_pass"))
        await rig.tell(paid, subject=paid.payment_id)
        assert (await client.post(f"/v1/passes/{charged}/issue", json=took)).json()["status"] == "issued"


async def test_a_returned_pass_frees_its_place_in_the_quota(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        first = (await open_pass(client, RESIDENT)).json()
        for _ in range(2):
            await open_pass(client, RESIDENT)
        await client.post(f"/v1/passes/{first['id']}/issue", json={"received_by": "王芳"})
        await client.post(f"/v1/passes/{first['id']}/return")
        assert (await open_pass(client, RESIDENT)).json()["beyond_quota"] is False


async def test_of_many_requests_at_once_only_three_are_free(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        cards = [answer.json() for answer in await asyncio.gather(*(open_pass(client, RESIDENT) for _ in range(6)))]
    assert sorted(card["beyond_quota"] for card in cards) == [False] * 3 + [True] * 3
    assert len({card["number"] for card in cards}) == 6


async def test_resident_passes_are_for_members_of_the_household(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        stranger = await open_pass(client, RESIDENT | {"holder_id": new_id()})
        nobody = await open_pass(client, {"kind": "resident", "room_code": ROOM})
    assert (stranger.status_code, stranger.json()["errors"][0]["pointer"]) == (422, "/holder_id")
    assert (nobody.status_code, nobody.json()["errors"][0]["pointer"]) == (422, "/holder_id")


async def test_the_community_must_be_ones_own_and_named_when_there_are_several(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        assert (await open_pass(client, GUEST | {"community_id": ELSEWHERE})).status_code == 404
        assert (await client.get("/v1/passes", params={"community_id": ELSEWHERE})).status_code == 404
    async with rig.client(*ALL, communities=[GARDEN, ELSEWHERE]) as client:
        unnamed = await open_pass(client, GUEST)
        assert (unnamed.status_code, unnamed.json()["errors"][0]["pointer"]) == (422, "/community_id")
        assert (await open_pass(client, GUEST | {"community_id": GARDEN})).status_code == 201


async def test_a_pass_beyond_its_period_is_not_issued(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        card = (await open_pass(client, RESIDENT | {"valid_until": str(TODAY)})).json()
        rig.clock.advance(timedelta(days=1))
        late = await client.post(f"/v1/passes/{card['id']}/issue", json={"received_by": "王芳"})
    assert (late.status_code, late.json()["type"]) == (409, "urn:lobby:problem:pass-period-over")
    assert (await show(rig, card["id"]))["status"] == "requested"


async def test_the_qr_code_is_a_picture_of_the_code(rig: ServiceRig) -> None:
    async with rig.client(*ALL, account_id=GUARD) as client:
        card = (await open_pass(client, GUEST)).json()
        picture = await client.get(f"/v1/passes/{card['id']}/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.text.startswith("<?xml")
    assert "<svg" in picture.text
    assert len(card["code"]) == 22
