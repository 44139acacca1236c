"""The comparison: what the client was told against what stands in the databases and in what consumers did."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from services.notifications.domain.templates import TemplateName
from services.residents.archives.domain.directory import RecordKind
from tests.faults.books import CONSUMERS, Books, Library, Told
from tests.faults.ledger import Kind, Ledger, Write, now
from tests.faults.scribe import TYPES

SECONDS = 60
POLL_SECONDS = 0.25
_SENT_ONCE = frozenset({TemplateName.TICKET_OPENED, TemplateName.PAYMENT_RECEIVED, TemplateName.CHARGE_POSTED})
_MAKES_A_ROW = frozenset({Kind.OPENED, Kind.PAID})

Backlog = Callable[[], Awaitable[Mapping[str, int]]]
"""Queue → messages that still lie in it."""


@dataclass(frozen=True)
class Verdict:
    """Each list has a sentence per fault."""

    asked: int
    acknowledged: int
    events: int
    lost: list[str]
    double: list[str]
    stuck: list[str]
    unbalanced: list[str]
    disordered: list[str]
    refused: list[str]
    seconds: float = 0.0
    """How long after the end of the load everything had arrived."""

    @property
    def faults(self) -> dict[str, list[str]]:
        names = ("lost", "double", "stuck", "unbalanced", "disordered", "refused")
        return {name: getattr(self, name) for name in names}

    @property
    def is_good(self) -> bool:
        return not any(self.faults.values())

    @property
    def is_final(self) -> bool:
        """Waiting changes nothing any more: what was done twice or refused stays so."""
        return not (self.lost or self.stuck or self.unbalanced)

    def __str__(self) -> str:
        counts = "  ".join(f"{name} {len(found)}" for name, found in self.faults.items())
        return f"writes {self.acknowledged}/{self.asked}  events {self.events}  {counts}  settled {self.seconds:.1f} s"

    def told(self) -> str:
        """With the first of each kind of fault: what an assertion shows."""
        examples = [f"{name}: {found[:5]}" for name, found in self.faults.items() if found]
        return "\n".join([str(self), *examples])


async def settle(ledger: Ledger, library: Library, backlog: Backlog, *, within_s: float = SECONDS) -> Verdict:
    """Look until all is well or the time is up. What has not arrived by then is lost."""
    began = now()
    while True:
        books = await library.read(without=ledger.before)
        verdict = judge(ledger, books, await backlog(), seconds=now() - began)
        if verdict.is_final or now() - began > within_s:
            print(verdict.told())
            return verdict
        await asyncio.sleep(POLL_SECONDS)


def judge(ledger: Ledger, books: Books, backlog: Mapping[str, int], *, seconds: float = 0.0) -> Verdict:
    return Verdict(
        asked=len(ledger.writes),
        acknowledged=len(ledger.acknowledged()),
        events=len(books.told),
        lost=[*_lost_writes(ledger, books), *_lost_effects(books)],
        double=[*_double_writes(ledger, books), *_double_effects(books)],
        stuck=[*_stuck(books), *(f"{count} in {queue}" for queue, count in backlog.items() if count)],
        unbalanced=books.imbalances,
        disordered=list(_disordered(books)),
        refused=ledger.refused,
        seconds=seconds,
    )


def _rows(write: Write, books: Books) -> list[str]:
    """The tickets or payments that came of it."""
    return (books.tickets if write.kind is Kind.OPENED else books.payments).get(write.mark, [])


def _lost_writes(ledger: Ledger, books: Books) -> Iterator[str]:
    """Acknowledged but not there, or there but not told."""
    told = Counter((event.type, event.aggregate_id) for event in books.told.values())
    for write in ledger.writes:
        rows = _rows(write, books) if write.kind in _MAKES_A_ROW else []
        if write.kind in _MAKES_A_ROW and write.is_acknowledged and write.made not in rows:
            yield f"{write.kind} {write.key} was acknowledged as {write.made}, there are {rows}"
        for row in rows:
            if not told[write.kind, row]:
                yield f"{write.kind} {row} was never told"
    steps = _steps(each for each in ledger.writes if each.is_acknowledged)
    for step, count in steps.items():
        if told[step] < count:
            yield f"{step}: {count} acknowledged, {told[step]} told"


def _double_writes(ledger: Ledger, books: Books) -> Iterator[str]:
    """Done twice, or told twice under two event ids."""
    told = Counter((event.type, event.aggregate_id) for event in books.told.values())
    for write in ledger.writes:
        rows = _rows(write, books) if write.kind in _MAKES_A_ROW else []
        if len(rows) > 1:
            yield f"{write.kind} {write.key} is there as {rows}"
        for row in rows:
            if told[write.kind, row] > 1:
                yield f"{write.kind} {row} was told {told[write.kind, row]} times"
    for step, count in _steps(ledger.writes).items():
        if told[step] > count:
            yield f"{step}: {count} asked for, {told[step]} told"


def _steps(writes: Iterable[Write]) -> Counter[tuple[str, str]]:
    """How often each kind of step was taken with each ticket."""
    return Counter((write.kind.value, write.mark) for write in writes if write.kind not in _MAKES_A_ROW)


def _lost_effects(books: Books) -> Iterator[str]:
    written = {entry.event_id for entry in books.written}
    messages = {(template, about) for template, about, _ in books.messages}
    records = set(books.records)
    for event in books.told.values():
        if event.type in TYPES and event.id not in written:
            yield f"scribe: {event.type} {event.id}"
        expected = _message(event)
        if expected is not None and expected not in messages:
            yield f"notifications: {event.type} {event.id}"
        filed = _record(event)
        if filed is not None and filed not in records:
            yield f"residents: {filed}"


def _record(event: Told) -> tuple[str, str] | None:
    """The record in the household's file that this event makes."""
    if event.type == "payment.received":
        return RecordKind.FEE_RECORD.value, event.aggregate_id
    if event.type == "ticket.closed" and event.content["household_id"] and event.content["category"] != "complaint":
        return RecordKind.SERVICE_RECORD.value, event.aggregate_id
    return None


