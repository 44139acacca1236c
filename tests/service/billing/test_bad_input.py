"""No input makes a 500, and none changes anything. Source: reliability 4, api.md."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from tests.service.billing.builders import cashier, close_ticket, pay
from tests.service.support import ServiceRig

NUL, LONG = "\x00", "x" * 5_000


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "query",
    [
        {"household_id": NUL},
        {"room_code": NUL},
        {"cause_id": NUL},
        {"community_id": NUL},
        {"room_code": LONG},
        {"open": "perhaps"},
        {"limit": "0"},
        {"limit": str(2**70)},
        {"cursor": "nonsense"},
        {"cursor": cursor("t:2026-11-22T00:00:00+00:00")},
        {"cursor": cursor(1, 2)},
        {"cursor": cursor("t:2026-11-22T00:00:00+00:00", "\x00")},
        {"cursor": cursor("text", "text")},
        {"cursor": cursor("t:2026-11-22T00:00:00+00:00", 2**70)},
    ],
)
async def test_a_list_refuses_what_it_can_not_read(rig: ServiceRig, query: dict[str, str]) -> None:
    async with cashier(rig) as client:
        charges = await client.get("/v1/charges", params=query)
        payments = await client.get("/v1/payments", params={**query, "method": "cash"})
    assert charges.status_code in {404, 422}, charges.text
    assert payments.status_code in {200, 404, 422} if {"cause_id", "open"} & set(query) else {404, 422}
    assert payments.status_code < 500, payments.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"room_code": NUL},
        {"room_code": LONG},
        {"method": "barter"},
        {"method": "prepaid "},
        {"charge_ids": [NUL]},
        {"charge_ids": ["x"] * 101},
        {"charge_ids": "x"},
        {"external_transaction": NUL},
        {"external_transaction": ""},
        {"external_transaction": LONG},
        {"community_id": 7},
        {"surprise": True},
    ],
)
async def test_a_payment_refuses_what_it_can_not_read(rig: ServiceRig, wrong: dict[str, Any]) -> None:
    async with cashier(rig) as client:
        answer = await pay(client, 100, **wrong)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await rig.told("payment.received") == []


@pytest.mark.parametrize(
    "address",
    [
        "/v1/charges/%00",
        "/v1/charges/no-id",
        f"/v1/charges/{LONG}",
        "/v1/payments/%00",
        "/v1/payments/no-id",
        "/v1/tariffs/%00",
        f"/v1/tariffs/{LONG}",
        "/v1/receipts/%00",
        "/v1/billing-reports/household-balance?household_id=%00",
        "/v1/billing-reports/household-balance",
        "/v1/billing-reports/trial-balance?until=0000-00-00",
        "/v1/billing-reports/trial-balance?until=9999-12-31",
        "/v1/tariffs?on=never",
    ],
)
async def test_an_address_that_leads_nowhere_is_told_so(rig: ServiceRig, address: str) -> None:
    async with cashier(rig) as client:
        answer = await client.get(address)
    assert answer.status_code in {404, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_refusals_are_told_in_the_callers_language(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        client.headers["Accept-Language"] = "zh-CN"
        chinese = (await pay(client, 100, room_code="9#9-9-9")).json()
        client.headers["Accept-Language"] = "en"
        english = (await pay(client, 100, room_code="9#9-9-9")).json()
    assert chinese["title"] == "房号不存在"
    assert english["title"] == "Unknown room"


@pytest.fixture
def statements(rig: ServiceRig) -> Iterator[list[str]]:
    seen: list[str] = []
    engine = rig.service.database.engine.sync_engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def test_lists_need_a_fixed_number_of_queries(rig: ServiceRig, statements: list[str]) -> None:
    async with cashier(rig) as client:
        for _ in range(6):
            await close_ticket(rig, 1_000)
            await pay(client, 600)
        counted = {}
        for address in ("/v1/charges", "/v1/payments", "/v1/tariffs"):
            statements.clear()
            answer = await client.get(address)
            assert len(answer.json()["items"]) >= 6
            counted[address] = len(statements)
    assert counted == {"/v1/charges": 1, "/v1/payments": 3, "/v1/tariffs": 3}
