"""premises, households, archives, renovations"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archives",
        sa.Column(
            "number",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("entry_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archives")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_archives_community_id_number")),
        sa.UniqueConstraint("household_id", name=op.f("uq_archives_household_id")),
    )
    with op.batch_alter_table("archives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archives_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_archives_of_room", ["community_id", "room_code", "number"], unique=False)

    op.create_table(
        "communities",
        sa.Column(
            "code", sa.String(length=16).with_variant(sa.String(length=16, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("reception_opens", sa.Time(), nullable=False),
        sa.Column("reception_closes", sa.Time(), nullable=False),
        sa.Column("calendar_entries", JsonColumn, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        sa.UniqueConstraint("code", name=op.f("uq_communities_code")),
    )
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_communities_community_id"), ["community_id"], unique=False)

    op.create_table(
        "idempotency_keys",
        sa.Column("caller", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False, comment="SHA-256 of method, path and body"),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False, comment="JSON object of the answer's own headers"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_keys_created_at"), ["created_at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("consumer", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("handled_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "event_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_handled_at"), ["handled_at"], unique=False)

    op.create_table(
        "job_turns",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=36), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=False),
        sa.Column("last_run_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_turns")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=36), nullable=False, comment="event id, UUIDv7"),
        sa.Column("aggregate_type", sa.String(length=64), nullable=False),
        sa.Column("aggregate_id", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="event number within the aggregate, from 1"),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="CloudEvent JSON as it travels"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("lease_owner", sa.String(length=36), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("aggregate_id", "sequence", name=op.f("uq_outbox_aggregate_id_sequence")),
        postgresql_with={"fillfactor": "50"},
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_sent_at",
            ["sent_at"],
            unique=False,
            postgresql_where=sa.text("sent_at IS NOT NULL"),
            sqlite_where=sa.text("sent_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_unsent",
            ["id"],
            unique=False,
            postgresql_where=sa.text("sent_at IS NULL"),
            sqlite_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "persons",
        sa.Column(
            "name",
            sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("preferred_name", sa.String(length=100), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("channels", JsonColumn, nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id_number_key", sa.String(length=16), nullable=True, comment="which key encrypted it"),
        sa.Column("id_number_sealed", sa.String(length=400), nullable=True, comment="AES-GCM, key id and row id bound"),
        sa.Column("id_number_index", sa.String(length=64), nullable=True, comment="HMAC-SHA256, for look-up"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index("ix_persons_by_name", ["community_id", "name"], unique=False)
        batch_op.create_index("ix_persons_by_phone", ["community_id", "phone"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_id_number_index"), ["id_number_index"], unique=False)

    op.create_table(
        "renovation_numbers",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("series", sa.String(length=16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "series", name=op.f("pk_renovation_numbers")),
    )
    op.create_table(
        "reveals",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("fields", JsonColumn, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveals")),
    )
    with op.batch_alter_table("reveals", schema=None) as batch_op:
        batch_op.create_index("ix_reveals_newest", ["community_id", "at"], unique=False)
        batch_op.create_index("ix_reveals_of_person", ["person_id", "at"], unique=False)

    op.create_table(
        "rooms",
        sa.Column(
            "code", sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "sort_key",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("building", sa.String(length=8), nullable=False),
        sa.Column("entrance", sa.String(length=8), nullable=False),
        sa.Column("floor", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("area_dm2", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("occupancy", sa.String(length=16), nullable=False),
        sa.Column("hand_over", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_rooms_community_id_code")),
    )
    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.create_index("ix_rooms_by_building", ["community_id", "building", "sort_key", "id"], unique=False)
        batch_op.create_index("ix_rooms_by_occupancy", ["community_id", "occupancy", "sort_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rooms_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_rooms_in_order", ["community_id", "sort_key", "id"], unique=False)

    op.create_table(
        "archive_entries",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("archive_id", sa.String(length=36), nullable=False),
        sa.Column("section", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reference_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True, comment="human number: ticket, receipt, permit"),
        sa.Column("details", JsonColumn, nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["archive_id"], ["archives.id"], name=op.f("fk_archive_entries_archive_id_archives")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_entries")),
        sa.UniqueConstraint(
            "archive_id", "kind", "reference_id", name=op.f("uq_archive_entries_archive_id_kind_reference_id")
        ),
    )
    op.create_table(
        "households",
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "room_sort_key",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("payer_id", sa.String(length=36), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("departed_on", sa.Date(), nullable=True),
        sa.Column(
            "contacts_jwe", sa.Text(), nullable=True, comment="as last told, for the notifications service alone"
        ),
        sa.Column("contacts_key", sa.String(length=16), nullable=True, comment="which key it is sealed for"),
        sa.Column("contacts_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["payer_id"], ["persons.id"], name=op.f("fk_households_payer_id_persons")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_households_room_id_rooms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    with op.batch_alter_table("households", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_households_community_id"), ["community_id"], unique=False)
        batch_op.create_index(
            "ix_households_contacts",
            ["contacts_key", "id"],
            unique=False,
            postgresql_where=sa.text("departed_on IS NULL"),
            sqlite_where=sa.text("departed_on IS NULL"),
        )
        batch_op.create_index("ix_households_in_order", ["community_id", "room_sort_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_households_room_code"), ["room_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_households_room_id"), ["room_id"], unique=False)
        batch_op.create_index(
            "uq_households_present",
            ["room_id"],
            unique=True,
            postgresql_where=sa.text("departed_on IS NULL"),
            sqlite_where=sa.text("departed_on IS NULL"),
        )

    op.create_table(
        "household_members",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.String(length=100), nullable=True),
        sa.Column("is_emergency_contact", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_members_household_id_households")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_household_members_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_members")),
    )
    with op.batch_alter_table("household_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_members_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_household_members_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_household_members_present",
            ["household_id", "person_id"],
            unique=True,
            postgresql_where=sa.text("left_on IS NULL"),
            sqlite_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "renovations",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("size", sa.String(length=8), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("contractor_name", sa.String(length=100), nullable=False),
        sa.Column("contractor_licence_number", sa.String(length=64), nullable=False),
        sa.Column("applied_by", sa.String(length=64), nullable=False),
        sa.Column("submitted_by", sa.String(length=64), nullable=True),
        sa.Column("plan_reviewed_by", sa.String(length=64), nullable=True),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_renovations_household_id_households")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_renovations_room_id_rooms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovations")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_renovations_community_id_number")),
    )
    with op.batch_alter_table("renovations", schema=None) as batch_op:
        batch_op.create_index("ix_renovations_by_household", ["household_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_renovations_by_room", ["community_id", "room_code", "created_at", "id"], unique=False)
        batch_op.create_index("ix_renovations_by_status", ["community_id", "status", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_renovations_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_renovations_newest", ["community_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_renovations_room_id"), ["room_id"], unique=False)

    op.create_table(
        "renovation_charges",
        sa.Column("charge_id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("outstanding_fen", sa.BigInteger(), nullable=True),
        sa.Column("is_reversed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_charges_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("charge_id", name=op.f("pk_renovation_charges")),
    )
    with op.batch_alter_table("renovation_charges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renovation_charges_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "renovation_dues",
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_dues_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("renovation_id", "item", name=op.f("pk_renovation_dues")),
    )
    op.create_table(
        "renovation_papers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("description", sa.String(length=200), nullable=True),
        sa.Column("handed_in_at", UtcDateTime(), nullable=False),
        sa.Column("handed_in_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_papers_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_papers")),
    )
    with op.batch_alter_table("renovation_papers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renovation_papers_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "renovation_permits",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column(
            "number",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_permits_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_permits")),
        sa.UniqueConstraint("code", name=op.f("uq_renovation_permits_code")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_renovation_permits_community_id_number")),
    )
    with op.batch_alter_table("renovation_permits", schema=None) as batch_op:
        batch_op.create_index("ix_renovation_permits_expiry", ["community_id", "valid_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_renovation_permits_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "renovation_steps",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_steps_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_steps")),
    )
    with op.batch_alter_table("renovation_steps", schema=None) as batch_op:
        batch_op.create_index("ix_renovation_steps_of", ["renovation_id", "at", "id"], unique=False)

    op.create_table(
        "renovation_violations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("is_serious", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("cured_by", sa.String(length=64), nullable=True),
        sa.Column("cured_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_violations_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_violations")),
    )
    with op.batch_alter_table("renovation_violations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renovation_violations_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "renovation_workers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("id_number_key", sa.String(length=16), nullable=True, comment="which key encrypted it"),
        sa.Column("id_number_sealed", sa.String(length=400), nullable=True, comment="AES-GCM, key id and row id bound"),
        sa.Column("id_number_index", sa.String(length=64), nullable=True, comment="HMAC-SHA256, for look-up"),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_workers_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_workers")),
    )
    with op.batch_alter_table("renovation_workers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renovation_workers_id_number_index"), ["id_number_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_renovation_workers_renovation_id"), ["renovation_id"], unique=False)

    _make_append_only("reveals")


def _make_append_only(table: str) -> None:
    """Who saw what stays on record, whoever has the service's role. Source: handbook R-04."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'this table is append-only'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END"
        )


