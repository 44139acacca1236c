"""The guard's question at the gate, as the stories ask it."""

from __future__ import annotations

from tests.journeys.people import Json, People, eventually


async def at_the_gate(people: People, code: str, *, language: str = "en") -> tuple[str, str]:
    """What the guard is told, and why. A guard whom access did not answer in time scans again."""

    async def ask() -> Json:
        checked = await people.get("security", "/v1/front-desk/gate-check", language=language, code=code)
        part: Json = checked["parts"]["access"]
        return part

    said = (await eventually(ask, lambda part: part["status"] == "ok"))["data"]
    return said["decision"], said["reason"]
