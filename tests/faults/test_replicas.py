"""Rows 8 and 9: two replicas of a service, and one Idempotency-Key many times at once through both."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.faults.ledger import Write
from tests.faults.rig import Rig, counted
from tests.stack import Process

AT_ONCE = 50
MANY = 300
DUPLICATES = ("lobby_events_handled", 'outcome="duplicate"')


@dataclass(frozen=True)
class Replicas:
    """Both processes of each service, and a gateway in front of each."""

    tickets: Sequence[Process]
    billing: Sequence[Process]
    gateways: Sequence[str]


@pytest.fixture(scope="module")
def second(running_rig: Rig) -> Iterator[dict[str, Process]]:
    """Started once for the module: the second of tickets, billing and gateway."""
    stack = running_rig.stack
    services = {name: stack.replica(name) for name in ("tickets", "billing")}
    urls = {f"GATEWAY_{name.upper()}_URL": process.url for name, process in services.items()}
    processes = {**services, "gateway": stack.replica("gateway", **urls)}
    try:
        for process in processes.values():
            process.start()
        for process in processes.values():
            process.wait_ready()
        yield processes
    finally:
        for process in processes.values():
            process.end()


@pytest.fixture
def replicas(rig: Rig, second: dict[str, Process]) -> Replicas:
    first = rig.stack.processes
    return Replicas(
        tickets=[first["tickets"], second["tickets"]],
        billing=[first["billing"], second["billing"]],
        gateways=[first["gateway"].url, second["gateway"].url],
    )


async def test_two_replicas_claim_no_event_twice_and_keep_the_order_within_an_aggregate(
    rig: Rig, replicas: Replicas, seed: int
) -> None:
    ledger = await rig.ledger()
    known = await counted(rig.scribe.process, *DUPLICATES)

    async with rig.load(ledger, seed=seed, clerks=12, pause_s=0.05, gateways=replicas.gateways):
        await ledger.grows_by(MANY)

    verdict = await rig.verdict(ledger)
    assert verdict.is_good, verdict.told()
    assert await counted(rig.scribe.process, *DUPLICATES) == known
    for process in (*replicas.tickets, *replicas.billing):
        told = await counted(process, "lobby_events_published")
        print(f"{process.arguments[1]} at {process.url} has told {told:.0f}")
        assert told > 0


@pytest.mark.parametrize("kind", ["ticket", "payment"])
async def test_one_idempotency_key_fifty_times_at_once_has_one_effect(
    rig: Rig, replicas: Replicas, seed: int, kind: str
) -> None:
    ledger = await rig.ledger()

    async with rig.desk(ledger, replicas.gateways) as desk:
        write: Write = getattr(ledger, kind)(rig.rooms[seed % len(rig.rooms)])
        attempts = await asyncio.gather(*(desk.ask(write) for _ in range(AT_ONCE)))

    verdict = await rig.verdict(ledger)
    assert verdict.is_good, verdict.told()
    statuses = Counter(attempt.status for attempt in attempts)
    print(f"{kind}: {dict(statuses)}")
    assert statuses[201] >= 1
    assert set(statuses) <= {201, 409}