def downgrade() -> None:
    with op.batch_alter_table("renovation_workers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_workers_renovation_id"))
        batch_op.drop_index(batch_op.f("ix_renovation_workers_id_number_index"))

    op.drop_table("renovation_workers")
    with op.batch_alter_table("renovation_violations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_violations_renovation_id"))

    op.drop_table("renovation_violations")
    with op.batch_alter_table("renovation_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_renovation_steps_of")

    op.drop_table("renovation_steps")
    with op.batch_alter_table("renovation_permits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_permits_renovation_id"))
        batch_op.drop_index("ix_renovation_permits_expiry")

    op.drop_table("renovation_permits")
    with op.batch_alter_table("renovation_papers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_papers_renovation_id"))

    op.drop_table("renovation_papers")
    op.drop_table("renovation_dues")
    with op.batch_alter_table("renovation_charges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_charges_renovation_id"))

    op.drop_table("renovation_charges")
    with op.batch_alter_table("renovations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovations_room_id"))
        batch_op.drop_index("ix_renovations_newest")
        batch_op.drop_index(batch_op.f("ix_renovations_community_id"))
        batch_op.drop_index("ix_renovations_by_status")
        batch_op.drop_index("ix_renovations_by_room")
        batch_op.drop_index("ix_renovations_by_household")

    op.drop_table("renovations")
    with op.batch_alter_table("household_members", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_household_members_present",
            postgresql_where=sa.text("left_on IS NULL"),
            sqlite_where=sa.text("left_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_household_members_person_id"))
        batch_op.drop_index(batch_op.f("ix_household_members_household_id"))

    op.drop_table("household_members")
    with op.batch_alter_table("households", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_households_present",
            postgresql_where=sa.text("departed_on IS NULL"),
            sqlite_where=sa.text("departed_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_households_room_id"))
        batch_op.drop_index(batch_op.f("ix_households_room_code"))
        batch_op.drop_index("ix_households_in_order")
        batch_op.drop_index(
            "ix_households_contacts",
            postgresql_where=sa.text("departed_on IS NULL"),
            sqlite_where=sa.text("departed_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_households_community_id"))

    op.drop_table("households")
    op.drop_table("archive_entries")
    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.drop_index("ix_rooms_in_order")
        batch_op.drop_index(batch_op.f("ix_rooms_community_id"))
        batch_op.drop_index("ix_rooms_by_occupancy")
        batch_op.drop_index("ix_rooms_by_building")

    op.drop_table("rooms")
    with op.batch_alter_table("reveals", schema=None) as batch_op:
        batch_op.drop_index("ix_reveals_of_person")
        batch_op.drop_index("ix_reveals_newest")

    op.drop_table("reveals")
    op.drop_table("renovation_numbers")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persons_id_number_index"))
        batch_op.drop_index(batch_op.f("ix_persons_community_id"))
        batch_op.drop_index("ix_persons_by_phone")
        batch_op.drop_index("ix_persons_by_name")

    op.drop_table("persons")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_unsent", postgresql_where=sa.text("sent_at IS NULL"), sqlite_where=sa.text("sent_at IS NULL")
        )
        batch_op.drop_index("ix_outbox_sent_at")

    op.drop_table("outbox")
    op.drop_table("job_turns")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_handled_at"))

    op.drop_table("inbox")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_keys_created_at"))

    op.drop_table("idempotency_keys")
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_communities_community_id"))

    op.drop_table("communities")
    with op.batch_alter_table("archives", schema=None) as batch_op:
        batch_op.drop_index("ix_archives_of_room")
        batch_op.drop_index(batch_op.f("ix_archives_community_id"))

    op.drop_table("archives")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
