"""The in-process bus survives the end of its process, however it comes."""

import asyncio
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from shared.runtime.bus import BusAway, Delivery, Handling
from shared.runtime.bus.in_process import InProcessBus
from shared.runtime.bus.patterns import matches
from shared.runtime.database import Database
from tests.unit.runtime.messaging import message, until

ROOT = Path(__file__).resolve().parents[3]


def bus_in(folder: Path) -> InProcessBus:
    return InProcessBus(Database(f"sqlite+aiosqlite:///{folder}/bus.db"), handling=Handling(retry_delays_s=(0.2, 0.4)))


@pytest.mark.parametrize(
    ("pattern", "routing_key", "expected"),
    [
        ("door.opened", "door.opened", True),
        ("door.opened", "door.closed", False),
        ("door.opened", "door.opened.twice", False),
        ("door.*", "door.opened", True),
        ("door.*", "door", False),
        ("door.*", "door.opened.twice", False),
        ("*.opened", "door.opened", True),
        ("#", "door.opened", True),
        ("#", "", True),
        ("door.#", "door", True),
        ("door.#", "door.opened.twice", True),
        ("#.twice", "door.opened.twice", True),
        ("#.twice", "door.opened", False),
        ("door.#.twice", "door.twice", True),
        ("door.*.#", "door", False),
    ],
)
def test_patterns_match_as_in_amqp(pattern: str, routing_key: str, expected: bool) -> None:
    assert matches(pattern, routing_key) is expected


async def test_nothing_is_published_before_start_or_after_stop(tmp_path: Path) -> None:
    bus = bus_in(tmp_path)
    (before,) = await bus.publish([message()])
    await bus.start()
    assert bus.ready
    await bus.stop()
    (after,) = await bus.publish([message()])

    assert isinstance(before, BusAway)
    assert isinstance(after, BusAway)
    assert not bus.ready


async def test_becoming_ready_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    bus = bus_in(tmp_path)
    bus.on_ready(lambda: told.append("ready"))

    await bus.start()
    await bus.stop()

    assert told == ["ready"]


async def test_a_retry_that_was_due_later_is_kept_over_a_restart(tmp_path: Path) -> None:
    attempts: list[int] = []

    async def fail(delivery: Delivery) -> None:
        attempts.append(delivery.attempt)
        raise LookupError

    async def succeed(delivery: Delivery) -> None:
        attempts.append(delivery.attempt)

    first = bus_in(tmp_path)
    await first.start()
    await first.consume("watchers", ["#"], fail)
    await first.publish([message()])
    await until(lambda: attempts)
    await first.stop()

    second = bus_in(tmp_path)
    await second.start()
    await second.consume("watchers", ["#"], succeed)
    await until(lambda: len(attempts) == 2)
    await second.stop()

    assert attempts == [1, 2]


async def test_a_backlog_larger_than_the_prefetch_is_worked_off_in_order(tmp_path: Path) -> None:
    bus = InProcessBus(Database(f"sqlite+aiosqlite:///{tmp_path}/bus.db"), handling=Handling(prefetch=8, concurrency=4))
    await bus.start()
    await bus.declare("watchers", ["#"])
    await bus.publish([message(key="one", body=str(number).encode()) for number in range(500)])
    seen: list[int] = []

    async def handle(delivery: Delivery) -> None:
        seen.append(int(delivery.message.body))

    await bus.consume("watchers", ["#"], handle)
    await until(lambda: len(seen) >= 500)
    await asyncio.sleep(0.1)
    await bus.stop()

    assert seen == list(range(500))


_VICTIM = """
import asyncio, sys
from shared.runtime.bus import Handling, Message
from shared.runtime.bus.in_process import InProcessBus
from shared.runtime.database import Database

async def main(folder, start):
    bus = InProcessBus(Database(f"sqlite+aiosqlite:///{folder}/bus.db"), handling=Handling(retry_delays_s=(0.05, 0.1)))
    async def handle(delivery):
        if delivery.attempt == 1 and int(delivery.message.event_id) % 7 == 0:
            raise LookupError("later")
        print("handled", delivery.message.event_id, flush=True)
    await bus.start()
    await bus.consume("watchers", ["#"], handle)
    number = start
    while True:
        ids = [str(number + offset) for offset in range(5)]
        number += 5
        results = await bus.publish([Message(i, "door.opened", str(int(i) % 11), b"{}") for i in ids])
        for i, result in zip(ids, results):
            if result is None:
                print("confirmed", i, flush=True)

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


async def test_a_process_killed_at_random_points_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    seed = time.time_ns()
    print(f"seed {seed}")
    chance = random.Random(seed)
    lines: list[str] = []
    for round_number in range(4):
        with (tmp_path / f"{round_number}.txt").open("w+") as out:
            victim = subprocess.Popen(
                [sys.executable, "-c", _VICTIM, str(tmp_path), str(round_number * 1_000_000)], cwd=ROOT, stdout=out
            )
            await until(partial(_has_handled, out.name), within_s=30)
            await asyncio.sleep(chance.uniform(0.05, 0.5))
            victim.send_signal(signal.SIGKILL)
            victim.wait()
        lines += _text(out.name).split("\n")
    confirmed = {line.split()[1] for line in lines if line.startswith("confirmed ") and len(line.split()) == 2}
    handled = {line.split()[1] for line in lines if line.startswith("handled ") and len(line.split()) == 2}
    assert len(confirmed) > 50

    bus = bus_in(tmp_path)
    await bus.start()

    async def handle(delivery: Delivery) -> None:
        handled.add(delivery.message.event_id)

    await bus.consume("watchers", ["#"], handle)
    await until(lambda: confirmed <= handled, within_s=20)
    await bus.stop()

    assert confirmed - handled == set()


def _has_handled(path: str) -> bool:
    return "handled" in _text(path)


def _text(path: str) -> str:
    return Path(path).read_text()
