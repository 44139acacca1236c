"""What residents and access tell billing: move-ins, completed works, transfers, passes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import httpx

from shared.contracts.access import PassRequested
from shared.contracts.residents import (
    Deduction,
    HouseholdDeparted,
    HouseholdRegistered,
    HouseholdTransferred,
    Member,
    MoveInCompleted,
    OpeningReading,
    RenovationCompleted,
)
from shared.kernel.ids import new_id, stable_id
from tests.service.billing.builders import (
    HOUSEHOLD,
    ROOM,
    approve_renovation,
    approved_renovation,
    cashier,
    household_state,
)
from tests.service.billing.builders import pay as take
from tests.service.support import ServiceRig

FINANCE = stable_id("demo", "account", "finance")
NEW_HOUSEHOLD = stable_id("demo", "household", ROOM, "second")
READINGS = (
    OpeningReading(kind="water", serial="W-1", reading=Decimal("12.5")),
    OpeningReading(kind="power", serial=None, reading=Decimal(803)),
    OpeningReading(kind="gas", serial="G-9", reading=Decimal("0.0014")),
)


def moved_in(
    day: date,
    *,
    household_id: str = HOUSEHOLD,
    move_in_id: str | None = None,
    code: str = ROOM,
    readings: Sequence[OpeningReading] = (),
) -> MoveInCompleted:
    return MoveInCompleted(
        move_in_id=move_in_id or new_id(),
        number="MI-2026-0001",
        household_id=household_id,
        room_id=stable_id("demo", "room", code),
        room_code=code,
        handed_over_on=day,
        readings=list(readings),
        passes_wanted=[],
        keys=[],
        version=7,
    )


def transferred(day: date, *, to: str = NEW_HOUSEHOLD) -> HouseholdTransferred:
    return HouseholdTransferred(
        household_id=HOUSEHOLD,
        new_household_id=to,
        room_id=stable_id("demo", "room", ROOM),
        room_code=ROOM,
        transferred_on=day,
        version=9,
    )


def departed(day: date | None, *, household_id: str = HOUSEHOLD, code: str = ROOM) -> HouseholdDeparted:
    state = household_state(code, "王芳") | {"household_id": household_id}
    return HouseholdDeparted(**state, departed_on=day, version=9)


async def buyer_is_known(rig: ServiceRig, household_id: str = NEW_HOUSEHOLD) -> None:
    """Who takes room 3#2-5-1 over."""
    owner = stable_id("demo", "person", household_id)
    state = HouseholdRegistered(
        household_id=household_id,
        room_id=stable_id("demo", "room", ROOM),
        room_code=ROOM,
        members=[Member(person_id=owner, role="owner", display_name="陈晨", language="zh-CN", channels=["sms"])],
        payer_id=owner,
        version=1,
    )
    await rig.tell(state, subject=household_id)


def completed(rig: ServiceRig, renovation_id: str, *kept: tuple[str, int]) -> RenovationCompleted:
    """The renovation as it was approved, with what is to be kept of its deposit."""
    state = approved_renovation(rig, ()).model_dump(exclude={"charges_due"})
    state |= {"renovation_id": renovation_id, "status": "completed", "version": 12}
    deductions = [Deduction(reason=reason, amount_fen=fen) for reason, fen in kept]
    return RenovationCompleted(**state, completed_on=rig.clock.now().date(), deductions=deductions)


def wanted_pass(*, beyond_quota: bool = True, pass_id: str | None = None, household_id: str | None = HOUSEHOLD) -> Any:
    return PassRequested(
        pass_id=pass_id or new_id(),
        number="R-0004",
        kind="resident",
        status="requested",
        room_id=stable_id("demo", "room", ROOM),
        room_code=ROOM,
        household_id=household_id,
        holder_id=stable_id("demo", "person", ROOM),
        renovation_id=None,
        beyond_quota=beyond_quota,
        valid_from=None,
        valid_until=None,
        version=1,
    )


def finance(rig: ServiceRig, *permissions: str) -> httpx.AsyncClient:
    """Another person than the cashier."""
    granted = permissions or ("deposits:read", "deposits:approve_refund")
    return rig.client(*granted, account_id=FINANCE, roles=["finance"])


async def paid_deposit(rig: ServiceRig, fen: int = 264_000) -> tuple[str, str, str]:
    """Deposit, rubbish and passes of a renovation, paid at once: renovation, deposit and receipt."""
    renovation_id = await approve_renovation(rig)
    async with cashier(rig) as client:
        receipt = (await take(client, fen, method="cash")).json()["receipt_number"]
        (deposit,) = (await client.get("/v1/deposits", params={"status": "held"})).json()["items"]
    return renovation_id, deposit["id"], receipt


async def released_deposit(rig: ServiceRig, *kept: tuple[str, int]) -> tuple[str, str]:
    """The works are completed: deposit and receipt."""
    renovation_id, deposit_id, receipt = await paid_deposit(rig)
    await rig.tell(completed(rig, renovation_id, *kept), subject=renovation_id)
    return deposit_id, receipt


async def approved_refund(rig: ServiceRig, *kept: tuple[str, int]) -> tuple[str, str]:
    """Asked for by the cashier and approved by finance: deposit and receipt."""
    deposit_id, receipt = await released_deposit(rig, *kept)
    async with cashier(rig) as client:
        await client.post(f"/v1/deposits/{deposit_id}/request-refund", json={"reason": "装修验收合格"})
    async with finance(rig) as other:
        approved = await other.post(f"/v1/deposits/{deposit_id}/approve-refund")
    assert approved.json()["status"] == "approved"
    return deposit_id, receipt


async def pay_out(
    client: httpx.AsyncClient, deposit_id: str, receipt: str, *, key: str | None = None, **more: Any
) -> httpx.Response:
    body = {"method": "cash", "receipt_number": receipt, **more}
    return await client.post(f"/v1/deposits/{deposit_id}/pay", json=body, headers={"Idempotency-Key": key or new_id()})
