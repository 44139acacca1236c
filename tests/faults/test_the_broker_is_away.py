"""Rows 2 and 3: the broker is killed in mid-stream; the broker stands still."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.faults.ledger import Ledger
from tests.faults.rig import Rig
from tests.servers.rabbitmq import NEW_QUORUM_QUEUE_SECONDS

FLOWS_WITHIN_S = 10
FROZEN_S = 20
SOME = 60


@dataclass(frozen=True)
class Flow:
    """Seconds after the broker's return: of what was committed while it was away, the first and the last effect."""

    first_s: float
    last_s: float


async def flow(rig: Rig, ledger: Ledger, *, struck_at: datetime, back_at: datetime) -> Flow:
    books = await rig.library().read(without=ledger.before)
    waited = {event.id for event in books.told.values() if struck_at < event.created_at < back_at}
    effects = [(entry.at - back_at).total_seconds() for entry in books.written if entry.event_id in waited]
    assert effects, "nothing was committed while the broker was away"
    found = Flow(min(effects), max(effects))
    print(f"{len(effects)} events waited; effects from {found.first_s:.1f} s to {found.last_s:.1f} s after the return")
    return found


async def test_a_broker_killed_in_mid_stream_costs_no_write_and_no_event(rig: Rig, seed: int) -> None:
    await asyncio.sleep(NEW_QUORUM_QUEUE_SECONDS)
    ledger = await rig.ledger()

    async with rig.load(ledger, seed=seed):
        await ledger.grows_by(SOME)
        await asyncio.to_thread(rig.rabbitmq.control.kill9)
        struck_at = datetime.now(UTC)
        try:
            await ledger.grows_by(SOME)
        finally:
            await asyncio.to_thread(rig.rabbitmq.start)
        back_at = datetime.now(UTC)
        await ledger.grows_by(SOME)

    verdict = await rig.verdict(ledger)
    assert verdict.is_good, verdict.told()
    assert list(ledger.failures()) == []
    resumed = await flow(rig, ledger, struck_at=struck_at, back_at=back_at)
    assert resumed.first_s < FLOWS_WITHIN_S


async def test_a_broker_that_stands_still_for_20_seconds_costs_no_write_and_no_event(rig: Rig, seed: int) -> None:
    ledger = await rig.ledger()

    async with rig.load(ledger, seed=seed, pause_s=0.3):
        await ledger.grows_by(SOME)
        await asyncio.to_thread(rig.rabbitmq.control.freeze)
        struck_at = datetime.now(UTC)
        try:
            await asyncio.sleep(FROZEN_S)
        finally:
            await asyncio.to_thread(rig.rabbitmq.control.thaw)
        thawed_at = datetime.now(UTC)
        await ledger.grows_by(SOME)

    verdict = await rig.verdict(ledger)
    assert verdict.is_good, verdict.told()
    assert list(ledger.failures()) == []
    assert all(process.is_running for process in rig.stack.processes.values())
    resumed = await flow(rig, ledger, struck_at=struck_at, back_at=thawed_at)
    assert resumed.first_s < FLOWS_WITHIN_S
