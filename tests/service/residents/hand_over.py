"""What the stories of move-ins and defects are told with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx
from sqlalchemy import select

from services.residents.move_ins.domain.inspection import TEMPLATES
from services.residents.premises.domain.kinds import RoomKind
from services.residents.premises.models import Room
from shared.kernel.ids import new_id
from tests.service.residents.builders import did
from tests.service.support import GARDEN, ServiceRig

ASSISTANT = ("move_ins:read", "move_ins:conduct", "defects:read", "defects:raise", "defects:settle")
OTHERS = ("rooms:read", "households:read", "households:register", "households:change", "archives:read")
TODAY = date(2026, 11, 22)
ORDER = (
    "verify",
    "sign-agreements",
    "hand-out-documents",
    "record-prepayment",
    "confirm-household",
    "choose-custody",
    "inspect",
    "read-meters",
    "try-keys",
    "complete",
)


def assistant(rig: ServiceRig, **over: Any) -> httpx.AsyncClient:
    """A service assistant; the other grants are there to look at what followed."""
    return rig.client(*ASSISTANT, *OTHERS, roles=("service_assistant",), **over)


def crack(**over: Any) -> dict[str, Any]:
    """What the developer has to put right."""
    return {
        "place": "客厅北墙",
        "kind": "wall_floor",
        "severity": "minor",
        "description": "墙面裂缝约 40 厘米",
        "contractor": "恒建装饰工程公司",
        "deadline_on": "2026-12-06",
    } | over


def leak(**over: Any) -> dict[str, Any]:
    return (
        crack(
            place="主卧卫生间",
            kind="waterproofing",
            severity="major",
            description="地漏周边渗水",
            contractor="恒建防水工程公司",
            deadline_on="2026-11-29",
        )
        | over
    )


def inspection(defects: Mapping[str, list[dict[str, Any]]] | None = None) -> dict[str, Any]:
    """A flat's list, everything in order but what is given."""
    wrong = defects or {}
    items = [
        {"item": item.value, "finding": "defect", "defects": wrong[item.value]}
        if item.value in wrong
        else {"item": item.value, "finding": "ok"}
        for item in TEMPLATES[RoomKind.FLAT]
    ]
    return {"items": items, "inspected_with": "周敏"}


def key(label: str, **over: Any) -> dict[str, Any]:
    return {"label": label, "works": True} | over


FORMS: Mapping[str, dict[str, Any]] = {
    "verify": {
        "papers": [{"kind": kind} for kind in ("hand_over_notice", "identity", "contract_copy", "photo")],
        "notice_number": "JF-2026-0178",
    },
    "sign-agreements": {
        "signed": ["interim_convention", "area_undertaking", "renovation_rules", "agency_authorisation"],
        "signed_by": "周敏",
    },
    "hand-out-documents": {
        "documents": [{"kind": kind} for kind in ("quality_guarantee", "user_manual", "owner_handbook")],
        "received_by": "周敏",
    },
    "record-prepayment": {"amount_fen": 64_080, "receipt_number": "SG-2026-000001"},
    "confirm-household": {
        "members": [
            {"name": "周敏", "role": "owner", "phone": "13800138000"},
            {"name": "周亮", "role": "family", "relation": "配偶"},
            {"name": "周小宁", "role": "family", "relation": "子女"},
        ]
    },
    "choose-custody": {"custody": "finishing_work", "authorised_by": "周敏"},
    "inspect": inspection({"walls": [crack()], "bathroom_waterproofing": [leak()]}),
    "read-meters": {
        "readings": [
            {"kind": "water", "serial": "W20260178", "reading": "1.250"},
            {"kind": "power", "serial": "E20260178", "reading": 36},
            {"kind": "gas", "serial": "G20260178", "reading": "0"},
        ]
    },
    "try-keys": {
        "keys": [
            key("entrance"),
            key("entrance"),
            key("door"),
            key("door", stays=True),
            key("door", works=False),
            key("mailbox", tag="3#2-5-1 信报箱"),
        ],
        "received_by": "周敏",
    },
    "complete": {},
}


async def unsold_room(rig: ServiceRig, position: int = 0) -> str:
    """The code of a flat that the developer has not handed over."""
    async with rig.service.database.read() as session:
        codes = await session.scalars(
            select(Room.code).where(Room.community_id == GARDEN, Room.hand_over == "pending").order_by(Room.sort_key)
        )
        return codes.all()[position]


async def announced(client: httpx.AsyncClient, room_code: str, **over: Any) -> dict[str, Any]:
    """A notified owner, whose pack lies ready."""
    body = {
        "room_code": room_code,
        "owner_name": "周敏",
        "owner_phone": "13800138000",
        "notice_number": "JF-2026-0178",
        "notice_on": "2026-11-10",
        "appointment_at": "2026-11-22T10:00:00+08:00",
        "pack_prepared": True,
    } | over
    return await did(await client.post("/v1/move-ins", json=body), 201)


async def step(client: httpx.AsyncClient, move_in_id: str, name: str, form: Any = None) -> httpx.Response:
    """Take a step, with its usual form or another, under a key of its own."""
    body = FORMS.get(name, {}) if form is None else form
    return await client.post(f"/v1/move-ins/{move_in_id}/{name}", json=body, headers={"Idempotency-Key": new_id()})


async def walked(client: httpx.AsyncClient, move_in_id: str, *, until: str | None = None) -> dict[str, Any]:
    """Every step in order, up to and without `until`; what stands then."""
    for name in ORDER:
        if name == until:
            break
        await did(await step(client, move_in_id, name))
    return await did(await client.get(f"/v1/move-ins/{move_in_id}"))


async def raised(client: httpx.AsyncClient, **over: Any) -> dict[str, Any]:
    """A defect of Wang's flat that was found later."""
    body = crack(room_code="3#2-5-1") | over
    return await did(await client.post("/v1/defects", json=body, headers={"Idempotency-Key": new_id()}), 201)


async def settle(client: httpx.AsyncClient, defect_id: str, name: str, body: Any = None) -> httpx.Response:
    """Do something with a defect."""
    bodies = {
        "invite": {"visit_at": "2026-11-28T10:00:00+08:00"},
        "confirm": {"confirmed_by": "王芳"},
        "refuse": {"reason": "裂缝仍在", "deadline_on": "2026-12-20"},
    }
    sent = bodies.get(name, {}) if body is None else body
    return await client.post(f"/v1/defects/{defect_id}/{name}", json=sent, headers={"Idempotency-Key": new_id()})


async def settled(client: httpx.AsyncClient, defect_id: str, *names: str) -> dict[str, Any]:
    """The defect after all of these."""
    for name in names:
        await did(await settle(client, defect_id, name))
    return await did(await client.get(f"/v1/defects/{defect_id}"))


async def cured(client: httpx.AsyncClient, defect_id: str) -> dict[str, Any]:
    """The defect after the owner's confirmation."""
    return await settled(client, defect_id, "report-finished", "invite", "confirm")
