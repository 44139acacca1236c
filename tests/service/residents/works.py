"""What the stories of works under way are told with."""

from datetime import date, timedelta
from typing import Any

import httpx

from services.residents.renovation.inspections.domain import CHECKLIST
from shared.contracts.access import PassExpired, PassIssued, PassLost, PassRequested, PassReturned, PassSuspended
from shared.contracts.envelope import Event
from shared.kernel.ids import new_id, stable_id
from tests.service.residents.builders import (
    EVERYTHING,
    ITEMS,
    LI,
    LI_ROOM,
    LI_ROOM_ID,
    act,
    approved,
    desk,
    did,
    pay,
    post_charge,
)
from tests.service.support import ServiceRig

GUARD = stable_id("demo", "account", "security")
DEPOSIT_FEN = 200_000
_PASS_EVENTS: dict[str, type[Any]] = {
    "requested": PassRequested,
    "issued": PassIssued,
    "suspended": PassSuspended,
    "returned": PassReturned,
    "expired": PassExpired,
    "lost": PassLost,
}
Json = dict[str, Any]


def guard(rig: ServiceRig, **kwargs: Any) -> httpx.AsyncClient:
    """Security, with every grant, so that refusals come from the rules alone."""
    return rig.client(*EVERYTHING, account_id=GUARD, roles=("security",), **kwargs)


async def under_way(rig: ServiceRig, **over: Any) -> str:
    """Permitted from the 22nd of November on, with a known deposit, and begun by security."""
    period = {"starts_on": "2026-11-22", "ends_on": "2027-02-28"}
    renovation_id = await approved(rig, **(period | over))
    for item in ITEMS:
        await post_charge(rig, renovation_id, item, DEPOSIT_FEN)
    await pay(rig, renovation_id, ITEMS)
    async with guard(rig) as client:
        await did(await act(client, renovation_id, "start"))
    return renovation_id


async def show(rig: ServiceRig, renovation_id: str, part: str = "") -> Json:
    async with desk(rig) as client:
        return await did(await client.get(f"/v1/renovations/{renovation_id}{part}"))


async def worker_ids(rig: ServiceRig, renovation_id: str) -> list[str]:
    return [worker["id"] for worker in (await show(rig, renovation_id))["workers"]]


async def tell_pass(rig: ServiceRig, renovation_id: str, worker_id: str, status: str, version: int) -> str:
    """Access tells of a worker's pass; its id."""
    pass_id = stable_id("pass", renovation_id, worker_id)
    event: Event = _PASS_EVENTS[status](
        pass_id=pass_id,
        number="W-0001",
        kind="worker",
        status=status,
        room_id=LI_ROOM_ID,
        room_code=LI_ROOM,
        household_id=LI,
        holder_id=worker_id,
        renovation_id=renovation_id,
        beyond_quota=False,
        valid_from=date(2026, 11, 22),
        valid_until=date(2027, 2, 28),
        version=version,
    )
    await rig.tell(event, subject=pass_id)
    return pass_id


def hot_work(worker_id: str, **over: Any) -> Json:
    """This afternoon, 14:00 to 17:00 in Shanghai; the stories begin at noon."""
    return {
        "place": "厨房",
        "work": "支架焊接",
        "worker_id": worker_id,
        "extinguishers": "干粉灭火器两具",
        "watcher_name": "孙伟",
        "starts_at": "2026-11-22T14:00:00+08:00",
        "ends_at": "2026-11-22T17:00:00+08:00",
    } | over


def round_with(*findings: str, **over: Any) -> Json:
    """A round on which these items were not in order."""
    checks = [{"item": item.value, "in_order": item.value not in findings} for item in CHECKLIST]
    return {"checks": checks} | over


async def requested_hot_work(rig: ServiceRig, renovation_id: str, **over: Any) -> str:
    """Asked for by the desk; its id."""
    worker_id = (await show(rig, renovation_id))["workers"][0]["id"]
    async with desk(rig) as client:
        made = await did(await act(client, renovation_id, "hot-works", hot_work(worker_id, **over)), 201)
    return str(made["id"])


async def act_on(client: httpx.AsyncClient, path: str, action: str, body: Any = None) -> httpx.Response:
    """Do something with a hot work, notice or registration, under a key of its own."""
    return await client.post(f"/v1/renovations/{path}/{action}", json=body, headers={"Idempotency-Key": new_id()})


async def inspected_and_passed(rig: ServiceRig, renovation_id: str) -> None:
    """Completion is asked for by the desk and passed by security."""
    async with desk(rig) as client, guard(rig) as inspector:
        await did(await act(client, renovation_id, "request-completion"))
        found = {"passed": True, "is_site_cleared": True, "is_permit_returned": True}
        await did(await act(inspector, renovation_id, "inspect-completion", found))


DAY = timedelta(days=1)
