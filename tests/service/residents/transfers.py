"""What the stories of a change of holder are told with."""

from collections.abc import Sequence
from typing import Any

import httpx

from shared.contracts.access import KeyMoved, PassIssued, PassReturned
from shared.contracts.billing import Allocation, ChargePosted, ChargeReversed, DepositRefunded, PaymentReceived
from shared.contracts.common import Cause
from shared.kernel.ids import new_id, stable_id
from tests.service.residents.builders import EVERYTHING, MANAGER, WANG, WANG_ROOM, desk, did, member
from tests.service.support import SUNDAY_NOON, ServiceRig

PATH = "/v1/households/transfers"
CONDUCT = ("transfers:read", "transfers:conduct")
ASSISTANT = stable_id("demo", "account", "service_assistant")
WANG_ROOM_ID = stable_id("demo", "room", WANG_ROOM)
BY_HAND = ("parcels",)
LOAN = {"kind": "borrow", "borrower": "inside", "borrower_name": "李敏", "purpose": "核对产权面积"}
READINGS = {
    "readings": [
        {"meter": "water", "reading": "120.5"},
        {"meter": "power", "reading": "3456"},
        {"meter": "gas", "is_absent": True},
    ]
}
PAPERS = [{"kind": "contract", "description": "网签合同"}, {"kind": "identity"}]


def assistant(rig: ServiceRig, **kwargs: Any) -> httpx.AsyncClient:
    """Who conducts transfers, with every other grant of this service but the waiver's."""
    given: dict[str, Any] = {"account_id": ASSISTANT, "roles": ("service_assistant",)} | kwargs
    return rig.client(*EVERYTHING, *CONDUCT, **given)


def chief(rig: ServiceRig, *, account_id: str = MANAGER, **kwargs: Any) -> httpx.AsyncClient:
    """The manager, who may waive what another opened."""
    return rig.client(*EVERYTHING, *CONDUCT, "transfers:waive", account_id=account_id, roles=("manager",), **kwargs)


def transfer(**over: Any) -> dict[str, Any]:
    """A sale of Wang's flat to somebody known, with both papers seen."""
    return {
        "household_id": WANG,
        "planned_on": "2026-12-01",
        "reason": "sale",
        "papers": PAPERS,
        "members": [member(name="周伟", phone="13900139000", id_number="11010519491231002X")],
    } | over


async def opened(rig: ServiceRig, **over: Any) -> dict[str, Any]:
    async with assistant(rig) as client:
        return await did(await client.post(PATH, json=transfer(**over)), 201)


async def act(
    client: httpx.AsyncClient, transfer_id: str, action: str, body: Any = None, **headers: str
) -> httpx.Response:
    """Do something with a transfer, under a key of its own."""
    key = {"Idempotency-Key": new_id()} | headers
    return await client.post(f"{PATH}/{transfer_id}/{action}", json=body, headers=key)


async def shown(rig: ServiceRig, transfer_id: str) -> dict[str, Any]:
    async with chief(rig) as client:
        return await did(await client.get(f"{PATH}/{transfer_id}"))


async def states(rig: ServiceRig, transfer_id: str) -> dict[str, str]:
    """Per item how it stands."""
    return {each["item"]: each["state"] for each in (await shown(rig, transfer_id))["checklist"]}


async def settled(rig: ServiceRig, **over: Any) -> str:
    """Opened, read and confirmed: nothing open that a person could settle."""
    transfer_id = str((await opened(rig, **over))["id"])
    async with assistant(rig) as client:
        await did(await act(client, transfer_id, "readings", READINGS))
        for item in BY_HAND:
            await did(await act(client, transfer_id, "confirm", {"item": item, "note": "已核对"}))
    return transfer_id


async def closed(rig: ServiceRig, **over: Any) -> dict[str, Any]:
    transfer_id = await settled(rig, **over)
    async with assistant(rig) as client:
        return await did(await act(client, transfer_id, "close"))


