"""The gate check: access decides, residents add what the room's household asks for. Source: handbook A-06, A-34."""

import asyncio
from collections.abc import Mapping
from typing import Any

from gateway.front_desk.desk import Desk, Part, Question

_PATH = "/internal/front-desk/gate-check"
_LEAST_S = 0.2


async def gate_check(desk: Desk, question: Question, code: str, community_id: str | None) -> dict[str, Part]:
    """The parts by service. Nothing is answered from memory; without access's word the gate stays shut.

    Residents are asked only for a code that belongs to a room; both steps together keep within one deadline, or little
    more.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    access = await desk.ask(question, "access", _PATH, {"code": code, "community_id": community_id}, remember=False)
    room = _room_of(access.content)
    if room is None:
        return {"access": access}
    left_s = max(desk.deadline_s - (loop.time() - began), _LEAST_S)
    return {"access": access} | await desk.ask_all(
        question, ["residents"], _PATH, room, deadline_s=left_s, remember=False
    )


def _room_of(content: Any) -> dict[str, str | None] | None:
    if not isinstance(content, Mapping):
        return None
    room = {name: content.get(name) for name in ("room_code", "community_id")}
    return room if all(isinstance(each, str) for each in room.values()) else None
