"""The public tariff. Source: handbook B-01."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.billing import demo
from services.billing.snapshot import snapshot
from tests.service.billing.builders import approve_renovation, cashier, know_community, open_charges
from tests.service.support import ELSEWHERE, ServiceRig

VERSIONS = "/v1/tariffs/worker_pass/versions"


def price(fen: int, valid_from: str) -> dict[str, Any]:
    return {"unit_price_fen": fen, "valid_from": valid_from, "source": "阳发改价〔2026〕31号"}


async def test_the_demo_tariff_is_there_once_and_told(rig: ServiceRig) -> None:
    await demo.seed(rig.service.unit_of_work)
    async with cashier(rig) as client:
        page = (await client.get("/v1/tariffs")).json()
    prices = {item["item"]: item["unit_price_fen"] for item in page["items"]}
    assert prices["repair_tap"] == 8_000
    assert prices["renovation_deposit"] == 200_000
    assert prices["rubbish_removal"] == 60_000
    assert prices["worker_pass"] == 1_000
    assert prices["property_fee"] == 280
    assert list(prices) == sorted(prices)
    told = await rig.told("tariff.changed")
    assert {each.data["item"]: each.data["unit_price_fen"] for each in told} == prices
    assert len(told) == len(prices)


async def test_a_new_price_holds_from_its_day_and_leaves_the_past_alone(rig: ServiceRig) -> None:
    await approve_renovation(rig)
    async with cashier(rig) as client:
        added = await client.post(VERSIONS, json=price(1_500, "2027-01-01"))
        today = (await client.get("/v1/tariffs/worker_pass")).json()
        later = (await client.get("/v1/tariffs/worker_pass", params={"on": "2027-01-01"})).json()
        before = (await client.get("/v1/tariffs", params={"on": "2025-12-31"})).json()
        charges = await open_charges(client)
    assert added.status_code == 201
    assert added.headers["etag"] == '"2"'
    assert "location" not in added.headers
    assert (today["unit_price_fen"], later["unit_price_fen"]) == (1_000, 1_500)
    assert later["source"] == "阳发改价〔2026〕31号"
    assert [version["number"] for version in today["versions"]] == [1, 2]
    assert before["items"] == []
    assert charges[2]["amount_fen"] == 4_000
    told = (await rig.told("tariff.changed"))[-1]
    assert (told.data["item"], told.data["unit_price_fen"], told.data["valid_from"], told.data["version"]) == (
        "worker_pass",
        1_500,
        "2027-01-01",
        2,
    )


async def test_a_price_in_the_past_or_on_a_taken_day_is_refused(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        past = await client.post(VERSIONS, json=price(1_500, "2026-11-21"))
        today = await client.post(VERSIONS, json=price(1_500, "2026-11-22"))
        taken = await client.post(VERSIONS, json=price(1_600, "2026-11-22"))
    assert (past.status_code, past.json()["type"]) == (422, "urn:lobby:problem:price-in-the-past")
    assert past.json()["errors"][0]["pointer"] == "/valid_from"
    assert today.status_code == 201
    assert today.json()["unit_price_fen"] == 1_500
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:lobby:problem:price-date-taken")


async def test_today_is_the_communitys_today(rig: ServiceRig) -> None:
    rig.clock.advance(timedelta(hours=13))
    async with cashier(rig) as client:
        yesterday = await client.post(VERSIONS, json=price(1_500, "2026-11-22"))
        today = await client.post(VERSIONS, json=price(1_500, "2026-11-23"))
    assert (yesterday.status_code, today.status_code) == (422, 201)


async def test_a_stale_if_match_changes_nothing(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        etag = (await client.get("/v1/tariffs/worker_pass")).headers["etag"]
        fresh = await client.post(VERSIONS, json=price(1_500, "2027-01-01"), headers={"If-Match": etag})
        stale = await client.post(VERSIONS, json=price(1_600, "2027-02-01"), headers={"If-Match": etag})
        item = (await client.get("/v1/tariffs/worker_pass")).json()
    assert (fresh.status_code, stale.status_code) == (201, 412)
    assert len(item["versions"]) == 2


async def test_two_prices_for_one_day_at_once_are_one(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        answers = await asyncio.gather(
            *(client.post(VERSIONS, json=price(2_000 + number, "2027-01-01")) for number in range(5))
        )
        item = (await client.get("/v1/tariffs/worker_pass")).json()
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert len(item["versions"]) == 2


async def test_an_item_is_added_once_with_its_first_price(rig: ServiceRig) -> None:
    body = {"item": "umbrella", "name_zh": "雨伞", "name_en": "Umbrella", "unit": "piece", **price(900, "2026-11-22")}
    async with cashier(rig) as client:
        added = await client.post("/v1/tariffs", json=body)
        again = await client.post("/v1/tariffs", json=body)
        found = await client.get(added.headers["location"])
    assert added.status_code == 201
    assert (again.status_code, again.json()["type"]) == (409, "urn:lobby:problem:tariff-item-exists")
    assert found.json() == added.json()
    assert (await rig.told("tariff.changed"))[-1].data["item"] == "umbrella"


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": "1899-01-01"},
        {"valid_from": "9999-12-31"},
        {"valid_from": "2026-02-30"},
        {"unit_price_fen": -1},
        {"unit_price_fen": 2**70},
        {"source": "\x00"},
        {"source": ""},
        {"source": "x" * 201},
        {"surprise": 1},
    ],
)
async def test_a_price_that_makes_no_sense_is_refused(rig: ServiceRig, wrong: dict[str, Any]) -> None:
    async with cashier(rig) as client:
        answer = await client.post(VERSIONS, json=price(1_500, "2027-01-01") | wrong)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.json()["errors"][0]["pointer"]


async def test_each_community_has_its_own_tariff_and_finance_alone_changes_it(rig: ServiceRig) -> None:
    await know_community(rig, ELSEWHERE, "OT")
    async with rig.client("tariffs:read", "tariffs:edit", communities=[ELSEWHERE]) as other:
        assert (await other.get("/v1/tariffs")).json()["items"] == []
        assert (await other.get("/v1/tariffs/worker_pass")).status_code == 404
        assert (await other.post(VERSIONS, json=price(1, "2027-01-01"))).status_code == 404
    async with rig.client("tariffs:read") as reader:
        assert (await reader.post(VERSIONS, json=price(1, "2027-01-01"))).status_code == 403
        assert (await reader.get("/v1/tariffs/no_such_item")).status_code == 404


async def test_the_snapshot_tells_every_price_of_every_item_in_order(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        await client.post(VERSIONS, json=price(1_500, "2027-01-01"))
    async with rig.service.database.read() as session:
        told = [event async for _, event in snapshot(session)]
    assert len(told) == len(demo.TARIFF) + 1
    states = [event.model_dump(mode="json") for event in told]
    passes = [state for state in states if state["item"] == "worker_pass"]
    assert [(each["unit_price_fen"], each["valid_from"], each["version"]) for each in passes] == [
        (1_000, "2026-01-01", 1),
        (1_500, "2027-01-01", 2),
    ]
