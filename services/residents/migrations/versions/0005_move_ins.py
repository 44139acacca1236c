"""Move-ins and defects"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_over_numbers",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("series", sa.String(length=16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "series", name=op.f("pk_hand_over_numbers")),
    )
    op.create_table(
        "defects",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("household_id", sa.String(length=36), nullable=True),
        sa.Column("move_in_id", sa.String(length=36), nullable=True, comment="the inspection that found it"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "contractor",
            sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("raised_by", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("visit_at", UtcDateTime(), nullable=True),
        sa.Column("cured_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=100), nullable=True, comment="who confirmed for the owner"),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_defects_household_id_households")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_defects_room_id_rooms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defects")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_defects_community_id_number")),
    )
    with op.batch_alter_table("defects", schema=None) as batch_op:
        batch_op.create_index(
            "ix_defects_by_contractor", ["community_id", "contractor", "created_at", "id"], unique=False
        )
        batch_op.create_index("ix_defects_by_room", ["community_id", "room_code", "created_at", "id"], unique=False)
        batch_op.create_index("ix_defects_by_status", ["community_id", "status", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_defects_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_defects_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_defects_move_in_id"), ["move_in_id"], unique=False)
        batch_op.create_index("ix_defects_newest", ["community_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_defects_open",
            ["community_id", "deadline_on", "id"],
            unique=False,
            postgresql_where=sa.text("cured_on IS NULL"),
            sqlite_where=sa.text("cured_on IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_defects_room_id"), ["room_id"], unique=False)

    op.create_table(
        "move_ins",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column(
            "room_code",
            sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "room_kind", sa.String(length=16), nullable=False, comment="as it was when the developer gave notice"
        ),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("owner_name", sa.String(length=100), nullable=False),
        sa.Column("owner_phone", sa.String(length=20), nullable=True, comment="E.164"),
        sa.Column("notice_number", sa.String(length=64), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=False),
        sa.Column("appointment_at", UtcDateTime(), nullable=True),
        sa.Column("pack_prepared_at", UtcDateTime(), nullable=True),
        sa.Column("pack_prepared_by", sa.String(length=64), nullable=True),
        sa.Column("household_id", sa.String(length=36), nullable=True),
        sa.Column("custody", sa.String(length=16), nullable=True),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="completed or cancelled"),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_move_ins_household_id_households")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_move_ins_room_id_rooms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_ins")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_move_ins_community_id_number")),
    )
    with op.batch_alter_table("move_ins", schema=None) as batch_op:
        batch_op.create_index("ix_move_ins_by_room", ["community_id", "room_code", "created_at", "id"], unique=False)
        batch_op.create_index("ix_move_ins_by_status", ["community_id", "status", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_move_ins_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_move_ins_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_move_ins_newest", ["community_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_move_ins_room_id"), ["room_id"], unique=False)
        batch_op.create_index(
            "uq_move_ins_open",
            ["room_id"],
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "defect_notices",
        sa.Column("defect_id", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True, comment="why the re-inspection was refused"),
        sa.ForeignKeyConstraint(["defect_id"], ["defects.id"], name=op.f("fk_defect_notices_defect_id_defects")),
        sa.PrimaryKeyConstraint("defect_id", "round", name=op.f("pk_defect_notices")),
    )
    op.create_table(
        "defect_steps",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("defect_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["defect_id"], ["defects.id"], name=op.f("fk_defect_steps_defect_id_defects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defect_steps")),
    )
    with op.batch_alter_table("defect_steps", schema=None) as batch_op:
        batch_op.create_index("ix_defect_steps_of", ["defect_id", "at", "id"], unique=False)

    op.create_table(
        "move_in_steps",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("move_in_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("form", JsonColumn, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["move_in_id"], ["move_ins.id"], name=op.f("fk_move_in_steps_move_in_id_move_ins")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_in_steps")),
    )
    with op.batch_alter_table("move_in_steps", schema=None) as batch_op:
        batch_op.create_index("ix_move_in_steps_of", ["move_in_id", "at", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("move_in_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_move_in_steps_of")

    op.drop_table("move_in_steps")
    with op.batch_alter_table("defect_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_defect_steps_of")

    op.drop_table("defect_steps")
    op.drop_table("defect_notices")
    with op.batch_alter_table("move_ins", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_move_ins_open", postgresql_where=sa.text("ended_at IS NULL"), sqlite_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_move_ins_room_id"))
        batch_op.drop_index("ix_move_ins_newest")
        batch_op.drop_index(batch_op.f("ix_move_ins_household_id"))
        batch_op.drop_index(batch_op.f("ix_move_ins_community_id"))
        batch_op.drop_index("ix_move_ins_by_status")
        batch_op.drop_index("ix_move_ins_by_room")

    op.drop_table("move_ins")
    with op.batch_alter_table("defects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_defects_room_id"))
        batch_op.drop_index(
            "ix_defects_open", postgresql_where=sa.text("cured_on IS NULL"), sqlite_where=sa.text("cured_on IS NULL")
        )
        batch_op.drop_index("ix_defects_newest")
        batch_op.drop_index(batch_op.f("ix_defects_move_in_id"))
        batch_op.drop_index(batch_op.f("ix_defects_household_id"))
        batch_op.drop_index(batch_op.f("ix_defects_community_id"))
        batch_op.drop_index("ix_defects_by_status")
        batch_op.drop_index("ix_defects_by_room")
        batch_op.drop_index("ix_defects_by_contractor")

    op.drop_table("defects")
    op.drop_table("hand_over_numbers")
