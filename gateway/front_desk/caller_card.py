"""The caller card: by room, household or phone."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.front_desk.desk import Desk, Part, Question
from gateway.settings import SERVICES
from shared.kernel.errors import NotFound

_PATH = "/internal/front-desk/caller-card"
_OTHERS = tuple(service for service in SERVICES if service != "residents")
_LEAST_S = 0.2


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the three is given; `phone` is E.164."""

    community_id: str | None
    room_code: str | None = None
    household_id: str | None = None
    phone: str | None = None


async def caller_card(desk: Desk, question: Question, subject: Subject) -> dict[str, Part]:
    """The parts by service. Raises NotFound for a room, household or phone that residents doesn't know."""
    if subject.phone is not None:
        return await _by_phone(desk, question, subject)
    asked = {
        "room_code": subject.room_code,
        "household_id": subject.household_id,
        "community_id": subject.community_id,
    }
    parts = await desk.ask_all(question, SERVICES, _PATH, asked)
    _must_be_known(parts["residents"])
    return parts


async def _by_phone(desk: Desk, question: Question, subject: Subject) -> dict[str, Part]:
    """Residents first: only it knows phones. Both steps together keep within one deadline, or little more.

    A phone that belongs to several households says so, and the card is asked for again with the household.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    asked: dict[str, str | None] = {"phone": subject.phone, "community_id": subject.community_id}
    residents = await desk.ask(question, "residents", _PATH, asked)
    _must_be_known(residents)
    if residents.status in {"unavailable", "forbidden"}:
        return {"residents": residents} | {service: Part("unavailable") for service in _OTHERS}
    household = _only_household(residents.content)
    if household is None:
        return {"residents": residents}
    left_s = max(desk.deadline_s - (loop.time() - began), _LEAST_S)
    wanted = {"household_id": household, "community_id": subject.community_id}
    return {"residents": residents} | await desk.ask_all(question, _OTHERS, _PATH, wanted, deadline_s=left_s)


def _must_be_known(residents: Part) -> None:
    if residents.status == "not_found":
        raise NotFound(what="room, household or phone")


def _only_household(content: Any) -> str | None:
    matches = content.get("matches") if isinstance(content, Mapping) else None
    if not isinstance(matches, list):
        return None
    households = {match.get("household_id") for match in matches if isinstance(match, Mapping)}
    only = next(iter(households)) if len(households) == 1 else None
    return only if isinstance(only, str) else None
