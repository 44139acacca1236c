"""The relay tells what the outbox holds, whatever happens around it."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

from shared.kernel.clock import SystemClock
from shared.runtime.bus import PublishFailed
from shared.runtime.database import Database
from shared.runtime.inbox import is_first_time, prune_inbox
from shared.runtime.outbox import Outbox, prune_outbox
from shared.runtime.relay import Relay, pause_s
from tests.unit.runtime.messaging import TABLES, Doors, FakeBus, fresh_database, out_of_order, until


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, lambda: request.getfixturevalue("postgres"), tmp_path) as database:
        yield database


@pytest.fixture
async def bus() -> FakeBus:
    return FakeBus()


def relay_of(database: Database, bus: FakeBus, *, batch: int = 500, poll_s: float = 1.0) -> Relay:
    return Relay(database, TABLES, bus, SystemClock(), batch=batch, poll_s=poll_s)


async def test_a_committed_event_is_told_at_once_and_marked_sent(database: Database, bus: FakeBus) -> None:
    relay = relay_of(database, bus, poll_s=60)
    doors = Doors(database, relay.wake)
    (door,) = await doors.install(1)
    await relay.start()
    await asyncio.sleep(0.1)

    (event_id,) = await doors.open(door)

    assert await until(lambda: bus.ids() == [event_id]) < 1
    assert await until(lambda: _is_zero(doors)) < 1
    await relay.stop()


async def test_two_relays_tell_every_event_once_and_keep_the_order_of_each_aggregate(
    database: Database, bus: FakeBus
) -> None:
    bus.delay_s = 0.005
    relays = [relay_of(database, bus, batch=20) for _ in range(2)]
    doors = Doors(database)
    installed = await doors.install(20)
    told = []
    for _ in range(5):
        told += await doors.open(*installed, times=2)

    for relay in relays:
        await relay.start()
    await until(lambda: _is_zero(doors), within_s=30)

    assert sorted(bus.ids()) == sorted(told)
    assert out_of_order(bus.order()) == []
    for relay in relays:
        await relay.stop()


async def test_order_holds_while_events_are_committed_and_two_relays_work(database: Database, bus: FakeBus) -> None:
    relays = [relay_of(database, bus, batch=6) for _ in range(2)]

    def wake() -> None:
        for relay in relays:
            relay.wake()

    doors = Doors(database, wake)
    installed = await doors.install(3)
    for relay in relays:
        await relay.start()

    told = [event for _ in range(30) for event in await doors.open(*installed)]
    await until(lambda: _is_zero(doors), within_s=30)

    assert sorted(bus.ids()) == sorted(told)
    assert out_of_order(bus.order()) == []
    for relay in relays:
        await relay.stop()


async def test_successors_of_a_refused_event_wait_and_other_aggregates_go_on(database: Database, bus: FakeBus) -> None:
    relay = relay_of(database, bus, poll_s=0.05)
    doors = Doors(database, relay.wake)
    jammed, free = await doors.install(2)
    refused, *successors = await doors.open(jammed, times=3)
    others = await doors.open(free, times=3)
    bus.answer = lambda message: PublishFailed("no") if message.event_id == refused else None

    await relay.start()
    await until(lambda: set(others) <= set(bus.ids()))
    assert bus.ids() == others

    bus.answer = lambda _: None
    await until(lambda: _is_zero(doors))
    assert bus.ids() == [*others, refused, *successors]
    await relay.stop()


async def test_a_jammed_aggregate_does_not_fill_the_batch_and_starve_the_others(
    database: Database, bus: FakeBus
) -> None:
    relay = relay_of(database, bus, batch=4, poll_s=0.05)
    doors = Doors(database, relay.wake)
    jammed, free = await doors.install(2)
    await doors.open(jammed, times=30)
    others = await doors.open(free, times=10)
    bus.answer = lambda message: PublishFailed("no") if message.key == jammed else None

    await relay.start()
    await until(lambda: bus.ids() == others)

    assert await doors.waiting() == 30
    await relay.stop()


async def test_rows_leased_by_a_killed_relay_flow_after_their_lease(database: Database, bus: FakeBus) -> None:
    doors = Doors(database)
    (door,) = await doors.install(1)
    told = await doors.open(door, times=2)
    killed = Outbox(database, TABLES, owner="killed", batch=10)
    claimed = await killed.claim(now=datetime.now(UTC), lease=timedelta(seconds=4))
    assert [row.message.event_id for row in claimed] == told

    relay = relay_of(database, bus)
    started = time.monotonic()
    await relay.start()
    await until(lambda: _is_zero(doors), within_s=6)

    assert bus.ids() == told
    assert time.monotonic() - started < 5.5
    await relay.stop()


async def test_an_absent_bus_costs_no_attempts_and_its_return_is_noticed_at_once(
    database: Database, bus: FakeBus
) -> None:
    bus.is_ready = False
    relay = relay_of(database, bus, poll_s=60)
    doors = Doors(database, relay.wake)
    (door,) = await doors.install(1)
    await relay.start()
    told = await doors.open(door, times=3)
    await asyncio.sleep(0.2)
    assert bus.published == []
    assert bus.calls == 0

    bus.come_back()

    assert await until(lambda: bus.ids() == told) < 1
    async with database.read() as session:
        assert await session.scalar(select(func.max(TABLES.outbox.c.attempts))) == 0
    await relay.stop()


@pytest.mark.parametrize("trouble", [asyncio.CancelledError(), RuntimeError("out of the blue")])
async def test_nothing_that_a_publish_throws_ends_the_relay(
    database: Database, bus: FakeBus, trouble: BaseException
) -> None:
    thrown: list[str] = []

    def throw_once(_: object) -> None:
        if not thrown:
            thrown.append("once")
            raise trouble

    bus.answer = throw_once
    relay = Relay(database, TABLES, bus, SystemClock(), lease_s=0.3, poll_s=0.1)
    doors = Doors(database, relay.wake)
    (door,) = await doors.install(1)
    await relay.start()
    told = await doors.open(door)

    await until(lambda: _is_zero(doors))

    assert thrown == ["once"]
    assert bus.ids() == told
    await relay.stop()


async def test_a_database_that_is_away_for_a_while_does_not_end_the_relay(database: Database, bus: FakeBus) -> None:
    relay = relay_of(database, bus, poll_s=0.05)
    doors = Doors(database, relay.wake)
    (door,) = await doors.install(1)
    told = await doors.open(door)
    await _rename(database, "outbox", "gone")
    await relay.start()
    await asyncio.sleep(0.5)
    assert bus.published == []

    await _rename(database, "gone", "outbox")

    await until(lambda: _is_zero(doors))
    assert bus.ids() == told
    await relay.stop()


async def test_stopping_finishes_the_batch_in_hand(database: Database, bus: FakeBus) -> None:
    bus.delay_s = 0.5
    relay = relay_of(database, bus)
    doors = Doors(database, relay.wake)
    installed = await doors.install(5)
    await doors.open(*installed)
    await relay.start()
    await until(lambda: bus.published)

    await relay.stop()

    assert len(bus.published) == 5
    assert await doors.waiting() == 0


async def test_a_stopped_relay_can_be_started_again(database: Database, bus: FakeBus) -> None:
    relay = relay_of(database, bus)
    doors = Doors(database, relay.wake)
    (door,) = await doors.install(1)
    await relay.start()
    await relay.stop()
    told = await doors.open(door)
    assert bus.published == []

    await relay.start()

    await until(lambda: bus.ids() == told)
    await relay.stop()


async def test_attempts_are_counted_no_further_than_the_column_can_hold(database: Database, bus: FakeBus) -> None:
    doors = Doors(database)
    (door,) = await doors.install(1)
    await doors.open(door)
    async with database.connection() as connection:
        await connection.execute(update(TABLES.outbox).values(attempts=10_000))
    outbox = Outbox(database, TABLES, owner="ours", batch=10)
    (row,) = await outbox.claim(now=datetime.now(UTC), lease=timedelta(seconds=4))

    await outbox.put_back([(row.message.event_id, datetime.now(UTC))], count_attempt=True)

    (again,) = await outbox.claim(now=datetime.now(UTC), lease=timedelta(seconds=4))
    assert again.attempts == 10_000


async def test_pruning_the_outbox_spares_the_young_and_the_unsent(database: Database, bus: FakeBus) -> None:
    doors = Doors(database)
    (door,) = await doors.install(1)
    old = await doors.open(door, times=25)
    young = await doors.open(door, times=3)
    outbox, now = Outbox(database, TABLES, owner="ours", batch=100), datetime.now(UTC)
    await outbox.mark_sent(old[:-1], now=now - timedelta(days=31))
    await outbox.mark_sent(young, now=now - timedelta(days=29))

    deleted = await prune_outbox(database, TABLES, sent_before=now - timedelta(days=30), batch=10)

    assert deleted == 24
    async with database.read() as session:
        left = (await session.scalars(select(TABLES.outbox.c.id).order_by(TABLES.outbox.c.sequence))).all()
    assert list(left) == [old[-1], *young]


async def test_pruning_the_inbox_forgets_only_what_lies_far_enough_back(database: Database) -> None:
    now = datetime.now(UTC)
    async with database.transaction() as session:
        for number in range(25):
            age = timedelta(days=100 if number < 24 else 10)
            await is_first_time(session, TABLES, consumer="watchers", event_id=str(number), now=now - age)

    deleted = await prune_inbox(database, TABLES, handled_before=now - timedelta(days=90), batch=10)

    assert deleted == 24


def test_pauses_double_up_to_five_seconds_and_differ() -> None:
    assert all(0.05 <= pause_s(0) <= 0.1 for _ in range(50))
    assert all(2.5 <= pause_s(failures) <= 5 for failures in range(6, 1000))
    assert len({pause_s(3) for _ in range(10)}) > 1


async def _is_zero(doors: Doors) -> bool:
    return await doors.waiting() == 0


async def _rename(database: Database, old: str, new: str) -> None:
    async with database.connection() as connection:
        await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
