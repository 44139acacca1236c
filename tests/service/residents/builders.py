"""What the stories of the residents service are told with."""

from collections.abc import Sequence
from typing import Any

import httpx

from shared.contracts.billing import Allocation, ChargePosted, ChargeReversed, PaymentReceived
from shared.contracts.common import Cause
from shared.kernel.ids import new_id, stable_id
from tests.service.support import GARDEN, SUNDAY_NOON, ServiceRig

WANG_ROOM, LI_ROOM = "3#2-5-1", "2#1-8-2"
WANG = stable_id("demo", "household", WANG_ROOM)
LI = stable_id("demo", "household", LI_ROOM)
LI_ROOM_ID = stable_id("demo", "room", LI_ROOM)
FOREIGN_HOUSEHOLD = stable_id("demo", "household", "OT", "9#1-1-1")
FOREIGN_ROOM = stable_id("demo", "room", "OT", "9#1-1-1")
DESK = stable_id("demo", "account", "front_desk")
MANAGER = stable_id("demo", "account", "manager")
CONTACT_SECRET = "service-test-contact-secret"
ITEMS = ("renovation_deposit", "rubbish_removal", "worker_pass")
EVERYTHING = (
    "communities:read",
    "communities:edit",
    "rooms:read",
    "rooms:edit",
    "rooms:report",
    "households:read",
    "households:register",
    "households:change",
    "households:export",
    "instructions:read",
    "instructions:write",
    "persons:reveal",
    "reveals:read",
    "archives:read",
    "move_ins:read",
    "move_ins:conduct",
    "defects:read",
    "defects:raise",
    "defects:settle",
    "renovations:read",
    "renovations:apply",
    "renovations:review",
    "renovations:approve",
    "renovations:inspect",
    "renovations:resume",
    "renovations:extend",
    "renovations:complete",
    "hot_work:request",
    "hot_work:review",
    "hot_work:approve",
    "overtime:approve",
)


def desk(rig: ServiceRig, **kwargs: Any) -> httpx.AsyncClient:
    """Somebody of the desk with every grant of this service, so that refusals come from the rules alone."""
    return rig.client(*EVERYTHING, **kwargs)


def manager(rig: ServiceRig) -> httpx.AsyncClient:
    """Another person, who may decide what the desk applied for."""
    return rig.client(*EVERYTHING, account_id=MANAGER, roles=("manager",))


def leaving(rig: ServiceRig, **kwargs: Any) -> httpx.AsyncClient:
    """The manager, who may let a household leave without a checklist (R-07)."""
    return rig.client("transfers:waive", **({"account_id": MANAGER, "roles": ("manager",)} | kwargs))


async def departs(rig: ServiceRig, household_id: str) -> dict[str, Any]:
    """It leaves today."""
    async with leaving(rig) as client:
        return await did(await client.post(f"/v1/households/{household_id}/depart"))


def worker(position: int, **over: Any) -> dict[str, Any]:
    return {"name": f"工人{position}", "id_number": f"E1234567{position}", "photos": 2} | over


def paper(kind: str, **over: Any) -> dict[str, Any]:
    return {"kind": kind, "name": f"{kind}.pdf", "sha256": "ab" * 32} | over


def application(**over: Any) -> dict[str, Any]:
    """A complete application for Li's flat: plan, agreements, licence, four workers."""
    return {
        "room_code": LI_ROOM,
        "size": "medium",
        "scope": "厨房、卫生间翻新",
        "starts_on": "2026-12-01",
        "ends_on": "2027-02-28",
        "contractor": {"name": "安居装饰工程有限公司", "licence_number": "91110105MA01ABCD2X"},
        "workers": [worker(position) for position in range(1, 5)],
        "papers": [
            paper(kind) for kind in ("plan", "renovation_agreement", "safety_undertaking", "contractor_licence")
        ],
    } | over


def member(**over: Any) -> dict[str, Any]:
    return {"name": "陈晨", "role": "owner", "phone": "13800138000"} | over


