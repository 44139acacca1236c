"""Row 4: the database is stopped at once."""

from __future__ import annotations

import asyncio

import httpx

from tests.faults.ledger import now
from tests.faults.rig import Rig
from tests.stack import Process

READY_WITHIN_S = 5
AWAY_S = 3
SOME = 40


async def seconds_until_ready(processes: list[Process]) -> float:
    began = now()
    for process in processes:
        await asyncio.to_thread(process.wait_ready, 30)
    return now() - began


async def test_a_stopped_database_is_said_with_503_and_every_program_comes_back_by_itself(rig: Rig, seed: int) -> None:
    ledger = await rig.ledger()
    processes = [*rig.stack.processes.values(), rig.scribe.process]

    async with rig.load(ledger, seed=seed), httpx.AsyncClient(trust_env=False, timeout=20) as client:
        await ledger.grows_by(SOME)
        await asyncio.to_thread(rig.postgres.control.stop)
        try:
            await asyncio.sleep(AWAY_S)
            readiness = [(await client.get(f"{process.url}/readyz")).status_code for process in processes]
        finally:
            await asyncio.to_thread(rig.postgres.start)
        seconds = await seconds_until_ready(processes)
        await ledger.grows_by(SOME)

    verdict = await rig.verdict(ledger)
    assert verdict.is_good, verdict.told()
    assert all(process.is_running for process in processes)
    assert set(readiness) == {503}
    print(f"ready {seconds:.1f} s after the database, {len(list(ledger.failures()))} writes were refused meanwhile")
    assert seconds < READY_WITHIN_S
    # A request that was in the middle of its transaction is refused in the same way.
    assert {attempt.status for attempt in ledger.failures()} <= {503, 409}, [str(each) for each in ledger.failures()][
        :5
    ]
