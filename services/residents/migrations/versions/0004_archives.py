"""archives: documents, loans, checks, retention"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_checks",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "period", sa.String(length=8), nullable=False, comment="2026-11 or 2026-Q4, by the community's calendar"
        ),
        sa.Column("building", sa.String(length=8), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("started_by", sa.String(length=36), nullable=False),
        sa.Column("ended_by", sa.String(length=36), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_checks")),
    )
    with op.batch_alter_table("archive_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_checks_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_archive_checks_newest", ["community_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_archive_checks_of_period", ["community_id", "kind", "period"], unique=False)

    op.create_table(
        "archive_destructions",
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("appraised_by", sa.String(length=36), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("witness_id", sa.String(length=36), nullable=True),
        sa.Column("carried_out_by", sa.String(length=36), nullable=True),
        sa.Column("carried_out_at", UtcDateTime(), nullable=True),
        sa.Column("documents_destroyed", sa.Integer(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_destructions")),
    )
    with op.batch_alter_table("archive_destructions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_destructions_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_archive_destructions_newest", ["community_id", "created_at", "id"], unique=False)

    op.create_table(
        "archive_objects",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_objects")),
    )
    with op.batch_alter_table("archive_objects", schema=None) as batch_op:
        batch_op.create_index(
            "ix_archive_objects_released",
            ["id"],
            unique=False,
            postgresql_where=sa.text("released_at IS NOT NULL"),
            sqlite_where=sa.text("released_at IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_archive_objects_live",
            ["community_id", "sha256"],
            unique=True,
            postgresql_where=sa.text("released_at IS NULL"),
            sqlite_where=sa.text("released_at IS NULL"),
        )

    op.create_table(
        "archive_check_findings",
        sa.Column("check_id", sa.String(length=36), nullable=False),
        sa.Column("archive_id", sa.String(length=36), nullable=False),
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("found_by", sa.String(length=36), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["archive_id"], ["archives.id"], name=op.f("fk_archive_check_findings_archive_id_archives")
        ),
        sa.ForeignKeyConstraint(
            ["check_id"], ["archive_checks.id"], name=op.f("fk_archive_check_findings_check_id_archive_checks")
        ),
        sa.PrimaryKeyConstraint("check_id", "archive_id", name=op.f("pk_archive_check_findings")),
    )
    op.create_table(
        "archive_destruction_files",
        sa.Column("destruction_id", sa.String(length=36), nullable=False),
        sa.Column("archive_id", sa.String(length=36), nullable=False),
        sa.Column(
            "archive_number",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("retain_until", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["archive_id"], ["archives.id"], name=op.f("fk_archive_destruction_files_archive_id_archives")
        ),
        sa.ForeignKeyConstraint(
            ["destruction_id"],
            ["archive_destructions.id"],
            name=op.f("fk_archive_destruction_files_destruction_id_archive_destructions"),
        ),
        sa.PrimaryKeyConstraint("destruction_id", "archive_id", name=op.f("pk_archive_destruction_files")),
    )
    with op.batch_alter_table("archive_destruction_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_destruction_files_archive_id"), ["archive_id"], unique=False)

    op.create_table(
        "archive_documents",
        sa.Column("archive_id", sa.String(length=36), nullable=False),
        sa.Column("section", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True, comment="the paper's own"),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reference_id", sa.String(length=64), nullable=True),
        sa.Column("filed_by", sa.String(length=36), nullable=True),
        sa.Column("superseded_at", UtcDateTime(), nullable=True),
        sa.Column("superseded_by", sa.String(length=36), nullable=True, comment="the account"),
        sa.Column("superseded_reason", sa.Text(), nullable=True),
        sa.Column("replaced_by_id", sa.String(length=36), nullable=True, comment="the document in its place"),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["archive_id"], ["archives.id"], name=op.f("fk_archive_documents_archive_id_archives")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_documents")),
        sa.UniqueConstraint(
            "archive_id", "section", "reference_id", name=op.f("uq_archive_documents_archive_id_section_reference_id")
        ),
    )
    with op.batch_alter_table("archive_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_documents_community_id"), ["community_id"], unique=False)

    op.create_table(
        "archive_loans",
        sa.Column("archive_id", sa.String(length=36), nullable=False),
        sa.Column(
            "archive_number",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("borrower", sa.String(length=16), nullable=False),
        sa.Column("borrower_name", sa.String(length=100), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=True),
        sa.Column("outside_body", sa.String(length=16), nullable=True),
        sa.Column("letter_number", sa.String(length=64), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("requested_by", sa.String(length=36), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("handed_out_by", sa.String(length=36), nullable=True),
        sa.Column("handed_out_at", UtcDateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("next_reminder_on", sa.Date(), nullable=True),
        sa.Column("returned_to", sa.String(length=36), nullable=True),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.Column("return_note", sa.Text(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id_number_key", sa.String(length=16), nullable=True, comment="which key encrypted it"),
        sa.Column("id_number_sealed", sa.String(length=400), nullable=True, comment="AES-GCM, key id and row id bound"),
        sa.Column("id_number_index", sa.String(length=64), nullable=True, comment="HMAC-SHA256, for look-up"),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["archive_id"], ["archives.id"], name=op.f("fk_archive_loans_archive_id_archives")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_loans")),
    )
    with op.batch_alter_table("archive_loans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_loans_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_archive_loans_id_number_index"), ["id_number_index"], unique=False)
        batch_op.create_index("ix_archive_loans_newest", ["community_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_archive_loans_of_file", ["archive_id", "created_at"], unique=False)
        batch_op.create_index("ix_archive_loans_to_remind", ["status", "next_reminder_on", "id"], unique=False)

    op.create_table(
        "archive_register",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("destruction_id", sa.String(length=36), nullable=False),
        sa.Column("archive_id", sa.String(length=36), nullable=False),
        sa.Column(
            "archive_number",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="document, or the kind of a record"),
        sa.Column("section", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("attachments", JsonColumn, nullable=False, comment="sha256, media_type, size"),
        sa.Column("attachment_bytes", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("appraised_by", sa.String(length=36), nullable=False),
        sa.Column("approved_by", sa.String(length=36), nullable=False),
        sa.Column("witness_id", sa.String(length=36), nullable=False),
        sa.Column("carried_out_by", sa.String(length=36), nullable=False),
        sa.Column("destroyed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["destruction_id"],
            ["archive_destructions.id"],
            name=op.f("fk_archive_register_destruction_id_archive_destructions"),
        ),
        sa.CheckConstraint("witness_id <> carried_out_by", name=op.f("ck_archive_register_witness_is_another")),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_archive_register_approver_is_another")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_register")),
    )
    with op.batch_alter_table("archive_register", schema=None) as batch_op:
        batch_op.create_index("ix_archive_register_newest", ["community_id", "destroyed_at", "id"], unique=False)
        batch_op.create_index("ix_archive_register_of_file", ["archive_id", "destroyed_at", "id"], unique=False)

    op.create_table(
        "archive_attachments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("object_id", sa.String(length=36), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.String(length=36), nullable=True),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["archive_documents.id"], name=op.f("fk_archive_attachments_document_id_archive_documents")
        ),
        sa.ForeignKeyConstraint(
            ["object_id"], ["archive_objects.id"], name=op.f("fk_archive_attachments_object_id_archive_objects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_attachments")),
        sa.UniqueConstraint("document_id", "sha256", name=op.f("uq_archive_attachments_document_id_sha256")),
    )
    with op.batch_alter_table("archive_attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_attachments_object_id"), ["object_id"], unique=False)

    with op.batch_alter_table("archives", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document_count", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("occasions", JsonColumn, server_default='["move_in"]', nullable=False))
        batch_op.add_column(
            sa.Column(
                "exemptions",
                JsonColumn,
                server_default="[]",
                nullable=False,
                comment="sections not applicable: section, reason, by, at",
            )
        )
        batch_op.add_column(
            sa.Column("importance", sa.String(length=16), nullable=True, comment="none: as the policy says")
        )
        batch_op.add_column(sa.Column("retain_until", sa.Date(), nullable=True, comment="of a closed file"))
        batch_op.add_column(sa.Column("disputed_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("dispute_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("dispute_by", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("dispute_settled_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("destroyed_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_archives_by_retention", ["community_id", "retain_until", "number", "id"], unique=False
        )

    _fill_what_is_known()
    _make_append_only("archive_register")
    for table, item in _LEAVE_BY_DESTRUCTION.items():
        _refuse_unregistered(table, item)


# What of each row the register names.
_LEAVE_BY_DESTRUCTION = {"archive_documents": "id", "archive_entries": "id", "archive_attachments": "document_id"}


def _fill_what_is_known() -> None:
    """Occasions from each household's history, retention of the files that are closed (R-11, R-14)."""
    renovated = (
        "EXISTS (SELECT 1 FROM archive_entries e WHERE e.archive_id = archives.id AND e.kind = 'renovation_agreement')"
    )
    let = (
        "EXISTS (SELECT 1 FROM household_members m WHERE m.household_id = archives.household_id AND m.role = 'tenant')"
    )
    for occasions, known in (
        ('["move_in", "tenancy", "renovation"]', f"{let} AND {renovated}"),
        ('["move_in", "tenancy"]', f"{let} AND NOT {renovated}"),
        ('["move_in", "renovation"]', f"NOT {let} AND {renovated}"),
    ):
        op.execute(f"UPDATE archives SET occasions = '{occasions}' WHERE {known}")  # noqa: S608 - our own words
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    until = "date(closed_on, '+3 years')" if is_sqlite else "closed_on + interval '3 years'"
    op.execute(f"UPDATE archives SET retain_until = {until} WHERE closed_on IS NOT NULL")  # noqa: S608 - likewise