def charge(charge_id: str, *, owed_fen: int, amount_fen: int = 10_000, **over: Any) -> dict[str, Any]:
    item = over.pop("item", "property_fee")
    return {
        "charge_id": charge_id,
        "number": "C1",
        "household_id": WANG,
        "room_id": WANG_ROOM_ID,
        "room_code": WANG_ROOM,
        "item": item,
        "period": "2026-11",
        "amount_fen": amount_fen,
        "outstanding_fen": owed_fen,
        "due_on": "2026-12-01",
        "cause": Cause(kind="other", id=charge_id, item=item),
        "version": 1,
    } | over


def posted(charge_id: str, *, owed_fen: int = 10_000, **over: Any) -> ChargePosted:
    return ChargePosted(**charge(charge_id, owed_fen=owed_fen, **over))


def reversed_(charge_id: str, **over: Any) -> ChargeReversed:
    return ChargeReversed(**charge(charge_id, owed_fen=0, **over))


def paid(
    charge_ids: Sequence[str] = (),
    *,
    amount_fen: int = 10_000,
    left_fen: int = 0,
    prepaid_fen: int = 0,
    method: Any = "wechat",
    item: str = "property_fee",
    payment_id: str | None = None,
) -> PaymentReceived:
    return PaymentReceived(
        payment_id=payment_id or new_id(),
        household_id=WANG,
        room_id=WANG_ROOM_ID,
        room_code=WANG_ROOM,
        method=method,
        amount_fen=amount_fen,
        prepaid_fen=prepaid_fen,
        receipt_number="SG-26-000001",
        received_at=SUNDAY_NOON,
        allocations=[
            Allocation(
                charge_id=charge_id,
                cause=Cause(kind="other", id=charge_id, item=item),
                amount_fen=amount_fen,
                outstanding_fen=left_fen,
            )
            for charge_id in charge_ids
        ],
    )


def refunded(charge_id: str, *, item: str = "renovation_deposit", household: str = WANG) -> DepositRefunded:
    return DepositRefunded(
        deposit_id=stable_id("deposit", charge_id),
        household_id=household,
        room_id=WANG_ROOM_ID,
        room_code=WANG_ROOM,
        cause=Cause(kind="other", id=charge_id, item=item),
        paid_fen=10_000,
        deducted_fen=0,
        refunded_fen=10_000,
        voucher_number="SG-D26-0001",
        refunded_at=SUNDAY_NOON,
        version=2,
    )


def key(key_id: str, status: str, version: int, *, household: str | None = WANG, movement: str = "issued") -> KeyMoved:
    return KeyMoved(
        key_id=key_id,
        tag=f"{WANG_ROOM}/{key_id}",
        label="door",
        room_id=WANG_ROOM_ID,
        room_code=WANG_ROOM,
        household_id=household,
        movement=movement,
        status=status,
        version=version,
    )


def card(pass_id: str, status: str, version: int, *, event: Any = None) -> Any:
    told = event or (PassIssued if status == "issued" else PassReturned)
    return told(
        pass_id=pass_id,
        number=f"P-{pass_id}",
        kind="resident",
        status=status,
        room_id=WANG_ROOM_ID,
        room_code=WANG_ROOM,
        household_id=WANG,
        holder_id="holder",
        renovation_id=None,
        beyond_quota=False,
        valid_from=None,
        valid_until=None,
        version=version,
    )


async def tell(rig: ServiceRig, event: Any, *, times: int = 1, **over: Any) -> None:
    """Under another event id each time, as a replay would; each delivery twice."""
    subject = next(
        getattr(event, name)
        for name in ("payment_id", "deposit_id", "key_id", "pass_id", "charge_id", "household_id")
        if hasattr(event, name)
    )
    for _ in range(times):
        envelope = await rig.tell(event, subject=subject, **over)
        await rig.deliver(envelope)


async def household_of(rig: ServiceRig, household_id: str) -> dict[str, Any]:
    async with desk(rig) as client:
        return await did(await client.get(f"/v1/households/{household_id}"))


async def room_of(rig: ServiceRig) -> dict[str, Any]:
    async with desk(rig) as client:
        return await did(await client.get(f"/v1/rooms/{WANG_ROOM_ID}"))


async def file_of(rig: ServiceRig, household_id: str) -> dict[str, Any]:
    async with desk(rig) as client:
        [found] = (await did(await client.get("/v1/archives", params={"household_id": household_id})))["items"]
        return await did(await client.get(f"/v1/archives/{found['id']}"))
