"""Row 7: SIGTERM under load, one service after the other."""

from __future__ import annotations

import asyncio
from collections import Counter

from tests.faults.ledger import now
from tests.faults.rig import Rig
from tests.stack.full import SERVICES

EXIT_WITHIN_S = 20
SOME = 50
NOT_ACCEPTED = {503}


async def test_rolling_over_all_services_under_load_breaks_no_accepted_request(rig: Rig, seed: int) -> None:
    ledger, began = await rig.ledger(), now()
    taken: dict[str, float] = {}

    async with rig.load(ledger, seed=seed, clerks=32, pause_s=0.05):
        await ledger.grows_by(SOME)
        for name in SERVICES:
            process = rig.stack.processes[name]
            taken[name] = await asyncio.to_thread(process.terminate)
            process.start()
            await asyncio.to_thread(process.wait_ready)
        await ledger.grows_by(SOME)

    requests = sum(len(write.attempts) for write in ledger.writes)
    print(f"{requests / (now() - began):.0f} requests/s")
    verdict = await rig.verdict(ledger)
    assert verdict.is_good, verdict.told()
    statuses = Counter(attempt.status for attempt in ledger.failures())
    print(
        f"stopped within { ({name: round(seconds, 1) for name, seconds in taken.items()}) }, refused {dict(statuses)}"
    )
    assert max(taken.values()) < EXIT_WITHIN_S
    assert set(statuses) <= NOT_ACCEPTED, statuses
    broken_off = [(write.key, write.attempts) for write in ledger.broken_off()]
    assert broken_off == []
