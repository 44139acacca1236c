"""Rows 2 and 3: the broker is killed in mid-stream; the broker stands still."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from tests.faults.ledger import Ledger
from tests.faults.rig import Rig
from tests.servers.rabbitmq import NEW_QUORUM_QUEUE_SECONDS

FLOWS_WITHIN_S = 10
FROZEN_S = 20
SOME = 60


async def flow_after(rig: Rig, ledger: Ledger, moment: datetime) -> tuple[float, float]:
    """Seconds from `moment` to the first effect, and until all that had been told before had its effect."""
    books = await rig.library().read(without=ledger.before)
    waiting = {event.id for event in books.told.values() if event.created_at < moment}
    effects = [entry for entry in books.written if entry.at > moment]
    first = min(entry.at for entry in effects)
    last = max((entry.at for entry in effects if entry.event_id in waiting), default=first)
    print(
        f"first effect {(first - moment).total_seconds():.1f} s, backlog done {(last - moment).total_seconds():.1f} s"
    )
    return (first - moment).total_seconds(), (last - moment).total_seconds()


async def test_a_broker_killed_in_mid_stream_costs_no_write_and_no_event(rig: Rig, seed: int) -> None:
    await asyncio.sleep(NEW_QUORUM_QUEUE_SECONDS)
    ledger = await rig.ledger()

    async with rig.load(ledger, seed=seed):
        await ledger.grows_by(SOME)
        await asyncio.to_thread(rig.rabbitmq.control.kill9)
        await ledger.grows_by(SOME)
        await asyncio.to_thread(rig.rabbitmq.start)
        back_at = datetime.now(UTC)
        await ledger.grows_by(SOME)

    verdict = await rig.verdict(ledger)
    assert verdict.is_good, verdict.told()
    assert list(ledger.failures()) == []
    first, _ = await flow_after(rig, ledger, back_at)
    assert first < FLOWS_WITHIN_S


async def test_a_broker_that_stands_still_for_20_seconds_costs_no_write_and_no_event(rig: Rig, seed: int) -> None:
    ledger = await rig.ledger()

    async with rig.load(ledger, seed=seed, pause_s=0.3):
        await ledger.grows_by(SOME)
        await asyncio.to_thread(rig.rabbitmq.control.freeze)
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
    first, last = await flow_after(rig, ledger, thawed_at)
    assert first < FLOWS_WITHIN_S
    assert last < FLOWS_WITHIN_S + timedelta(seconds=FROZEN_S).total_seconds()
