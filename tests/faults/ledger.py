"""The client's record: which writes it asked for, and which of them were acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

GROWTH_SECONDS = 15
POLL_SECONDS = 0.05
_LEDGERS = itertools.count(1)
_AMOUNTS_OF_A_LEDGER = 1_000_000  # fen: above what the demo community ever pays


class Kind(StrEnum):
    """What is done, named after the event that tells it."""

    OPENED = "ticket.opened"
    DISPATCHED = "ticket.dispatched"
    CLOSED = "ticket.closed"
    PAID = "payment.received"


@dataclass(frozen=True)
class Attempt:
    """One request. `status` is None when there was no whole answer."""

    began_at: float
    seconds: float
    status: int | None
    problem: str
    is_replayed: bool = False
    """The answer was kept for this key: an earlier request had been worked on to its end."""

    @property
    def is_acknowledged(self) -> bool:
        return self.status is not None and self.status < 300


@dataclass
class Write:
    """One thing that the client wants done once. `mark` finds what came of it.

    It is the summary of a ticket, the amount of a payment, the ticket's id for a step of its life. Nothing makes
    a mark unique in the service's database, so that a write done twice is there twice.
    """

    kind: Kind
    key: str
    clerk: str
    path: str
    mark: str
    body: dict[str, Any]
    attempts: list[Attempt] = field(default_factory=list)
    made: str | None = None
    """The id that was acknowledged."""

    @property
    def is_acknowledged(self) -> bool:
        return self.made is not None

    @property
    def failures(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts if not attempt.is_acknowledged]


class Ledger:
    """All writes of one test. `before` are the events that had been told when it began: no business of this test."""

    def __init__(self, before: Iterable[str] = ()) -> None:
        self.number = next(_LEDGERS)
        self.before = frozenset(before)
        self.writes: list[Write] = []
        self.refused: list[str] = []
        self._amounts = itertools.count(1)

    def ticket(self, room_code: str) -> Write:
        """A ticket to be opened."""
        key = self._key()
        body = {
            "room_code": room_code,
            "category": "repair",
            "source": "phone",
            "summary": key,
            "requester": {"name": "来电人", "phone": "13800138000"},
        }
        return self._enter(Write(Kind.OPENED, key, "front_desk", "/v1/tickets", key, body))

    def dispatch(self, ticket_id: str, department: str) -> Write:
        """May be done again: each time the ticket tells it."""
        path, body = f"/v1/tickets/{ticket_id}/dispatch", {"department": department}
        return self._enter(Write(Kind.DISPATCHED, self._key(), "service_lead", path, ticket_id, body))

    def dismissal(self, ticket_id: str) -> Write:
        """The end of a ticket."""
        path, body = f"/v1/tickets/{ticket_id}/dismiss", {"outcome": "withdrawn", "explanation": "业户撤回"}
        return self._enter(Write(Kind.CLOSED, self._key(), "service_lead", path, ticket_id, body))

    def payment(self, room_code: str) -> Write:
        """Money to be taken, an amount that no other payment has."""
        amount_fen = self.number * _AMOUNTS_OF_A_LEDGER + next(self._amounts)
        body = {"room_code": room_code, "method": "cash", "amount_fen": amount_fen}
        return self._enter(Write(Kind.PAID, self._key(), "cashier", "/v1/payments", str(amount_fen), body))

    def _key(self) -> str:
        return f"ledger-{self.number}-{len(self.writes) + 1}"

    def _enter(self, write: Write) -> Write:
        self.writes.append(write)
        return write

    def acknowledged(self) -> list[Write]:
        return [write for write in self.writes if write.is_acknowledged]

    async def grows_by(self, acknowledged: int, *, within_s: float = GROWTH_SECONDS) -> None:
        """Until so many more writes are acknowledged: a slow machine takes its time, but not for ever."""
        wanted, began = len(self.acknowledged()) + acknowledged, now()
        while len(self.acknowledged()) < wanted and now() - began < within_s:  # noqa: ASYNC110 - it is counted, not told
            await asyncio.sleep(POLL_SECONDS)

    def failures(self) -> Iterator[Attempt]:
        """Every request that was not acknowledged, whatever became of its write."""
        for write in self.writes:
            yield from write.failures

    def broken_off(self) -> list[Write]:
        """Done, but the client was told that it failed: only its retry heard of it.

        Not those that took too long for the gateway, which says so. A repetition by the gateway itself is no
        failure: the client saw one answer.
        """
        return [
            write
            for write in self.writes
            if write.failures
            and any(attempt.is_replayed for attempt in write.attempts)
            and not any("upstream-timed-out" in attempt.problem for attempt in write.failures)
        ]


def seed() -> int:
    """`LOBBY_SEED`, or a fresh one; printed, so that pytest shows it beside a failure."""
    given = os.environ.get("LOBBY_SEED")
    chosen = int(given) if given else secrets.randbits(32)
    print(f"LOBBY_SEED={chosen}")
    return chosen


def now() -> float:
    return time.monotonic()
