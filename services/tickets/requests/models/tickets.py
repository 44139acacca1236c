"""A ticket with its clocks, quotes and history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
    inspect,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.tickets.models import Base
from services.tickets.requests.domain.search_terms import index_of
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow

NoneOrJson = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
SearchColumn = Text().with_variant(TSVECTOR(), "postgresql")
"""Its GIN index is the migration's, as are the triggers that on SQLite carry the terms into the full-text table
`ticket_search` (decision 0019): no model of both dialects could say either."""


class Ticket(AggregateRow, Base):
    """A request from intake to closing.

    `appointment_*` is the time agreed last (T-07); `clocks_from` the agreed time that restarted the clocks, if one
    did (T-08). `quoted_fen` are the quotes that stand (approved and pending), `billable_fen` what closing charges.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_tickets_newest", "community_id", "opened_at", "id"),
        Index("ix_tickets_newest_of_all", "opened_at", "id"),
        Index("ix_tickets_by_status", "community_id", "status", "opened_at", "id"),
        Index("ix_tickets_by_category", "community_id", "category", "opened_at", "id"),
        Index("ix_tickets_by_building", "community_id", "building", "opened_at", "id"),
        Index("ix_tickets_by_room", "room_id", "opened_at", "id"),
        Index("ix_tickets_by_household", "household_id", "opened_at", "id"),
        Index("ix_tickets_by_assignee", "assignee_id", "opened_at", "id"),
        Index("ix_tickets_by_owner", "owner_id", "opened_at", "id"),
        Index("ix_tickets_by_phone", "requester_phone", "opened_at", "id"),
    )

    community_id: Mapped[str] = mapped_column(String(36))  # every index of a community's list begins with it
    number: Mapped[str] = mapped_column(String(16))
    room_id: Mapped[str | None] = mapped_column(String(36))
    room_code: Mapped[str | None] = mapped_column(String(32))
    building: Mapped[str | None] = mapped_column(String(32))
    household_id: Mapped[str | None] = mapped_column(String(36))
    category: Mapped[str] = mapped_column(String(24))
    nature: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    department: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(String(16))
    summary: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)
    requester_name: Mapped[str] = mapped_column(String(100))
    requester_phone: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[str] = mapped_column(String(36))
    assignee_id: Mapped[str | None] = mapped_column(String(36))
    companion_id: Mapped[str | None] = mapped_column(String(36))

    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dispatched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the last dispatch (T-07)")
    arrival_checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="T-07")
    arrival_found: Mapped[bool | None] = mapped_column(comment="what the check found")
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    appointment_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appointment_asked_by: Mapped[str | None] = mapped_column(String(16))
    appointment_reason: Mapped[str | None] = mapped_column(String(200))
    appointment_made_by: Mapped[str | None] = mapped_column(String(36))
    appointment_confirmed_by: Mapped[str | None] = mapped_column(String(36))
    appointment_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    both_confirmed_for: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="the agreed time that both confirmed"
    )
    clocks_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    availability: Mapped[list[dict[str, str]] | None] = mapped_column(NoneOrJson, comment="when somebody may come")
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="since when it waits (T-28)")

    work_done: Mapped[str | None] = mapped_column(Text)
    signed_by: Mapped[str | None] = mapped_column(String(100))
    outcome: Mapped[str | None] = mapped_column(String(16))
    explanation: Mapped[str | None] = mapped_column(Text)

    quoted_fen: Mapped[int | None] = mapped_column(BigInteger)
    billable_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    charged_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    payment_status: Mapped[str] = mapped_column(String(16), default="none")

    matter: Mapped[str | None] = mapped_column(String(64), comment="what it is about; null: taken in before the rule")
    matter_place: Mapped[str | None] = mapped_column(String(32), comment="where the matter is one (T-21)")

    rework_of: Mapped[str | None] = mapped_column(String(36), index=True)
    rework_count: Mapped[int] = mapped_column(Integer, default=0)
    is_leak: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="leak or seepage: visited after the first rain (T-17)"
    )
    merged_into: Mapped[str | None] = mapped_column(String(36))
    split_from: Mapped[str | None] = mapped_column(String(36))
    is_sampled: Mapped[bool | None] = mapped_column(comment="whether a follow-up was planned at closing (T-16)")
    search: Mapped[str] = mapped_column(
        SearchColumn, deferred=True, default="", server_default="", comment="terms it is found by (decision 0019)"
    )

    validity: Mapped[str | None] = mapped_column(String(16), comment="what a lead judged (T-15)")
    is_warranty: Mapped[bool] = mapped_column(default=False, comment="the builder's work, billed to nobody (T-10)")
    contractor: Mapped[str | None] = mapped_column(String(100), comment="whose work it was, if not ours")
    progress_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="to the requester (T-20)")
    progress_tell_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="when its owner is told of the report to make; null: told (T-20)"
    )
    inquiry_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="inside the house (T-20)")
    grows_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when an open complaint is major (T-12)")

    clocks: Mapped[list["TicketClock"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="TicketClock.due_at"
    )
    quotes: Mapped[list["TicketQuote"]] = relationship(lazy="raise", order_by="TicketQuote.number")


FOUND_BY = ("number", "room_code", "requester_name", "summary", "description", "work_done", "explanation")


def search_terms_of(ticket: Ticket) -> str:
    """What it is found by now (decision 0019)."""
    return index_of(getattr(ticket, name) for name in FOUND_BY)


@event.listens_for(Ticket, "before_update")
def _follow_words(_mapper: object, _connection: object, ticket: Ticket) -> None:
    """Whoever changes what a ticket is found by need not think of the terms."""
    state = inspect(ticket)
    if any(state.attrs[name].history.has_changes() for name in FOUND_BY):
        ticket.search = search_terms_of(ticket)


_CLOSED = Ticket.closed_at.is_not(None)
Index("ix_tickets_closed", Ticket.community_id, Ticket.closed_at, postgresql_where=_CLOSED, sqlite_where=_CLOSED)
_OPEN = Ticket.closed_at.is_(None)
Index("ix_tickets_open", Ticket.community_id, Ticket.opened_at, Ticket.id, postgresql_where=_OPEN, sqlite_where=_OPEN)
_LATEST = (Ticket.opened_at, Ticket.id)
_OF_COMMUNITY = (Ticket.community_id, *_LATEST)
for _name, _keys, _rare in (
    ("merged_into", (Ticket.merged_into, *_LATEST), Ticket.merged_into.is_not(None)),
    ("split_from", (Ticket.split_from, *_LATEST), Ticket.split_from.is_not(None)),
    ("by_rework", (Ticket.rework_of, *_LATEST), Ticket.rework_of.is_not(None)),
    ("by_companion", (Ticket.companion_id, *_LATEST), Ticket.companion_id.is_not(None)),
    ("by_outcome", (Ticket.community_id, Ticket.outcome, *_LATEST), Ticket.outcome.is_not(None)),
    ("by_validity", (Ticket.community_id, Ticket.validity, *_LATEST), Ticket.validity.is_not(None)),
    ("paused", _OF_COMMUNITY, Ticket.paused_at.is_not(None)),
    ("warranty", _OF_COMMUNITY, Ticket.is_warranty.is_(True)),
    ("leaks", _OF_COMMUNITY, Ticket.is_leak.is_(True)),
):
    Index(f"ix_tickets_{_name}", *_keys, postgresql_where=_rare, sqlite_where=_rare)
_COSTS = Ticket.payment_status != "none"
Index(
    "ix_tickets_by_payment",
    Ticket.community_id,
    Ticket.payment_status,
    Ticket.opened_at,
    Ticket.id,
    postgresql_where=_COSTS,
    sqlite_where=_COSTS,
)


class TicketClock(Base):
    """A limit of a ticket. `next_at` is when something is due of it, so that what is due is one indexed read."""

    __tablename__ = "ticket_clocks"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    clock: Mapped[str] = mapped_column(String(16), primary_key=True)
    measure: Mapped[str] = mapped_column(String(8), comment="wall or working time")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="receipt, or the agreed time (T-08)")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    warn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    breached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="warning or breach; none once nothing is due")


