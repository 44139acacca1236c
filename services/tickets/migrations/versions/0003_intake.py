"""Lists and search of a million tickets"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from services.tickets.requests.domain.search_terms import index_of
from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0003_intake"
down_revision = "0002_clocks"
branch_labels = None
depends_on = None

_SEARCH = sa.Text().with_variant(TSVECTOR(), "postgresql")
_BATCH = 1000
_OPEN = sa.text("closed_at IS NULL")
_COSTS = sa.text("payment_status != 'none'")
_UNSETTLED = sa.text("clock = 'settle' AND met_at IS NULL")
_LISTS = {
    "ix_tickets_newest_of_all": ["opened_at", "id"],
    "ix_tickets_by_category": ["community_id", "category", "opened_at", "id"],
    "ix_tickets_by_building": ["community_id", "building", "opened_at", "id"],
    "ix_tickets_by_household": ["household_id", "opened_at", "id"],
    "ix_tickets_by_owner": ["owner_id", "opened_at", "id"],
}
# A contentless table: its rows are the terms alone, and what goes must be named once more. Its numbers are given by
# `ticket_search_rows`, because a row's own number may change with a VACUUM.
_FULL_TEXT = """
CREATE TABLE ticket_search_rows (id INTEGER PRIMARY KEY, ticket_id VARCHAR(36) NOT NULL UNIQUE)
--
CREATE VIRTUAL TABLE ticket_search USING fts5(terms, content='', detail=none,
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co Cn' tokenchars '#-'")
--
CREATE TRIGGER tickets_search_enter AFTER INSERT ON tickets BEGIN
  INSERT INTO ticket_search_rows (ticket_id) VALUES (new.id);
  INSERT INTO ticket_search (rowid, terms)
    SELECT id, new.search FROM ticket_search_rows WHERE ticket_id = new.id;
END
--
CREATE TRIGGER tickets_search_change AFTER UPDATE OF search ON tickets WHEN old.search <> new.search BEGIN
  INSERT INTO ticket_search (ticket_search, rowid, terms)
    SELECT 'delete', id, old.search FROM ticket_search_rows WHERE ticket_id = old.id;
  INSERT INTO ticket_search (rowid, terms)
    SELECT id, new.search FROM ticket_search_rows WHERE ticket_id = new.id;
END
"""


def upgrade() -> None:
    op.add_column("tickets", sa.Column("building", sa.String(32)))
    op.add_column("tickets", sa.Column("merged_into", sa.String(36)))
    op.add_column("tickets", sa.Column("split_from", sa.String(36)))
    op.add_column(
        "tickets",
        sa.Column("search", _SEARCH, nullable=False, server_default="", comment="terms it is found by (decision 0019)"),
    )
    op.drop_index("ix_tickets_household_id", "tickets")
    op.drop_index("ix_tickets_community_id", "tickets")
    _fill()
    for name, columns in _LISTS.items():
        op.create_index(name, "tickets", columns)
    op.create_index(
        "ix_tickets_open", "tickets", ["community_id", "opened_at", "id"], postgresql_where=_OPEN, sqlite_where=_OPEN
    )
    op.create_index(
        "ix_tickets_by_payment",
        "tickets",
        ["community_id", "payment_status", "opened_at", "id"],
        postgresql_where=_COSTS,
        sqlite_where=_COSTS,
    )
    op.create_index(
        "ix_ticket_clocks_to_settle",
        "ticket_clocks",
        ["due_at", "ticket_id"],
        postgresql_where=_UNSETTLED,
        sqlite_where=_UNSETTLED,
    )
    _add_notes_attachments_and_views()
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_tickets_search", "tickets", ["search"], postgresql_using="gin")
        return
    for statement in _FULL_TEXT.split("--"):
        op.execute(statement)
    op.execute("INSERT INTO ticket_search_rows (ticket_id) SELECT id FROM tickets ORDER BY opened_at, id")
    op.execute(
        "INSERT INTO ticket_search (rowid, terms) "
        "SELECT r.id, t.search FROM ticket_search_rows r JOIN tickets t ON t.id = r.ticket_id"
    )


def _add_notes_attachments_and_views() -> None:
    op.create_table(
        "ticket_notes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("department", sa.String(length=24), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_notes_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_notes")),
    )
    op.create_index("ix_ticket_notes_ticket", "ticket_notes", ["ticket_id", "at", "id"])
    op.create_table(
        "ticket_attachments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.String(length=36), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_attachments_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_attachments")),
        sa.UniqueConstraint("ticket_id", "sha256", name=op.f("uq_ticket_attachments_ticket_id_sha256")),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("filters", JsonColumn, nullable=False),
        sa.Column("shared_with", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint(
            "account_id", "community_id", "name", name=op.f("uq_saved_views_account_id_community_id_name")
        ),
    )
    op.create_index("ix_saved_views_shared", "saved_views", ["community_id", "shared_with"])


def _fill() -> None:
    """Building and terms of the tickets that are there already."""
    bind = op.get_bind()
    bind.execute(sa.text("UPDATE tickets SET building = (SELECT building FROM rooms WHERE rooms.id = tickets.room_id)"))
    tickets = sa.table(
        "tickets",
        *[sa.column(name) for name in ("id", "number", "room_code", "requester_name", "summary", "description")],
        sa.column("search", _SEARCH),
    )
    fields = (tickets.c.number, tickets.c.room_code, tickets.c.requester_name, tickets.c.summary, tickets.c.description)
    last = ""
    while rows := bind.execute(
        sa.select(tickets.c.id, *fields).where(tickets.c.id > last).order_by(tickets.c.id).limit(_BATCH)
    ).all():
        terms = [{"ticket": row[0], "terms": index_of(row[1:])} for row in rows]
        bind.execute(
            sa.update(tickets)
            .where(tickets.c.id == sa.bindparam("ticket"))
            .values(search=sa.bindparam("terms", type_=_SEARCH)),
            terms,
        )
        last = rows[-1][0]


def downgrade() -> None:
    op.drop_table("saved_views")
    op.drop_table("ticket_attachments")
    op.drop_table("ticket_notes")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_tickets_search", "tickets")
    else:
        for kind, name in (
            ("TRIGGER", "tickets_search_enter"),
            ("TRIGGER", "tickets_search_change"),
            ("TABLE", "ticket_search"),
            ("TABLE", "ticket_search_rows"),
        ):
            op.execute(f"DROP {kind} {name}")
    op.drop_index("ix_ticket_clocks_to_settle", "ticket_clocks")
    for name in ("ix_tickets_by_payment", "ix_tickets_open", *reversed(_LISTS)):
        op.drop_index(name, "tickets")
    op.create_index("ix_tickets_community_id", "tickets", ["community_id"])
    op.create_index("ix_tickets_household_id", "tickets", ["household_id"])
    op.drop_column("tickets", "search")
    op.drop_column("tickets", "split_from")
    op.drop_column("tickets", "merged_into")
    op.drop_column("tickets", "building")
