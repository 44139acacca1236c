"""A consumer gives every event one effect, in one transaction with its inbox row."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shared.contracts.envelope import CloudEvent
from shared.kernel.clock import SystemClock
from shared.runtime.bus import Delivery, Message, Poison
from shared.runtime.bus.observer import Unobserved
from shared.runtime.consumer import Consumer
from shared.runtime.database import Database
from shared.runtime.unit_of_work import Transaction, UnitOfWork
from tests.unit.runtime.messaging import (
    TABLES,
    Door,
    DoorOpened,
    Doors,
    FakeBus,
    consumer_on,
    effects,
    fresh_database,
    note,
)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, lambda: request.getfixturevalue("postgres"), tmp_path) as database:
        yield database


async def envelope_from(database: Database) -> CloudEvent:
    """An event as a producer would tell it."""
    doors = Doors(database)
    (door,) = await doors.install(1)
    await doors.open(door)
    async with database.read() as session:
        body = await session.scalar(select(TABLES.outbox.c.body))
    assert body is not None
    return CloudEvent.parse(body)


def delivery_of(envelope: CloudEvent, *, attempt: int = 1) -> Delivery:
    message = Message(envelope.id, envelope.type, envelope.subject, envelope.to_bytes())
    return Delivery(message, attempt)


async def test_the_same_event_five_times_has_one_effect(database: Database) -> None:
    envelope = await envelope_from(database)
    consumer = consumer_on(FakeBus(), database)

    for attempt in range(1, 6):
        await consumer.handle(delivery_of(envelope, attempt=attempt))

    assert [event_id for event_id, _, _ in await effects(database)] == [envelope.id]


async def test_the_same_event_five_times_at_once_has_one_effect(database: Database) -> None:
    envelope = await envelope_from(database)
    consumer = consumer_on(FakeBus(), database)

    await asyncio.gather(*(consumer.handle(delivery_of(envelope)) for _ in range(5)))

    assert len(await effects(database)) == 1


async def test_two_consumers_in_one_database_each_have_their_effect(database: Database) -> None:
    envelope = await envelope_from(database)
    unit_of_work = UnitOfWork(database, TABLES, SystemClock())

    for name in ("watchers", "guards"):
        consumer = Consumer(
            name, FakeBus(), unit_of_work, TABLES, {DoorOpened.TYPE: note}, events={DoorOpened.TYPE: DoorOpened}
        )
        await consumer.handle(delivery_of(envelope))

    assert len(await effects(database)) == 2


async def test_a_handler_that_raises_leaves_no_trace_and_succeeds_the_next_time(database: Database) -> None:
    envelope = await envelope_from(database)
    raised: list[int] = []

    async def fail_once(tx: Transaction, found: CloudEvent, payload: DoorOpened) -> None:
        await note(tx, found, payload)
        if not raised:
            raised.append(1)
            raise LookupError("the replica is late")

    consumer = consumer_on(FakeBus(), database, fail_once)
    with pytest.raises(LookupError):
        await consumer.handle(delivery_of(envelope))
    assert await effects(database) == []

    await consumer.handle(delivery_of(envelope, attempt=2))

    assert len(await effects(database)) == 1


async def test_what_a_handler_publishes_names_its_cause_and_is_committed_with_its_effect(database: Database) -> None:
    envelope = await envelope_from(database)

    async def tell_on(tx: Transaction, found: CloudEvent, payload: DoorOpened) -> None:
        door = await tx.session.get_one(Door, found.subject)
        tx.publish(door, DoorOpened(by="the wind"))

    await consumer_on(FakeBus(), database, tell_on).handle(delivery_of(envelope))

    async with database.read() as session:
        bodies = (await session.scalars(select(TABLES.outbox.c.body).order_by(TABLES.outbox.c.sequence))).all()
    told = [CloudEvent.parse(body) for body in bodies]
    assert [event.sequence for event in told] == [1, 2]
    assert told[1].causation == envelope.id
    assert told[1].data == {"by": "the wind"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"data": {"by": 7}}, "by"),
        ({"sequence": "many"}, "sequence"),
        ({"dataschema": "urn:lobby:event:door.opened:2"}, "version 1"),
        ({"dataschema": "nonsense"}, "version 1"),
    ],
)
async def test_an_event_that_fits_no_contract_is_poison_with_its_reason(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    async with fresh_database("sqlite", lambda: pytest.fail("no server is needed"), tmp_path) as database:
        envelope = (await envelope_from(database)).model_copy(update=change)
        body = envelope.model_dump_json(exclude_none=True, warnings=False).encode()
        message = Message(envelope.id, envelope.type, envelope.subject, body)

        with pytest.raises(Poison, match=reason):
            await consumer_on(FakeBus(), database).handle(Delivery(message, 1))

        assert await effects(database) == []


async def test_bytes_that_are_no_event_are_poison(tmp_path: Path) -> None:
    async with fresh_database("sqlite", lambda: pytest.fail("no server is needed"), tmp_path) as database:
        with pytest.raises(Poison):
            await consumer_on(FakeBus(), database).handle(Delivery(Message("1", "door.opened", "1", b"\xff{"), 1))


async def test_an_event_without_a_handler_is_let_go(tmp_path: Path) -> None:
    async with fresh_database("sqlite", lambda: pytest.fail("no server is needed"), tmp_path) as database:
        envelope = (await envelope_from(database)).model_copy(update={"type": "door.painted"})

        await consumer_on(FakeBus(), database).handle(delivery_of(envelope))

        assert await effects(database) == []


async def test_a_handler_of_a_type_without_contract_is_refused_at_once(tmp_path: Path) -> None:
    async with fresh_database("sqlite", lambda: pytest.fail("no server is needed"), tmp_path) as database:
        with pytest.raises(ValueError, match=r"door\.painted"):
            Consumer(
                "watchers",
                FakeBus(),
                UnitOfWork(database, TABLES, SystemClock()),
                TABLES,
                {"door.painted": note},
                events={DoorOpened.TYPE: DoorOpened},
            )


async def test_effects_and_duplicates_are_counted(tmp_path: Path) -> None:
    counted: list[str] = []

    class Counting(Unobserved):
        def handled(self, queue: str, event_type: str, *, lag_s: float) -> None:
            assert lag_s >= 0
            counted.append(f"{queue} handled {event_type}")

        def duplicate(self, queue: str, event_type: str) -> None:
            counted.append(f"{queue} had {event_type}")

    async with fresh_database("sqlite", lambda: pytest.fail("no server is needed"), tmp_path) as database:
        envelope = await envelope_from(database)
        consumer = Consumer(
            "watchers",
            FakeBus(),
            UnitOfWork(database, TABLES, SystemClock()),
            TABLES,
            {DoorOpened.TYPE: note},
            events={DoorOpened.TYPE: DoorOpened},
            observer=Counting(),
        )
        for _ in range(2):
            await consumer.handle(delivery_of(envelope))

    assert counted == ["watchers handled door.opened", "watchers had door.opened"]


async def test_an_event_waits_for_a_database_that_is_away_and_no_attempt_is_counted(database: Database) -> None:
    envelope = await envelope_from(database)
    tries = 0

    async def away_twice(tx: Transaction, told: CloudEvent, payload: DoorOpened) -> None:
        nonlocal tries
        tries += 1
        await note(tx, told, payload)
        if tries < 3:
            raise ConnectionRefusedError

    await consumer_on(FakeBus(), database, away_twice).handle(delivery_of(envelope))

    assert tries == 3
    assert [event_id for event_id, _, _ in await effects(database)] == [envelope.id]


async def test_a_refused_statement_is_the_events_own_fault_whatever_its_words_say(database: Database) -> None:
    envelope = await envelope_from(database)

    async def refused(tx: Transaction, told: CloudEvent, payload: DoorOpened) -> None:
        raise IntegrityError("INSERT", {}, Exception("violates check closed_before_connect"))

    with pytest.raises(IntegrityError):
        await consumer_on(FakeBus(), database, refused).handle(delivery_of(envelope))
    assert await effects(database) == []
