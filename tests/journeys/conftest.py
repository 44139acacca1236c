"""One suite of each kind for all the tests of this folder; no story minds what another left behind.

They end with the folder: even at rest their processes would take a seventh of two cores from the tests that follow.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.journeys.people import People, people_of
from tests.journeys.replicas import until_all_is_heard
from tests.servers import PostgresServer, RabbitmqServer
from tests.stack import EmbeddedStack, FullStack
from tests.stack.process import Stack

HERE = Path(__file__).parent
DEMO_SECONDS = 120
PROGRAMS = ("residents", "tickets", "billing", "access", "notifications", "gateway")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journeys)


def started(stack: EmbeddedStack) -> None:
    """Until its demo community is complete, its life included."""
    stack.start()
    deadline = time.monotonic() + DEMO_SECONDS
    while not (stack.data / "demo-life").exists():
        assert time.monotonic() < deadline, stack.process.tail()
        time.sleep(0.2)
    asyncio.run(until_all_is_heard({name: f"sqlite+aiosqlite:///{stack.data}/{name}.db" for name in PROGRAMS}))


@pytest.fixture(scope="package")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStack]:
    stack = EmbeddedStack(tmp_path_factory.mktemp("embedded"))
    try:
        started(stack)
        yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="package")
def full(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, rabbitmq: RabbitmqServer
) -> Iterator[FullStack]:
    stack = FullStack(tmp_path_factory.mktemp("full"), postgres, rabbitmq)
    try:
        stack.start()
        asyncio.run(until_all_is_heard(stack.databases))
        yield stack
    finally:
        stack.stop()


@pytest.fixture(params=["embedded", "full"])
def stack(request: pytest.FixtureRequest) -> Stack:
    """Both ways to run the suite, one after the other."""
    found: Stack = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def people(stack: Stack) -> AsyncIterator[People]:
    async with people_of(stack.url, stack.password) as staff:
        yield staff
