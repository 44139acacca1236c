"""The rig on scribes that were built wrong, and on sound ones under the same fault."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.faults.ledger import Ledger
from tests.faults.rig import Rig, Scribe
from tests.faults.victim import Fault

SOME = 60
SLOW_S = 0.2
VERY_SLOW_S = 1.0
# What a broken build lost does not come back: no use in waiting a minute for it.
PATIENCE_S = 6


@pytest.fixture
def scribe(rig: Rig) -> Iterator[Scribe]:
    scribe = rig.new_scribe("second-scribe")
    yield scribe
    rig.retire(scribe)


async def every_event_comes_twice(rig: Rig, scribe: Scribe, seed: int) -> Ledger:
    ledger = await rig.ledger()
    async with rig.load(ledger, seed=seed):
        await ledger.grows_by(SOME)
    wanted = [event.message for event in await rig.told(ledger) if event.type in scribe.types]
    await rig.tell_again(wanted, to=scribe.name)
    return ledger


async def killed_in_mid_stream(
    rig: Rig, scribe: Scribe, seed: int, *, pause_s: float, broken: Fault | None = None
) -> Ledger:
    scribe.start(broken=broken, pause_s=pause_s)
    ledger = await rig.ledger()
    async with rig.load(ledger, seed=seed):
        await ledger.grows_by(SOME)
        await asyncio.to_thread(scribe.process.kill9)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(scribe.start, broken=broken, pause_s=pause_s)
    return ledger


async def test_without_an_inbox_duplicates_take_effect_twice_and_the_rig_sees_it(
    rig: Rig, scribe: Scribe, seed: int
) -> None:
    scribe.start(broken=Fault.NO_INBOX)

    ledger = await every_event_comes_twice(rig, scribe, seed)

    verdict = await rig.verdict(ledger, scribe=scribe, within_s=PATIENCE_S)
    assert verdict.double
    assert not verdict.lost


async def test_with_an_inbox_duplicates_take_effect_once(rig: Rig, scribe: Scribe, seed: int) -> None:
    scribe.start()

    ledger = await every_event_comes_twice(rig, scribe, seed)

    verdict = await rig.verdict(ledger, scribe=scribe)
    assert verdict.is_good, verdict.told()


async def test_acknowledged_before_its_commit_an_event_is_lost_and_the_rig_sees_it(
    rig: Rig, scribe: Scribe, seed: int
) -> None:
    ledger = await killed_in_mid_stream(rig, scribe, seed, pause_s=VERY_SLOW_S, broken=Fault.ACK_BEFORE_COMMIT)

    verdict = await rig.verdict(ledger, scribe=scribe, within_s=PATIENCE_S)
    assert verdict.lost
    assert not verdict.double


async def test_acknowledged_after_its_commit_no_event_is_lost_to_a_kill(rig: Rig, scribe: Scribe, seed: int) -> None:
    ledger = await killed_in_mid_stream(rig, scribe, seed, pause_s=SLOW_S)

    verdict = await rig.verdict(ledger, scribe=scribe)
    assert verdict.is_good, verdict.told()