_RUNNING = TicketClock.met_at.is_(None) & TicketClock.breached_at.is_(None)
Index("ix_ticket_clocks_running", TicketClock.due_at, postgresql_where=_RUNNING, sqlite_where=_RUNNING)
_AIMED = TicketClock.next_at.is_not(None)
Index("ix_ticket_clocks_next", TicketClock.next_at, postgresql_where=_AIMED, sqlite_where=_AIMED)


class TicketPause(Base):
    """A wait that is not ours, with who and why (T-28); at most one of a ticket is open."""

    __tablename__ = "ticket_pauses"
    __table_args__ = (Index("ix_ticket_pauses_ticket", "ticket_id", "started_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"))
    reason: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by: Mapped[str] = mapped_column(String(36))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(36))


_OPEN_PAUSE = TicketPause.ended_at.is_(None)
Index(
    "uq_ticket_pauses_open", TicketPause.ticket_id,
    unique=True, postgresql_where=_OPEN_PAUSE, sqlite_where=_OPEN_PAUSE,
)  # fmt: skip
_UNSETTLED = (TicketClock.clock == "settle") & TicketClock.met_at.is_(None)
Index(
    "ix_ticket_clocks_to_settle",
    TicketClock.due_at,
    TicketClock.ticket_id,
    postgresql_where=_UNSETTLED,
    sqlite_where=_UNSETTLED,
)


class TicketQuote(Base):
    """A price put to the resident (T-09); a new one replaces it, none is deleted.

    `lines`: item, name_zh, name_en, unit, quantity, unit_price_fen, amount_fen as they stood on the day.
    """

    __tablename__ = "ticket_quotes"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    quoted_by: Mapped[str] = mapped_column(String(36))
    quoted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(String(16))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(String(36))
    decided_by_name: Mapped[str | None] = mapped_column(String(100), comment="who accepted or declined on site")
    statement: Mapped[str | None] = mapped_column(Text, comment="signature text, statement or reason")


class TicketStep(Base):
    """History: what was done, by whom, when; never changed. `details` fill the places of the readable line.

    `department` keeps the line to itself, as the note that it tells of; None where it is everybody's.
    """

    __tablename__ = "ticket_steps"
    __table_args__ = (Index("ix_ticket_steps_ticket", "ticket_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(36))
    action: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(String(16))
    department: Mapped[str | None] = mapped_column(String(24), comment="keeps the line to itself")
    note: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)


class TicketNumber(Base):
    """The last number given per community and local day."""

    __tablename__ = "ticket_numbers"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
