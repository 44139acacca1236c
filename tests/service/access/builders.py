"""The given of access's stories: a garden with households, and a renovation that tells its events."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from shared.contracts.billing import Allocation, PaymentReceived
from shared.contracts.common import Cause
from shared.contracts.envelope import Event
from shared.contracts.gateway import AccountChanged
from shared.contracts.residents import (
    ChargeDue,
    CommunityChanged,
    HouseholdRegistered,
    Member,
    RenovationApproved,
    RenovationCompleted,
    RenovationPermitted,
    RenovationRejected,
    RenovationResumed,
    RenovationSuspended,
    RoomChanged,
    Worker,
)
from shared.kernel.ids import new_id, stable_id
from tests.service.support import GARDEN, SUNDAY_NOON, ServiceRig

ROOM = "3#2-5-1"
ROOM_ID = stable_id("demo", "room", ROOM)
HOUSEHOLD = stable_id("demo", "household", ROOM)
OWNER = stable_id("demo", "person", ROOM, "1")
GUARD = stable_id("demo", "account", "security")
ALL = (
    "passes:read",
    "passes:request",
    "passes:review",
    "passes:stamp",
    "passes:make",
    "passes:issue",
    "passes:return",
    "gate:check",
    "keys:read",
    "keys:move",
)
TODAY = date(2026, 11, 22)


async def settle_in(rig: ServiceRig, *, time_zone: str = "Asia/Shanghai", community: str = GARDEN) -> None:
    """The community with room 3#2-5-1 and its household, and the guard's name."""
    garden = CommunityChanged(
        community_id=community,
        code="SG",
        name="阳光花园",
        time_zone=time_zone,
        reception_opens=time(8),
        reception_closes=time(17),
        calendar_entries=[],
        version=1,
    )
    await rig.tell(garden, subject=community, community=community)
    room = RoomChanged(
        room_id=ROOM_ID, code=ROOM, building="3", area_m2=Decimal("89.50"), kind="flat", occupancy="occupied", version=1
    )
    await rig.tell(room, subject=ROOM_ID, community=community)
    member = Member(person_id=OWNER, role="owner", display_name="王芳", language="zh-CN", channels=["sms"])
    household = HouseholdRegistered(
        household_id=HOUSEHOLD, room_id=ROOM_ID, room_code=ROOM, members=[member], payer_id=OWNER, version=1
    )
    await rig.tell(household, subject=HOUSEHOLD, community=community)
    guard = AccountChanged(
        account_id=GUARD, display_name="security", roles=["security"], communities=[community], active=True, version=1
    )
    await rig.tell(guard, subject=GUARD, community="*")


class Works:
    """A renovation of room 3#2-5-1 with its four workers; each event has the version of its place in the story."""

    def __init__(self, rig: ServiceRig, *, workers: int = 4, community: str = GARDEN) -> None:
        self.rig = rig
        self.community = community
        self.id = new_id()
        self.permit_code = f"permit-{self.id}"
        self.workers = [Worker(worker_id=new_id(), order=order) for order in range(1, workers + 1)]

    def state(self, status: str, version: int) -> dict[str, Any]:
        return {
            "renovation_id": self.id,
            "number": "RN26-0001",
            "room_id": ROOM_ID,
            "room_code": ROOM,
            "household_id": HOUSEHOLD,
            "size": "medium",
            "starts_on": TODAY,
            "ends_on": TODAY + timedelta(days=30),
            "contractor": "安居装饰",
            "workers": self.workers,
            "status": status,
            "version": version,
        }

    def approved(self, *, version: int = 3, fee: bool = True) -> Event:
        charges = [ChargeDue(item="renovation_deposit", quantity=1)]
        if fee:
            charges.append(ChargeDue(item="worker_pass", quantity=len(self.workers)))
        return RenovationApproved(**self.state("approved", version), charges_due=charges)

    def permitted(
        self,
        *,
        version: int = 4,
        at: datetime = SUNDAY_NOON,
        valid_from: date = TODAY,
        valid_until: date = TODAY + timedelta(days=30),
    ) -> Event:
        return RenovationPermitted(
            **self.state("permitted", version),
            permit_number="PM26-0001",
            permit_code=self.permit_code,
            valid_from=valid_from,
            valid_until=valid_until,
            permitted_at=at,
        )

    def suspended(self, *, version: int = 5) -> Event:
        return RenovationSuspended(**self.state("suspended", version), reason="structural_damage")

    def resumed(self, *, version: int = 6) -> Event:
        return RenovationResumed(**self.state("in_progress", version))

    def rejected(self, *, version: int = 4) -> Event:
        return RenovationRejected(**self.state("rejected", version))

    def completed(self, *, version: int = 12) -> Event:
        return RenovationCompleted(**self.state("completed", version), completed_on=TODAY, deductions=[])

    def paid(self, *, at: datetime = SUNDAY_NOON, outstanding_fen: int = 0, item: str = "worker_pass") -> Event:
        return payment(Cause(kind="renovation", id=self.id, item=item), at=at, outstanding_fen=outstanding_fen)

    async def tell(self, *events: Event) -> None:
        for event in events:
            await self.rig.tell(event, subject=self.id, community=self.community)

    async def begin(self) -> None:
        """Approved, paid and permitted: the passes wait for security's review."""
        await self.tell(self.approved(), self.paid(), self.permitted())


def payment(cause: Cause, *, at: datetime = SUNDAY_NOON, outstanding_fen: int = 0) -> PaymentReceived:
    return PaymentReceived(
        payment_id=new_id(),
        household_id=HOUSEHOLD,
        room_id=ROOM_ID,
        room_code=ROOM,
        method="wechat",
        amount_fen=8000,
        prepaid_fen=0,
        receipt_number="SG26-000001",
        received_at=at,
        allocations=[
            Allocation(charge_id=new_id(), cause=cause, amount_fen=8000, outstanding_fen=outstanding_fen),
        ],
    )


async def passes_of(rig: ServiceRig, works: Works) -> list[dict[str, Any]]:
    """The renovation's passes as the API lists them, in order of number."""
    async with rig.client("passes:read", communities=[works.community]) as client:
        answer = await client.get("/v1/passes", params={"renovation_id": works.id})
    assert answer.status_code == 200
    return sorted(answer.json()["items"], key=lambda item: item["number"])


async def walk(rig: ServiceRig, pass_id: str, to: str, *, communities: Sequence[str] = (GARDEN,)) -> dict[str, Any]:
    """Take a pass in review up to and including the stage `to`."""
    stages: dict[str, dict[str, str] | None] = {
        "review": {"decision": "pass"},
        "stamp": None,
        "make": None,
        "issue": {"received_by": "赵工头"},
    }
    seen: dict[str, Any] = {}
    async with rig.client(*ALL, account_id=GUARD, communities=communities) as client:
        for stage, body in stages.items():
            answer = await client.post(f"/v1/passes/{pass_id}/{stage}", json=body)
            assert answer.status_code == 200, answer.text
            seen = answer.json()
            if stage == to:
                break
    return seen


async def show(rig: ServiceRig, pass_id: str) -> dict[str, Any]:
    async with rig.client("passes:read") as client:
        answer = await client.get(f"/v1/passes/{pass_id}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def ask_gate(rig: ServiceRig, code: str, *, communities: Sequence[str] = (GARDEN,)) -> dict[str, Any]:
    async with rig.client("gate:check", account_id=GUARD, communities=communities) as client:
        answer = await client.get("/v1/passes/gate-check", params={"code": code})
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said
