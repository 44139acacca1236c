"""Rows that every service's own database has: outbox, inbox, idempotency keys, job turns; and the aggregate mixin."""

from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.runtime.database import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """A service's metadata, with stable names for constraints so that migrations can name them on both dialects."""
    return MetaData(naming_convention=NAMING)


class RuntimeTables:
    """The machinery's tables inside a service's metadata."""

    def __init__(self, metadata: MetaData) -> None:
        self.outbox = _outbox(metadata)
        self.inbox = _inbox(metadata)
        self.idempotency_keys = _idempotency_keys(metadata)
        self.job_turns = _job_turns(metadata)


def _outbox(metadata: MetaData) -> Table:
    """Events to tell. Unsent rows are few, so the partial index stays small however many are kept for replay."""
    table = Table(
        "outbox",
        metadata,
        Column("id", String(36), primary_key=True, comment="event id, UUIDv7"),
        Column("aggregate_type", String(64), nullable=False),
        Column("aggregate_id", String(64), nullable=False),
        Column("sequence", Integer, nullable=False, comment="event number within the aggregate, from 1"),
        Column("type", String(64), nullable=False),
        Column("body", LargeBinary, nullable=False, comment="CloudEvent JSON as it travels"),
        Column("created_at", UtcDateTime, nullable=False),
        Column("attempts", SmallInteger, nullable=False, server_default="0"),
        Column("next_attempt_at", UtcDateTime, nullable=False),
        Column("lease_until", UtcDateTime),
        Column("lease_owner", String(36)),
        Column("sent_at", UtcDateTime),
        UniqueConstraint("aggregate_id", "sequence"),
        # Every row is updated twice (leased, sent): room on its page keeps the updates off the indexes.
        postgresql_with={"fillfactor": "50"},
    )
    unsent = table.c.sent_at.is_(None)
    Index("ix_outbox_unsent", table.c.id, postgresql_where=unsent, sqlite_where=unsent)
    sent = table.c.sent_at.is_not(None)
    Index("ix_outbox_sent_at", table.c.sent_at, postgresql_where=sent, sqlite_where=sent)
    return table


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("consumer", String(64), primary_key=True),
        Column("event_id", String(64), primary_key=True),
        Column("handled_at", UtcDateTime, nullable=False, index=True),
    )


def _idempotency_keys(metadata: MetaData) -> Table:
    return Table(
        "idempotency_keys",
        metadata,
        Column("caller", String(64), primary_key=True),
        Column("key", String(255), primary_key=True),
        Column("fingerprint", String(64), nullable=False, comment="SHA-256 of method, path, query and body"),
        Column("status", SmallInteger, nullable=False),
        Column("headers", Text, nullable=False, comment="JSON object of the answer's own headers"),
        Column("body", LargeBinary, nullable=False),
        Column("created_at", UtcDateTime, nullable=False, index=True),
    )


def _job_turns(metadata: MetaData) -> Table:
    """Whose turn a periodic job is: several replicas may tick, one works."""
    return Table(
        "job_turns",
        metadata,
        Column("name", String(64), primary_key=True),
        Column("owner", String(36), nullable=False),
        Column("lease_until", UtcDateTime, nullable=False),
        Column("last_run_at", UtcDateTime),
    )


class AggregateRow:
    """Mixin of every aggregate's row.

    `version` is the optimistic lock and the ETag: an UPDATE that finds another version raises StaleDataError.
    `event_sequence` numbers the aggregate's events; `Transaction.publish` moves it.
    """

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36), index=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    event_sequence: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805 - SQLAlchemy calls it with the class
        """The version column guards every UPDATE."""
        return {"version_id_col": cls.version}
