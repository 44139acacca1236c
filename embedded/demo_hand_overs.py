"""Move-ins and defects of the demo's life, through the public API. Source: handbook R-20 … R-24."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

Json = dict[str, Any]
_WHO = "service_assistant"
_FINDINGS: Mapping[str, Json] = {
    "walls": {
        "place": "客厅北墙",
        "kind": "wall_floor",
        "description": "墙面裂缝约 40 厘米",
        "contractor": "恒建装饰工程公司",
    },
    "bathroom_waterproofing": {
        "place": "主卧卫生间",
        "kind": "waterproofing",
        "severity": "major",
        "description": "地漏周边渗水",
        "contractor": "恒建防水工程公司",
    },
}


class Staff(Protocol):
    """The demo's staff at the gateway."""

    async def read(self, who: str, path: str, **parameters: str) -> Json: ...

    async def post(self, who: str, path: str, key: str, body: Json | None = None) -> Json: ...


async def hand_rooms_over(desk: Staff) -> None:
    """One owner is notified, one is half-way through, one has moved in with two defects, of which one is cured.

    Their days are the run's, so a later run must not ask again with others.
    """
    if (await desk.read(_WHO, "/v1/move-ins"))["items"]:
        return
    rooms = [room["code"] for room in (await desk.read(_WHO, "/v1/rooms", occupancy="unsold"))["items"]]
    await _announced(desk, rooms[0], "notified", "吴静", "13900139001")
    half_way = await _announced(desk, rooms[1], "half-way", "郑凯", "13900139002")
    await _walk(desk, half_way, "half-way", "郑凯", "13900139002", steps=4)
    done = await _announced(desk, rooms[2], "moved-in", "周敏", "13900139003")
    await _walk(desk, done, "moved-in", "周敏", "13900139003", steps=10)
    await _cure_one(desk, done)
    await _raise_later(desk)


def _day(offset: int) -> str:
    return str((datetime.now(UTC) + timedelta(hours=8)).date() + timedelta(days=offset))


async def _announced(desk: Staff, room_code: str, key: str, owner: str, phone: str) -> str:
    body = {
        "room_code": room_code,
        "owner_name": owner,
        "owner_phone": phone,
        "notice_number": f"JF-{key}",
        "notice_on": _day(-12),
        "appointment_at": f"{_day(2)}T10:00:00+08:00",
        "pack_prepared": True,
    }
    move_in: str = (await desk.post(_WHO, "/v1/move-ins", f"{key}-notify", body))["id"]
    return move_in


async def _walk(desk: Staff, move_in: str, key: str, owner: str, phone: str, *, steps: int) -> None:
    for name, form in list((await _forms(desk, owner, phone)).items())[:steps]:
        await desk.post(_WHO, f"/v1/move-ins/{move_in}/{name}", f"{key}-{name}", form)


async def _forms(desk: Staff, owner: str, phone: str) -> dict[str, Json]:
    lists: Any = await desk.read(_WHO, "/v1/move-ins/inspection-lists")
    items = next(each["items"] for each in lists if each["room_kind"] == "flat")
    looked = [
        {"item": each["item"], "finding": "defect", "defects": [_FINDINGS[each["item"]] | {"deadline_on": _day(14)}]}
        if each["item"] in _FINDINGS
        else {"item": each["item"], "finding": "ok"}
        for each in items
    ]
    keys = [{"label": label, "works": True} for label in ("entrance", "door", "door", "mailbox")]
    presented = ("hand_over_notice", "identity", "contract_copy", "photo")
    packed = ("quality_guarantee", "user_manual", "owner_handbook")
    return {
        "verify": {"papers": [{"kind": kind} for kind in presented]},
        "sign-agreements": {"signed": ["interim_convention", "area_undertaking"], "signed_by": owner},
        "hand-out-documents": {"documents": [{"kind": kind} for kind in packed], "received_by": owner},
        "record-prepayment": {"amount_fen": 0},
        "confirm-household": {"members": [{"name": owner, "role": "owner", "phone": phone}]},
        "choose-custody": {"custody": "finishing_work", "authorised_by": owner},
        "inspect": {"items": looked, "inspected_with": owner},
        "read-meters": {
            "readings": [
                {"kind": "water", "serial": "W20260003", "reading": "1.250"},
                {"kind": "power", "serial": "E20260003", "reading": "36.0"},
                {"kind": "gas", "serial": "G20260003", "reading": "0"},
            ]
        },
        "try-keys": {"keys": [*keys, {"label": "door", "works": True, "stays": True}], "received_by": owner},
        "complete": {},
    }


async def _cure_one(desk: Staff, move_in: str) -> None:
    found = (await desk.read(_WHO, "/v1/defects", move_in_id=move_in, kind="wall_floor"))["items"]
    path = f"/v1/defects/{found[0]['id']}"
    await desk.post(_WHO, f"{path}/report-finished", "crack-finished", {"note": "已修补并重新粉刷"})
    await desk.post(_WHO, f"{path}/invite", "crack-invite", {"visit_at": f"{_day(1)}T10:00:00+08:00"})
    await desk.post(_WHO, f"{path}/confirm", "crack-confirm", {"confirmed_by": "周敏"})


async def _raise_later(desk: Staff) -> None:
    body = {
        "room_code": "3#2-5-1",
        "place": "北阳台",
        "kind": "door_window",
        "description": "推拉窗关闭不严",
        "contractor": "明亮门窗公司",
        "deadline_on": _day(7),
    }
    await desk.post(_WHO, "/v1/defects", "window-raise", body)
