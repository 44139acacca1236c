"""Some life for the demo community, through the public API: `python -m embedded.demo --gateway URL`.

Every write has a fixed Idempotency-Key, so that a run that was cut off goes on where it stopped, and a second run
changes nothing. Source: ADR 0009.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import structlog

from embedded.demo_hand_overs import hand_rooms_over
from embedded.demo_service_quality import look_after_quality
from shared.runtime.settings import Mode

log = structlog.get_logger()

Json = dict[str, Any]
_PATIENCE_S = 120
_AGAIN = {404, 409, 422, 429, 503}
_STAFF = ("front_desk", "service_assistant", "technician", "service_lead", "cashier", "manager")


class Desk:
    """The demo's staff at the gateway."""

    def __init__(self, client: httpx.AsyncClient, password: str) -> None:
        self._client = client
        self._password = password
        self._tokens: dict[str, str] = {}

    async def sign_in(self) -> None:
        """Waits for the gateway and its accounts."""
        for username in _STAFF:
            form = {"grant_type": "password", "username": username, "password": self._password}
            answer = await _until_ok(partial(self._client.post, "/v1/auth/token", data=form))
            self._tokens[username] = answer["access_token"]

    async def read(self, who: str, path: str, **parameters: str) -> Json:
        """A GET that is tried again while a replica is still filling."""
        return await _until_ok(lambda: self._client.get(path, params=parameters, headers=self._headers(who)))

    async def post(self, who: str, path: str, key: str, body: Json | None = None) -> Json:
        """A POST under a fixed key; tried again while what it needs has not arrived yet."""
        headers = self._headers(who) | {"Idempotency-Key": f"demo-{key}"}
        return await _until_ok(lambda: self._client.post(path, json=body or {}, headers=headers))

    def _headers(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[who]}"}


async def _until_ok(send: Callable[[], Awaitable[httpx.Response]]) -> Json:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            answer = await send()
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
        else:
            if answer.is_success:
                content: Json = answer.json()
                return content
            if answer.status_code not in _AGAIN or time.monotonic() > deadline:
                answer.raise_for_status()
        await asyncio.sleep(0.5)


async def bring_to_life(gateway: str, password: str) -> None:
    """Open, quoted and paid requests, a renovation under review, rooms handed over, the quality loop under way."""
    async with httpx.AsyncClient(base_url=gateway, timeout=10, trust_env=False) as client:
        desk = Desk(client, password)
        await desk.sign_in()
        technician = (await desk.read("technician", "/v1/auth/me"))["account_id"]
        await _waiting_requests(desk)
        await _work_on_the_way(desk, technician)
        await _paid_repair(desk, technician)
        await _renovation_under_review(desk)
        await hand_rooms_over(desk)
        await look_after_quality(desk)
    log.info("demo_life_loaded")


async def _open(desk: Desk, key: str, room_code: str, summary: str, **more: object) -> str:
    body: Json = {
        "room_code": room_code,
        "category": "repair",
        "source": "phone",
        "summary": summary,
        "requester": {"name": "业户", "phone": "13800138000"},
        "room_confirmed": True,
        **more,
    }
    ticket: str = (await desk.post("front_desk", "/v1/tickets", f"{key}-open", body))["id"]
    return ticket


async def _waiting_requests(desk: Desk) -> None:
    await _open(desk, "lamp", "1#1-3-2", "走廊灯不亮")
    await _open(desk, "noise", "2#2-7-4", "楼上深夜噪音", category="complaint", source="app")
    await _open(desk, "burst", "3#1-9-1", "水管爆裂，正在漏水", severity="emergency")


async def _work_on_the_way(desk: Desk, technician: str) -> None:
    ticket = await _open(desk, "lock", "1#2-6-3", "入户门锁打不开")
    await desk.post("service_assistant", f"/v1/tickets/{ticket}/dispatch", "lock-dispatch", {"assignee_id": technician})
    await desk.post("technician", f"/v1/tickets/{ticket}/accept", "lock-accept")


async def _paid_repair(desk: Desk, technician: str) -> None:
    ticket = await _open(desk, "tap", "2#1-4-1", "卫生间水龙头滴水")
    path = f"/v1/tickets/{ticket}"
    await desk.post("service_assistant", f"{path}/dispatch", "tap-dispatch", {"assignee_id": technician})
    await desk.post("technician", f"{path}/accept", "tap-accept")
    await desk.post("technician", f"{path}/arrive", "tap-arrive")
    quote = {"lines": [{"item": "repair_tap", "quantity": 1}]}
    await desk.post("technician", f"{path}/quote", "tap-quote", quote)
    agreed = {"accepted_by": "业户", "statement": "同意 80 元"}
    await desk.post("service_assistant", f"{path}/approve-quote", "tap-agree", agreed)
    done = {"work_done": "更换水龙头", "signed_by": "业户"}
    await desk.post("technician", f"{path}/complete", "tap-complete", done)
    told = {"told_requester": True, "satisfied": True}
    await desk.post("service_lead", f"{path}/close", "tap-close", told)
    charge = await _charge_for(desk, ticket)
    payment = {
        "room_code": "2#1-4-1",
        "method": "wechat",
        "amount_fen": charge["amount_fen"],
        "charge_ids": [charge["id"]],
    }
    await desk.post("cashier", "/v1/payments", "tap-pay", payment)


async def _charge_for(desk: Desk, ticket: str) -> Json:
    """Follows by event."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        charges: list[Json] = (await desk.read("cashier", "/v1/charges", cause_id=ticket))["items"]
        if charges:
            return charges[0]
        await asyncio.sleep(0.5)
    raise TimeoutError(f"no charge for ticket {ticket}")


async def _renovation_under_review(desk: Desk) -> None:
    """Its period starts in ten days, so a later run must not ask for it again with other days."""
    room = "1#1-2-1"
    if (await desk.read("service_lead", "/v1/renovations", room_code=room))["items"]:
        return
    today = datetime.now(UTC).date()
    papers = [
        {"kind": kind, "name": name, "description": "已收"}
        for kind, name in (
            ("plan", "平面图"),
            ("renovation_agreement", "装修协议"),
            ("safety_undertaking", "安全责任书"),
            ("contractor_licence", "营业执照"),
        )
    ]
    application: Json = {
        "room_code": room,
        "size": "small",
        "scope": "客厅墙面翻新",
        "starts_on": str(today + timedelta(days=10)),
        "ends_on": str(today + timedelta(days=30)),
        "contractor": {"name": "安居装饰工程有限公司", "licence_number": "91110105MA01ABCD2X"},
        "workers": [{"name": "赵强", "id_number": "11010519491231002X", "photos": 2}],
        "papers": papers,
    }
    renovation = (await desk.post("front_desk", "/v1/renovations", "walls-draft", application))["id"]
    await desk.post("front_desk", f"/v1/renovations/{renovation}/submit", "walls-submit")
    await desk.post("service_lead", f"/v1/renovations/{renovation}/start-review", "walls-review")


def main() -> None:
    """Nothing in production mode."""
    parser = argparse.ArgumentParser(prog="python -m embedded.demo")
    parser.add_argument("--gateway", required=True)
    options = parser.parse_args()
    if os.environ.get("LOBBY_MODE", Mode.DEMO) == Mode.DEMO:
        asyncio.run(bring_to_life(options.gateway, os.environ.get("DEMO_PASSWORD") or "front-desk"))


if __name__ == "__main__":
    main()
