"""A broken part costs its part: with one service dead, the desk is told the rest within its deadline."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest

from tests.journeys.belongings import ROOM
from tests.journeys.people import People, eventually, people_of
from tests.stack import FullStack

SERVICES = {"residents", "tickets", "billing", "access", "notifications"}
# Each service's own list, by somebody who may read it.
LISTS = {
    "residents": "/v1/rooms",
    "tickets": "/v1/tickets",
    "billing": "/v1/charges",
    "access": "/v1/passes",
    "notifications": "/v1/messages",
}
# A second for every part; what is over it is a machine with more to do than this.
SECONDS = 3.0
PAGES = [("/v1/front-desk/caller-card", {"room_code": ROOM}), ("/v1/front-desk/today", {})]


@pytest.fixture
async def people(full: FullStack) -> AsyncIterator[People]:
    async with people_of(full.url, full.password) as staff:
        yield staff


@contextmanager
def away(stack: FullStack, service: str) -> Iterator[None]:
    stack.processes[service].kill9()
    try:
        yield
    finally:
        stack.processes[service].start()
        stack.processes[service].wait_ready()


@pytest.mark.parametrize("service", sorted(SERVICES))
async def test_a_dead_service_costs_its_part_alone(full: FullStack, people: People, service: str) -> None:
    for path, params in PAGES:
        whole = await eventually(
            lambda path=path, params=params: people.get("manager", path, **params),  # type: ignore[misc]
            lambda page: {part["status"] for part in page["parts"].values()} == {"ok"},
        )
        assert whole["parts"].keys() == SERVICES

    with away(full, service):
        for path, params in PAGES:
            began = time.monotonic()
            page = await people.get("manager", path, **params)
            assert time.monotonic() - began < SECONDS
            stood = {name: part["status"] for name, part in page["parts"].items()}
            assert stood == {name: "stale" if name == service else "ok" for name in SERVICES}
            assert page["parts"][service]["as_of"] is not None, "the last good copy, and from when it is"
            # Nobody has asked in this person's name before: there is no copy to show.
            unknown = await people.get("service_assistant", path, **params)
            assert unknown["parts"][service]["status"] in {"unavailable", "stale", "forbidden"}
            if unknown["parts"][service]["status"] == "unavailable":
                assert unknown["parts"][service]["data"] is None
        refused = await people.refused("manager", "GET", LISTS[service], 503)
        assert refused["type"].startswith("urn:lobby:problem:")
        answer = await people.send("manager", "GET", LISTS[service])
        assert int(answer.headers["retry-after"]) >= 1
        for other in SERVICES - {service}:
            assert (await people.send("manager", "GET", LISTS[other])).status_code == 200, other

    back = await eventually(
        lambda: people.get("manager", "/v1/front-desk/today"), lambda page: page["parts"][service]["status"] == "ok"
    )
    assert {part["status"] for part in back["parts"].values()} == {"ok"}


async def test_the_gate_stays_shut_while_nobody_can_tell(full: FullStack, people: People) -> None:
    with away(full, "access"):
        checked = await people.get("security", "/v1/front-desk/gate-check", code="whatever")

    assert checked["parts"]["access"] == {"status": "unavailable", "data": None, "as_of": None}


async def test_what_was_said_while_a_hearer_was_away_is_heard_afterwards(full: FullStack, people: People) -> None:
    opening = {
        "room_code": ROOM,
        "category": "help",
        "source": "gate",
        "room_confirmed": True,
        "summary": "请帮忙搬运",
        "requester": {"name": "王芳", "phone": "13812345678"},
    }
    with away(full, "notifications"):
        ticket = await people.post("front_desk", "/v1/tickets", opening)

    (told,) = await eventually(lambda: people.items("manager", "/v1/messages", about=ticket["id"]))
    assert told["template"] == "ticket_opened"