async def did(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def act(client: httpx.AsyncClient, renovation_id: str, action: str, body: Any = None) -> httpx.Response:
    """Do something with a renovation, under a key of its own."""
    return await client.post(
        f"/v1/renovations/{renovation_id}/{action}", json=body, headers={"Idempotency-Key": new_id()}
    )


async def draft(rig: ServiceRig, **over: Any) -> str:
    """A drafted application's id."""
    async with desk(rig) as client:
        made = await did(await client.post("/v1/renovations", json=application(**over)), 201)
    return str(made["id"])


async def under_review(rig: ServiceRig, **over: Any) -> str:
    """Submitted by the desk; the manager has begun and confirmed the plan."""
    renovation_id = await draft(rig, **over)
    async with desk(rig) as applicant, manager(rig) as reviewer:
        await did(await act(applicant, renovation_id, "submit"))
        await did(await act(reviewer, renovation_id, "start-review"))
        await did(await act(reviewer, renovation_id, "review-plan"))
    return renovation_id


async def approved(rig: ServiceRig, **over: Any) -> str:
    """Approved by the manager, nothing paid."""
    renovation_id = await under_review(rig, **over)
    async with manager(rig) as approver:
        await did(await act(approver, renovation_id, "approve"))
    return renovation_id


async def permitted(rig: ServiceRig, **over: Any) -> str:
    """Paid in one payment."""
    renovation_id = await approved(rig, **over)
    await pay(rig, renovation_id, ITEMS)
    return renovation_id


def charge_id(renovation_id: str, item: str) -> str:
    return stable_id("charge", renovation_id, item)


def _charge(renovation_id: str, item: str, *, amount_fen: int, outstanding_fen: int) -> dict[str, Any]:
    return {
        "charge_id": charge_id(renovation_id, item),
        "number": "C1",
        "household_id": LI,
        "room_id": LI_ROOM_ID,
        "room_code": LI_ROOM,
        "item": item,
        "period": None,
        "amount_fen": amount_fen,
        "outstanding_fen": outstanding_fen,
        "due_on": "2026-12-01",
        "cause": Cause(kind="renovation", id=renovation_id, item=item),
        "version": 1,
    }


async def post_charge(rig: ServiceRig, renovation_id: str, item: str, amount_fen: int = 30_000) -> None:
    """Billing tells of a charge for one of the items."""
    state = _charge(renovation_id, item, amount_fen=amount_fen, outstanding_fen=amount_fen)
    await rig.tell(ChargePosted(**state), subject=state["charge_id"])


async def reverse_charge(rig: ServiceRig, renovation_id: str, item: str) -> None:
    """Billing takes it back."""
    state = _charge(renovation_id, item, amount_fen=30_000, outstanding_fen=0)
    await rig.tell(ChargeReversed(**state), subject=state["charge_id"])


def payment(
    renovation_id: str, items: Sequence[str], *, outstanding_fen: int = 0, kind: Any = "renovation", household: str = LI
) -> PaymentReceived:
    """Money for the items, which then still owe `outstanding_fen` each."""
    return PaymentReceived(
        payment_id=new_id(),
        household_id=household,
        room_id=LI_ROOM_ID,
        room_code=LI_ROOM,
        method="wechat",
        amount_fen=30_000 * len(items),
        prepaid_fen=0,
        receipt_number="SG-26-000001",
        received_at=SUNDAY_NOON,
        allocations=[
            Allocation(
                charge_id=charge_id(renovation_id, item),
                cause=Cause(kind=kind, id=renovation_id, item=item),
                amount_fen=30_000,
                outstanding_fen=outstanding_fen,
            )
            for item in items
        ],
    )


async def pay(rig: ServiceRig, renovation_id: str, items: Sequence[str], **over: Any) -> None:
    """Billing tells of a payment."""
    received = payment(renovation_id, items, **over)
    await rig.tell(received, subject=received.payment_id, community=GARDEN)