def _make_append_only(table: str) -> None:
    """The register stays for ever, whoever has the service's role. Source: handbook R-14."""
    if op.get_bind().dialect.name == "postgresql":
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


def _refuse_unregistered(table: str, item: str) -> None:
    """No document leaves without its entry in the register. SQLite loses triggers when a batch makes a table anew."""
    unregistered = f"NOT EXISTS (SELECT 1 FROM archive_register WHERE id = OLD.{item})"  # noqa: S608 - our own names
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_stay BEFORE DELETE ON {table} WHEN {unregistered} "
            "BEGIN SELECT RAISE(ABORT, 'no document leaves unregistered'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {unregistered} THEN RAISE EXCEPTION 'no document leaves unregistered'; END IF; RETURN OLD; END $$"
    )
    op.execute(f"CREATE TRIGGER {table}_stay BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stay()")
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _LEAVE_BY_DESTRUCTION:
        if is_sqlite:
            op.execute(f"DROP TRIGGER {table}_stay")
        else:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
            op.execute(f"DROP FUNCTION {table}_stay() CASCADE")
    with op.batch_alter_table("archives", schema=None) as batch_op:
        batch_op.drop_index("ix_archives_by_retention")
        batch_op.drop_column("destroyed_on")
        batch_op.drop_column("dispute_settled_on")
        batch_op.drop_column("dispute_by")
        batch_op.drop_column("dispute_reason")
        batch_op.drop_column("disputed_since")
        batch_op.drop_column("retain_until")
        batch_op.drop_column("importance")
        batch_op.drop_column("exemptions")
        batch_op.drop_column("occasions")
        batch_op.drop_column("document_count")

    with op.batch_alter_table("archive_attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archive_attachments_object_id"))

    op.drop_table("archive_attachments")
    with op.batch_alter_table("archive_register", schema=None) as batch_op:
        batch_op.drop_index("ix_archive_register_of_file")
        batch_op.drop_index("ix_archive_register_newest")

    op.drop_table("archive_register")
    with op.batch_alter_table("archive_loans", schema=None) as batch_op:
        batch_op.drop_index("ix_archive_loans_to_remind")
        batch_op.drop_index("ix_archive_loans_of_file")
        batch_op.drop_index("ix_archive_loans_newest")
        batch_op.drop_index(batch_op.f("ix_archive_loans_id_number_index"))
        batch_op.drop_index(batch_op.f("ix_archive_loans_community_id"))

    op.drop_table("archive_loans")
    with op.batch_alter_table("archive_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archive_documents_community_id"))

    op.drop_table("archive_documents")
    with op.batch_alter_table("archive_destruction_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archive_destruction_files_archive_id"))

    op.drop_table("archive_destruction_files")
    op.drop_table("archive_check_findings")
    with op.batch_alter_table("archive_objects", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_archive_objects_live",
            postgresql_where=sa.text("released_at IS NULL"),
            sqlite_where=sa.text("released_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_archive_objects_released",
            postgresql_where=sa.text("released_at IS NOT NULL"),
            sqlite_where=sa.text("released_at IS NOT NULL"),
        )

    op.drop_table("archive_objects")
    with op.batch_alter_table("archive_destructions", schema=None) as batch_op:
        batch_op.drop_index("ix_archive_destructions_newest")
        batch_op.drop_index(batch_op.f("ix_archive_destructions_community_id"))

    op.drop_table("archive_destructions")
    with op.batch_alter_table("archive_checks", schema=None) as batch_op:
        batch_op.drop_index("ix_archive_checks_of_period")
        batch_op.drop_index("ix_archive_checks_newest")
        batch_op.drop_index(batch_op.f("ix_archive_checks_community_id"))

    op.drop_table("archive_checks")