def _message(event: Told) -> tuple[str, str] | None:
    """The template of the message that this event makes, and what it is about."""
    if event.type == "ticket.opened" and event.content["household_id"]:
        return TemplateName.TICKET_OPENED.value, event.aggregate_id
    if event.type == "payment.received":
        return TemplateName.PAYMENT_RECEIVED.value, event.aggregate_id
    if event.type == "charge.posted" and event.content["cause"]["kind"] != "renovation":
        return TemplateName.CHARGE_POSTED.value, event.aggregate_id
    return None


def _double_effects(books: Books) -> Iterator[str]:
    for event_id, count in Counter(entry.event_id for entry in books.written).items():
        if count > 1 and event_id in books.told:
            yield f"scribe: {event_id} {count} times"
    for message, count in Counter(books.messages).items():
        if count > 1 and message[0] in _SENT_ONCE:
            yield f"notifications: {message} {count} times"
    for record, count in Counter(books.records).items():
        if count > 1:
            yield f"residents: {record} {count} times"


def _stuck(books: Books) -> Iterator[str]:
    """Told but not sent, or sent but not handled by everybody who wants it."""
    for event in books.told.values():
        if event.sent_at is None:
            yield f"{event.producer}'s outbox: {event.type} {event.id}"
    for name, definition in CONSUMERS.items():
        for event in books.told.values():
            if event.type in definition.handlers and event.id not in books.handled[name]:
                yield f"{name} has not had {event.type} {event.id}"


def _disordered(books: Books) -> Iterator[str]:
    """Effects of one aggregate in another order than its events; of an event that came twice the first counts."""
    seen: set[str] = set()
    last: defaultdict[str, int] = defaultdict(int)
    for entry in books.written:
        if entry.event_id in seen or entry.event_id not in books.told:
            continue
        seen.add(entry.event_id)
        if entry.sequence < last[entry.aggregate_id]:
            yield f"{entry.type} {entry.sequence} of {entry.aggregate_id} after {last[entry.aggregate_id]}"
        last[entry.aggregate_id] = max(last[entry.aggregate_id], entry.sequence)
