"""renovation: extensions, hot work, inspections, completion, overtime"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite keeps no lengths; there the models say so too.
    if op.get_bind().dialect.name == "postgresql":
        for table in ("renovations", "renovation_steps"):
            op.alter_column(table, "status", type_=sa.String(length=24), existing_nullable=False)
    op.create_table(
        "renovation_completions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("inspected_by", sa.String(length=64), nullable=True),
        sa.Column("inspected_at", UtcDateTime(), nullable=True),
        sa.Column("has_passed", sa.Boolean(), nullable=True),
        sa.Column("is_site_cleared", sa.Boolean(), nullable=True),
        sa.Column("is_permit_returned", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("completed_by", sa.String(length=64), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("deductions", JsonColumn, nullable=False),
        sa.Column("settled", JsonColumn, nullable=False),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_completions_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_completions")),
    )
    with op.batch_alter_table("renovation_completions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renovation_completions_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "renovation_extensions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column(
            "permit_number",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_extensions_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_extensions")),
    )
    with op.batch_alter_table("renovation_extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renovation_extensions_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "renovation_inspections",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("round", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("inspected_by", sa.String(length=64), nullable=False),
        sa.Column("inspected_at", UtcDateTime(), nullable=False),
        sa.Column("checks", JsonColumn, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_inspections_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_inspections")),
    )
    with op.batch_alter_table("renovation_inspections", schema=None) as batch_op:
        batch_op.create_index("ix_renovation_inspections_newest", ["renovation_id", "inspected_at", "id"], unique=False)
        batch_op.create_index("ix_renovation_inspections_rounds", ["renovation_id", "round", "day"], unique=False)

    op.create_table(
        "renovation_overtimes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the local day on which it begins"),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("worker_ids", JsonColumn, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_overtimes_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_overtimes")),
    )
    with op.batch_alter_table("renovation_overtimes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_renovation_overtimes_by_day", ["community_id", "day", "requested_at", "id"], unique=False
        )
        batch_op.create_index("ix_renovation_overtimes_newest", ["community_id", "requested_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_renovation_overtimes_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "renovation_passes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_passes_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_passes")),
    )
    with op.batch_alter_table("renovation_passes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renovation_passes_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "renovation_refunds",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("deducted_fen", sa.BigInteger(), nullable=False),
        sa.Column("refunded_fen", sa.BigInteger(), nullable=False),
        sa.Column("voucher_number", sa.String(length=64), nullable=False),
        sa.Column("refunded_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_renovation_refunds_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_refunds")),
    )
    with op.batch_alter_table("renovation_refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renovation_refunds_renovation_id"), ["renovation_id"], unique=False)

    op.create_table(
        "hot_works",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("work", sa.String(length=200), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("worker_name", sa.String(length=100), nullable=False),
        sa.Column("extinguishers", sa.String(length=200), nullable=False),
        sa.Column("watcher_name", sa.String(length=100), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("reviewed_by", sa.String(length=64), nullable=True),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("permitted_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_hot_works_renovation_id_renovations")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["renovation_workers.id"], name=op.f("fk_hot_works_worker_id_renovation_workers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_works")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_hot_works_community_id_number")),
    )
    with op.batch_alter_table("hot_works", schema=None) as batch_op:
        batch_op.create_index("ix_hot_works_by_renovation", ["renovation_id", "starts_at", "id"], unique=False)
        batch_op.create_index("ix_hot_works_by_status", ["status", "ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_hot_works_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_hot_works_newest", ["community_id", "starts_at", "id"], unique=False)

    op.create_table(
        "rectification_notices",
        sa.Column(
            "number",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("renovation_id", sa.String(length=36), nullable=False),
        sa.Column("inspection_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("findings", JsonColumn, nullable=False),
        sa.Column("rectify_by", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("last_rechecked_on", sa.Date(), nullable=True),
        sa.Column("cured_by", sa.String(length=64), nullable=True),
        sa.Column("cured_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["renovation_inspections.id"],
            name=op.f("fk_rectification_notices_inspection_id_renovation_inspections"),
        ),
        sa.ForeignKeyConstraint(
            ["renovation_id"], ["renovations.id"], name=op.f("fk_rectification_notices_renovation_id_renovations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_notices")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_rectification_notices_community_id_number")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_rectification_notices_inspection_id")),
    )
    with op.batch_alter_table("rectification_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_notices_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_rectification_notices_newest", ["community_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_rectification_notices_open", ["renovation_id", "cured_at"], unique=False)

    op.create_table(
        "hot_work_steps",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hot_work_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hot_work_id"], ["hot_works.id"], name=op.f("fk_hot_work_steps_hot_work_id_hot_works")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_work_steps")),
    )
    with op.batch_alter_table("hot_work_steps", schema=None) as batch_op:
        batch_op.create_index("ix_hot_work_steps_of", ["hot_work_id", "at", "id"], unique=False)

    op.create_table(
        "rectification_rechecks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("notice_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("is_cured", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["rectification_notices.id"],
            name=op.f("fk_rectification_rechecks_notice_id_rectification_notices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_rechecks")),
    )
    with op.batch_alter_table("rectification_rechecks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_rechecks_notice_id"), ["notice_id"], unique=False)

    with op.batch_alter_table("renovation_permits", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("superseded_at", UtcDateTime(), nullable=True, comment="by the permit of an extension")
        )
        batch_op.add_column(
            sa.Column("extension_asked_at", UtcDateTime(), nullable=True, comment="its end was announced")
        )
        batch_op.add_column(
            sa.Column("expired_at", UtcDateTime(), nullable=True, comment="it ended with the works going on")
        )

    with op.batch_alter_table("renovation_violations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rectify_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("legal_ground", sa.String(length=24), nullable=True))
        batch_op.add_column(
            sa.Column(
                "legal_basis", sa.String(length=200), nullable=True, comment="the article or order that is relied on"
            )
        )
        batch_op.add_column(
            sa.Column("amount_fen", sa.BigInteger(), nullable=True, comment="compensation: kept of the deposit")
        )
        batch_op.add_column(
            sa.Column("notice_id", sa.String(length=36), nullable=True, comment="the rectification notice given for it")
        )
        batch_op.add_column(sa.Column("cure_note", sa.Text(), nullable=True))

    with op.batch_alter_table("renovations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("started_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("completed_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "occupancy_before", sa.String(length=16), nullable=True, comment="of the room, given back on completion"
            )
        )


def downgrade() -> None:
    # The wider status stays: a renovation may stand in a state that the narrower one can't hold.
    with op.batch_alter_table("renovations", schema=None) as batch_op:
        batch_op.drop_column("occupancy_before")
        batch_op.drop_column("completed_on")
        batch_op.drop_column("started_on")

    with op.batch_alter_table("renovation_violations", schema=None) as batch_op:
        batch_op.drop_column("cure_note")
        batch_op.drop_column("notice_id")
        batch_op.drop_column("amount_fen")
        batch_op.drop_column("legal_basis")
        batch_op.drop_column("legal_ground")
        batch_op.drop_column("rectify_by")

    with op.batch_alter_table("renovation_permits", schema=None) as batch_op:
        batch_op.drop_column("expired_at")
        batch_op.drop_column("extension_asked_at")
        batch_op.drop_column("superseded_at")

    with op.batch_alter_table("rectification_rechecks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_rechecks_notice_id"))

    op.drop_table("rectification_rechecks")
    with op.batch_alter_table("hot_work_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_hot_work_steps_of")

    op.drop_table("hot_work_steps")
    with op.batch_alter_table("rectification_notices", schema=None) as batch_op:
        batch_op.drop_index("ix_rectification_notices_open")
        batch_op.drop_index("ix_rectification_notices_newest")
        batch_op.drop_index(batch_op.f("ix_rectification_notices_community_id"))

    op.drop_table("rectification_notices")
    with op.batch_alter_table("hot_works", schema=None) as batch_op:
        batch_op.drop_index("ix_hot_works_newest")
        batch_op.drop_index(batch_op.f("ix_hot_works_community_id"))
        batch_op.drop_index("ix_hot_works_by_status")
        batch_op.drop_index("ix_hot_works_by_renovation")

    op.drop_table("hot_works")
    with op.batch_alter_table("renovation_refunds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_refunds_renovation_id"))

    op.drop_table("renovation_refunds")
    with op.batch_alter_table("renovation_passes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_passes_renovation_id"))

    op.drop_table("renovation_passes")
    with op.batch_alter_table("renovation_overtimes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_overtimes_renovation_id"))
        batch_op.drop_index("ix_renovation_overtimes_newest")
        batch_op.drop_index("ix_renovation_overtimes_by_day")

    op.drop_table("renovation_overtimes")
    with op.batch_alter_table("renovation_inspections", schema=None) as batch_op:
        batch_op.drop_index("ix_renovation_inspections_rounds")
        batch_op.drop_index("ix_renovation_inspections_newest")

    op.drop_table("renovation_inspections")
    with op.batch_alter_table("renovation_extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_extensions_renovation_id"))

    op.drop_table("renovation_extensions")
    with op.batch_alter_table("renovation_completions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renovation_completions_renovation_id"))

    op.drop_table("renovation_completions")
