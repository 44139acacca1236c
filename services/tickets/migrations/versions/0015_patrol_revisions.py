"""Patrol routes change from a day on, and scores are stored"""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0015_patrol_revisions"
down_revision = "0014_assembly_owners"
branch_labels = None
depends_on = None

_ALWAYS = date(2000, 1, 1)


def upgrade() -> None:
    revisions = op.create_table(
        "patrol_revisions",
        sa.Column("route_id", sa.String(length=36), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=False, comment="the community's day"),
        sa.Column("area_ids", JsonColumn, nullable=False),
        sa.Column("changed_by", sa.String(length=36), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["route_id"], ["patrol_routes.id"], name=op.f("fk_patrol_revisions_route_id_patrol_routes")
        ),
        sa.PrimaryKeyConstraint("route_id", "applies_from", name=op.f("pk_patrol_revisions")),
    )
    op.create_table(
        "patrol_scores",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False, comment="`2026-11` or `2026`"),
        sa.Column("summed_at", UtcDateTime(), nullable=False),
        sa.Column("report", JsonColumn, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "period", name=op.f("pk_patrol_scores")),
    )
    stops: dict[str, list[str]] = {}
    known = "SELECT route_id, area_id FROM patrol_stops ORDER BY route_id, place"
    for route_id, area_id in op.get_bind().execute(sa.text(known)):
        stops.setdefault(route_id, []).append(area_id)
    made = dict(op.get_bind().execute(sa.select(_ROUTES.c.id, _ROUTES.c.created_at)).all())
    rows = [
        {"route_id": route_id, "applies_from": _ALWAYS, "area_ids": area_ids, "changed_at": made[route_id]}
        for route_id, area_ids in stops.items()
    ]
    if rows:
        op.bulk_insert(revisions, rows)
    op.drop_table("patrol_stops")


_ROUTES = sa.table("patrol_routes", sa.column("id", sa.String()), sa.column("created_at", UtcDateTime()))


def downgrade() -> None:
    stops = op.create_table(
        "patrol_stops",
        sa.Column("route_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["patrol_areas.id"], name=op.f("fk_patrol_stops_area_id_patrol_areas")),
        sa.ForeignKeyConstraint(
            ["route_id"], ["patrol_routes.id"], name=op.f("fk_patrol_stops_route_id_patrol_routes")
        ),
        sa.PrimaryKeyConstraint("route_id", "place", name=op.f("pk_patrol_stops")),
    )
    latest = "SELECT route_id, area_ids FROM patrol_revisions ORDER BY applies_from"
    last: dict[str, Any] = dict(op.get_bind().execute(sa.text(latest)).all())
    rows = [
        {"route_id": route_id, "place": place, "area_id": area_id}
        for route_id, area_ids in last.items()
        for place, area_id in enumerate(json.loads(area_ids) if isinstance(area_ids, str) else area_ids, 1)
    ]
    if rows:
        op.bulk_insert(stops, rows)
    op.drop_table("patrol_scores")
    op.drop_table("patrol_revisions")
