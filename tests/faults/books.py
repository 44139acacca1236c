"""What really stands in the databases: read as it is, past every service."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.app import DEFINITION as ACCESS
from services.billing.app import DEFINITION as BILLING
from services.billing.models import HouseholdReplica, Payment
from services.notifications.app import DEFINITION as NOTIFICATIONS
from services.notifications.models import Message as MessageRow
from services.residents.app import DEFINITION as RESIDENTS
from services.residents.archives.models import ArchiveEntry
from services.tickets.app import DEFINITION as TICKETS
from services.tickets.requests.models import Ticket
from shared.runtime.bus import Message
from shared.runtime.database import Database
from shared.runtime.service import Definition
from tests.faults.money import imbalances
from tests.faults.scribe import TABLES, Entry
from tests.service.support import GARDEN

CONSUMERS: Mapping[str, Definition] = {
    definition.name: definition for definition in (ACCESS, BILLING, NOTIFICATIONS, RESIDENTS, TICKETS)
}
PROGRAMS = (*CONSUMERS, "gateway")
# Every program's own tables look like these.
_OUTBOX, _INBOX = TABLES.outbox, TABLES.inbox


@dataclass(frozen=True)
class Told:
    """A row of an outbox."""

    id: str
    producer: str
    type: str
    aggregate_id: str
    sequence: int
    created_at: datetime
    sent_at: datetime | None
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body)["data"]
        return content

    @property
    def message(self) -> Message:
        """As its relay would publish it."""
        return Message(self.id, self.type, self.aggregate_id, self.body)


@dataclass(frozen=True)
class Written:
    """A row of the scribe."""

    event_id: str
    type: str
    aggregate_id: str
    sequence: int
    at: datetime


@dataclass
class Books:
    """All of it at one moment. Lists keep what is there twice."""

    told: dict[str, Told] = field(default_factory=dict)
    handled: dict[str, frozenset[str]] = field(default_factory=dict)
    tickets: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    payments: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    written: list[Written] = field(default_factory=list)
    messages: list[tuple[str, str, str]] = field(default_factory=list)
    """Template, what it is about, recipient."""
    records: list[tuple[str, str]] = field(default_factory=list)
    """Kind of the record in a household's file, what it records."""
    imbalances: list[str] = field(default_factory=list)


class Library:
    """Reads the databases of a running suite: by program name, and the scribe's."""

    def __init__(self, urls: Mapping[str, str], *, scribe: str) -> None:
        self._urls = dict(urls)
        self._scribe = scribe

    async def read(self, *, without: frozenset[str] = frozenset()) -> Books:
        """Events `without` those that are no business of the reader."""
        books = Books()
        for program in PROGRAMS:
            async with _reading(self._urls[program]) as session:
                await _read_outbox(books, session, program, without)
                if program in CONSUMERS:
                    books.handled[program] = frozenset((await session.scalars(select(_INBOX.c.event_id))).all())
                if program in _READERS:
                    await _READERS[program](books, session)
        async with _reading(self._scribe) as session:
            columns = (Entry.event_id, Entry.type, Entry.aggregate_id, Entry.sequence, Entry.at)
            books.written = [Written(*row) for row in await session.execute(select(*columns).order_by(Entry.line))]
        return books

    async def rooms(self) -> list[str]:
        """Of the demo community: where somebody lives and can be asked to pay, as billing knows it."""
        query = select(HouseholdReplica.room_code).where(
            HouseholdReplica.is_present, HouseholdReplica.community_id == GARDEN
        )
        async with _reading(self._urls["billing"]) as session:
            return sorted((await session.scalars(query)).all())


async def _read_outbox(books: Books, session: AsyncSession, producer: str, without: frozenset[str]) -> None:
    rows = _OUTBOX.c
    columns = (rows.id, rows.type, rows.aggregate_id, rows.sequence, rows.created_at, rows.sent_at, rows.body)
    for event_id, *others in await session.execute(select(*columns)):
        if event_id not in without:
            books.told[event_id] = Told(event_id, producer, *others)


async def _read_tickets(books: Books, session: AsyncSession) -> None:
    for ticket_id, summary in await session.execute(select(Ticket.id, Ticket.summary)):
        books.tickets[summary].append(ticket_id)


async def _read_billing(books: Books, session: AsyncSession) -> None:
    for payment_id, amount_fen in await session.execute(select(Payment.id, Payment.amount_fen)):
        books.payments[str(amount_fen)].append(payment_id)
    books.imbalances = await imbalances(session)


async def _read_notifications(books: Books, session: AsyncSession) -> None:
    rows = await session.execute(select(MessageRow.template, MessageRow.about, MessageRow.recipient))
    books.messages = [(template, about, recipient) for template, about, recipient in rows]


async def _read_residents(books: Books, session: AsyncSession) -> None:
    rows = await session.execute(select(ArchiveEntry.kind, ArchiveEntry.reference_id))
    books.records = [(kind, reference_id) for kind, reference_id in rows]


_READERS = {
    "tickets": _read_tickets,
    "billing": _read_billing,
    "notifications": _read_notifications,
    "residents": _read_residents,
}


@asynccontextmanager
async def _reading(url: str) -> AsyncIterator[AsyncSession]:
    """A connection of its own: one that was kept would be dead after the database was stopped."""
    database = Database(url)
    try:
        async with database.read() as session:
            yield session
    finally:
        await database.close()
