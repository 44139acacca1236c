"""The desk finds the visits that unsatisfied households wait for"""

import sqlalchemy as sa
from alembic import op

revision = "0012_survey_visits_waiting"
down_revision = "0011_history"
branch_labels = None
depends_on = None

_WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.create_index(
        "ix_survey_visits_waiting",
        "survey_visits",
        ["community_id", "due_at", "id"],
        unique=False,
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_survey_visits_waiting", table_name="survey_visits")
