"""Every query of saved views."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.domain.duties import Standing
from services.tickets.saved_views.models import SavedView
from shared.kernel.errors import NotFound


def _readable(communities: Collection[str], reader: Standing) -> ColumnElement[bool]:
    shared = SavedView.shared_with.in_(reader.roles)
    return and_(SavedView.community_id.in_(communities), or_(SavedView.account_id == reader.account_id, shared))


async def list_views(
    session: AsyncSession, communities: Collection[str], reader: Standing, *, limit: int
) -> Sequence[SavedView]:
    """The reader's own and those shared with one of its roles, by name. One query."""
    wanted = select(SavedView).where(_readable(communities, reader)).order_by(SavedView.name, SavedView.id)
    return (await session.scalars(wanted.limit(limit))).all()


async def load_view(session: AsyncSession, view_id: str, communities: Collection[str], reader: Standing) -> SavedView:
    """One that the reader may read. Raises NotFound."""
    found = await session.scalar(select(SavedView).where(SavedView.id == view_id, _readable(communities, reader)))
    if found is None:
        raise NotFound(what="saved view")
    return found


async def count_views(session: AsyncSession, community_id: str, account_id: str) -> int:
    """An account's own."""
    own = select(func.count()).where(SavedView.community_id == community_id, SavedView.account_id == account_id)
    return await session.scalar(own) or 0


async def has_name(session: AsyncSession, community_id: str, account_id: str, name: str) -> bool:
    """Whether the account has a view of that name. One query; between two at once the constraint decides."""
    wanted = select(SavedView.id).where(
        SavedView.community_id == community_id, SavedView.account_id == account_id, SavedView.name == name
    )
    with session.no_autoflush:
        return await session.scalar(wanted) is not None


async def enter_view(session: AsyncSession, view: SavedView) -> bool:
    """Whether its name was free; by the constraint, so that two at once are never both kept."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {column.key: getattr(view, column.key) for column in SavedView.__table__.columns}
    entered = dialect.insert(SavedView).values(**row).on_conflict_do_nothing().returning(SavedView.id)
    return await session.scalar(entered) is not None
