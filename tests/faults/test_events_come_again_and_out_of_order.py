"""Row 5: every event five times and more, late, and shuffled within its aggregate."""

from __future__ import annotations

import random

from tests.faults.books import CONSUMERS
from tests.faults.ledger import Ledger
from tests.faults.rig import Rig, counted
from tests.faults.victim import COPIES

SOME = 100


async def test_events_that_come_again_late_and_out_of_order_have_their_effect_once(rig: Rig, seed: int) -> None:
    ledger = await rig.ledger()
    known = {name: await duplicates(rig, name) for name in CONSUMERS}
    for service in ("tickets", "billing"):
        rig.scattering(service, seed=seed)

    async with rig.load(ledger, seed=seed, clerks=12, pause_s=0.02):
        await ledger.grows_by(SOME)
    await rig.verdict(ledger)
    await everything_comes_once_more(rig, ledger, random.Random(seed))

    verdict = await rig.verdict(ledger)
    # What the scribe wrote down is the proof that events did overtake each other.
    assert {name for name, found in verdict.faults.items() if found} == {"disordered"}, verdict.told()
    repeated = {name: await duplicates(rig, name) - known[name] for name in ("notifications", "residents")}
    print(f"duplicates: {repeated}")
    assert min(repeated.values()) >= COPIES


async def duplicates(rig: Rig, consumer: str) -> float:
    return await counted(rig.stack.processes[consumer], "lobby_events_handled", 'outcome="duplicate"')


async def everything_comes_once_more(rig: Rig, ledger: Ledger, chance: random.Random) -> None:
    """After the end, to everybody who wants it, in any order."""
    told = await rig.told(ledger)
    chance.shuffle(told)
    for name, definition in CONSUMERS.items():
        await rig.tell_again([event.message for event in told if event.type in definition.handlers], to=name)
