"""Open tickets that a request may repeat. Source: handbook T-01, T-05."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.replicas.models import RoomReplica
from services.tickets.requests.domain.errors import UnknownRoom
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository.scope import Scope

OF_ROOM, NEARBY = 10, 30
"""So many hints at most, the newest."""
BRIEF = (Ticket.id, Ticket.number, Ticket.category, Ticket.status, Ticket.summary, Ticket.opened_at)


async def open_alike(
    session: AsyncSession, scope: Scope, community_id: str, room_code: str | None, *, since: datetime
) -> tuple[Sequence[Any], Sequence[Any]]:
    """The newest open tickets of the room, and those `since` of its building or without a room; of the community where
    no room is given. Two queries, one without a room. Raises UnknownRoom.
    """
    of_room: ColumnElement[bool] = false()
    nearby: ColumnElement[bool] = true()
    if room_code is not None:
        place = select(RoomReplica.id, RoomReplica.building).where(
            RoomReplica.community_id == community_id, RoomReplica.code == room_code
        )
        found = (await session.execute(place)).one_or_none()
        if found is None:
            raise UnknownRoom(pointer="/room_code", room_code=room_code)
        of_room = Ticket.room_id == found.id
        nearby = or_(Ticket.room_id.is_(None), Ticket.building == found.building)
    opened = (scope.clause(), Ticket.community_id == community_id, Ticket.closed_at.is_(None))
    here = _newest(select(*_brief(is_here=True)).where(*opened, of_room), OF_ROOM)
    around = _newest(select(*_brief(is_here=False)).where(*opened, Ticket.opened_at >= since, nearby), NEARBY)
    rows = (await session.execute(here.union_all(around))).all()
    newest = sorted(rows, key=lambda row: (row.opened_at, row.id), reverse=True)
    return [row for row in newest if row.is_here], [row for row in newest if not row.is_here]


def _brief(*, is_here: bool) -> tuple[Any, ...]:
    return (*BRIEF, literal(is_here).label("is_here"))


def _newest(wanted: Select[Any], limit: int) -> Select[Any]:
    """A part with its own order and limit, as SQLite lets it stand in a union."""
    part = wanted.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).limit(limit).subquery()
    return select(*part.c)
