"""Row 10: the suite in one process, killed (-9) at random points and started again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import backlog
from tests.faults.books import PROGRAMS, Library
from tests.faults.ledger import Ledger
from tests.faults.load import Desk, Load
from tests.faults.verdict import settle
from tests.stack import EmbeddedStack

KILLS = 3
SOME = 20
LONGEST_LIFE_S = 2.5


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[EmbeddedStack]:
    """Not yet started, its data folder empty."""
    stack = EmbeddedStack(tmp_path, module="tests.faults.embedded_with_scribe")
    yield stack
    stack.stop()


async def dies_while_it_starts(stack: EmbeddedStack, chance: random.Random) -> None:
    stack.process.start()
    await asyncio.sleep(chance.uniform(0.5, LONGEST_LIFE_S))
    await asyncio.to_thread(stack.process.kill9)


def library_of(stack: EmbeddedStack) -> Library:
    urls = {name: f"sqlite+aiosqlite:///{stack.data}/{name}.db" for name in (*PROGRAMS, "scribe")}
    return Library(urls, scribe=urls["scribe"])


async def test_killed_again_and_again_the_embedded_suite_keeps_its_word(stack: EmbeddedStack, seed: int) -> None:
    chance = random.Random(seed)
    library, ledger = library_of(stack), Ledger()

    async def in_file() -> dict[str, int]:
        return await backlog.in_file(stack.data / "bus.db")

    await dies_while_it_starts(stack, chance)
    stack.start()
    assert (await settle(ledger, library, in_file)).is_good
    rooms = await library.rooms()
    async with Desk(ledger, [stack.url], stack.password) as desk, Load(desk, rooms, seed=seed).running():
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.2, LONGEST_LIFE_S))
            await asyncio.to_thread(stack.process.kill9)
            if chance.random() < 0.5:
                await dies_while_it_starts(stack, chance)
            await asyncio.to_thread(stack.start)
        await ledger.grows_by(SOME)

    verdict = await settle(ledger, library, in_file)
    assert verdict.is_good, verdict.told()
    assert verdict.acknowledged == verdict.asked
    assert list(ledger.failures()), "no kill met a request"
