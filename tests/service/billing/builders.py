"""The given of billing's stories: a garden with households and the demo tariff, tickets and renovations that tell."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import httpx

from services.billing import demo
from shared.contracts.residents import (
    ChargeDue,
    CommunityChanged,
    HouseholdDeparted,
    HouseholdRegistered,
    Member,
    RenovationApproved,
    RoomChanged,
)
from shared.contracts.tickets import BillableItem, Durations, TicketClosed
from shared.kernel.ids import new_id, stable_id
from tests.service.support import GARDEN, ServiceRig

ROOM, NEXT_DOOR = "3#2-5-1", "3#2-5-2"
HOUSEHOLD, NEIGHBOUR = (stable_id("demo", "household", code) for code in (ROOM, NEXT_DOOR))
CASHIER = stable_id("demo", "account", "cashier")
ALL = (
    "arrears:flag",
    "charges:read",
    "deposits:approve_refund",
    "deposits:pay",
    "deposits:read",
    "deposits:request_refund",
    "ledger:read",
    "meters:read",
    "payments:read",
    "payments:take",
    "receipts:read",
    "tariffs:edit",
    "tariffs:read",
)


async def settle_in(rig: ServiceRig) -> None:
    """The garden, its tariff and two neighbours."""
    await know_community(rig, GARDEN, "SG")
    await demo.seed(rig.service.unit_of_work)
    await move_in(rig, ROOM, "王芳")
    await move_in(rig, NEXT_DOOR, "李䶮")


async def know_community(rig: ServiceRig, community_id: str, code: str) -> None:
    community = CommunityChanged(
        community_id=community_id,
        code=code,
        name="阳光花园",
        time_zone="Asia/Shanghai",
        reception_opens=time(8),
        reception_closes=time(17),
        calendar_entries=[],
        version=1,
    )
    await rig.tell(community, subject=community_id, community=community_id)


async def move_in(rig: ServiceRig, code: str, name: str, *, community: str = GARDEN) -> str:
    """A room and who lives there; the household's id."""
    room_id = stable_id("demo", "room", code)
    room = RoomChanged(
        room_id=room_id, code=code, building="3", area_m2=Decimal("89.50"), kind="flat", occupancy="occupied", version=1
    )
    await rig.tell(room, subject=room_id, community=community)
    household = HouseholdRegistered(**household_state(code, name), version=1)
    await rig.tell(household, subject=household.household_id, community=community)
    return household.household_id


async def move_out(rig: ServiceRig, code: str, name: str) -> None:
    gone = HouseholdDeparted(**household_state(code, name), version=2)
    await rig.tell(gone, subject=gone.household_id)


def household_state(code: str, name: str) -> dict[str, Any]:
    owner = stable_id("demo", "person", code)
    return {
        "household_id": stable_id("demo", "household", code),
        "room_id": stable_id("demo", "room", code),
        "room_code": code,
        "members": [Member(person_id=owner, role="owner", display_name=name, language="zh-CN", channels=["sms"])],
        "payer_id": owner,
    }


def closed_ticket(
    rig: ServiceRig,
    items: Sequence[BillableItem] = (BillableItem(item="repair_tap", quantity=1, amount_fen=8_000),),
    *,
    code: str = ROOM,
    ticket_id: str | None = None,
    payer: str | None = "household of the room",
    closed_at: datetime | None = None,
) -> TicketClosed:
    """A repair done for money, by default one tap for CNY 80."""
    now = rig.clock.now()
    household = stable_id("demo", "household", code)
    return TicketClosed(
        ticket_id=ticket_id or new_id(),
        number="T261122-0007",
        room_id=stable_id("demo", "room", code),
        room_code=code,
        household_id=household,
        category="repair",
        nature="general",
        severity="minor",
        department="engineering",
        status="closed",
        owner_id=stable_id("demo", "account", "front_desk"),
        assignee_id=None,
        opened_at=now,
        respond_by=None,
        arrive_by=None,
        settle_by=None,
        version=8,
        outcome="solved",
        billable_items=list(items),
        payer_household_id=household if payer == "household of the room" else payer,
        durations=Durations(to_dispatch_s=60, to_arrival_s=600, to_completion_s=1200, to_closing_s=1500),
        closed_at=closed_at or now,
    )


async def close_ticket(rig: ServiceRig, fen: int = 8_000, *, code: str = ROOM, item: str = "repair_tap") -> str:
    """A ticket closed with one line; its id."""
    closed = closed_ticket(rig, [BillableItem(item=item, quantity=1, amount_fen=fen)], code=code)
    await rig.tell(closed, subject=closed.ticket_id)
    return closed.ticket_id


def approved_renovation(rig: ServiceRig, due: Collection[ChargeDue], *, code: str = ROOM) -> RenovationApproved:
    today = rig.clock.now().date()
    return RenovationApproved(
        renovation_id=new_id(),
        number="R261122-0001",
        room_id=stable_id("demo", "room", code),
        room_code=code,
        household_id=stable_id("demo", "household", code),
        size="medium",
        starts_on=today,
        ends_on=today,
        contractor="匠心装饰",
        workers=[],
        status="approved",
        version=4,
        charges_due=list(due),
    )


DEPOSIT_RUBBISH_PASSES = (
    ChargeDue(item="renovation_deposit", quantity=1),
    ChargeDue(item="rubbish_removal", quantity=1),
    ChargeDue(item="worker_pass", quantity=4),
)


async def approve_renovation(rig: ServiceRig) -> str:
    """Deposit, rubbish and four worker passes are due; the renovation's id."""
    approved = approved_renovation(rig, DEPOSIT_RUBBISH_PASSES)
    await rig.tell(approved, subject=approved.renovation_id)
    return approved.renovation_id


def cashier(rig: ServiceRig, *permissions: str) -> httpx.AsyncClient:
    """The cashier's client, by default with every permission of billing."""
    return rig.client(*(permissions or ALL), account_id=CASHIER, roles=["cashier"])


async def pay(client: httpx.AsyncClient, fen: int, *, key: str | None = None, **more: Any) -> httpx.Response:
    """A payment of room 3#2-5-1 by WeChat unless `more` says otherwise."""
    body: dict[str, Any] = {"method": "wechat", "amount_fen": fen, **more}
    if "household_id" not in body:
        body.setdefault("room_code", ROOM)
    return await client.post("/v1/payments", json=body, headers={"Idempotency-Key": key or new_id()})


async def open_charges(client: httpx.AsyncClient, **filters: Any) -> list[dict[str, Any]]:
    """What is still owed, the oldest number first."""
    answer = await client.get("/v1/charges", params={"open": True, "limit": 200, **filters})
    return sorted(answer.json()["items"], key=lambda charge: str(charge["number"]))


async def ensure_books_agree(client: httpx.AsyncClient) -> dict[str, Any]:
    """The trial balance, after checking that it balances and agrees with charges and payments."""
    report: dict[str, Any] = (await client.get("/v1/billing-reports/trial-balance")).json()
    assert report["is_balanced"]
    assert report["debit_fen"] == report["credit_fen"]
    assert [each for each in report["agreements"] if not each["agrees"]] == []
    return report


def balance_of(report: dict[str, Any], account: str) -> int:
    return sum(row["balance_fen"] for row in report["rows"] if row["account"] == account)
