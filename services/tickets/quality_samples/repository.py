"""Every query of call and counter quality."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, literal_column, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.domain.duties import Standing
from services.tickets.quality_samples.domain.drawing import CONTACTS, Span
from services.tickets.quality_samples.domain.lifecycle import USED, SampleStatus
from services.tickets.quality_samples.domain.marking import Criterion
from services.tickets.quality_samples.models import QualityDraw, QualitySample
from services.tickets.replicas.models import AccountReplica, CommunityReplica
from services.tickets.requests.domain.history import Step
from services.tickets.requests.models import Ticket, TicketStep
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_DRAWS = Keyset((QualityDraw.drawn_until, QualityDraw.month, QualityDraw.community_id))
NEWEST_FIRST = Keyset((QualitySample.created_at, QualitySample.id))


@dataclass(frozen=True, slots=True)
class SampleScope:
    """Leads see everybody's, a member its own (T-30)."""

    communities: Collection[str]
    standing: Standing

    def clause(self) -> ColumnElement[bool]:
        """Goes into every query of samples."""
        own = true() if self.standing.is_lead else QualitySample.member_id == self.standing.account_id
        return and_(QualitySample.community_id.in_(self.communities), own)


async def load_sample(
    session: AsyncSession, sample_id: str, scope: SampleScope, *, for_change: bool = False
) -> QualitySample:
    """A sample that the caller may see. Raises NotFound."""
    wanted = select(QualitySample).where(QualitySample.id == sample_id, scope.clause())
    found = await session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise NotFound(what="quality sample")
    return found


@dataclass(frozen=True, slots=True)
class SampleFilter:
    """What a list may be narrowed by."""

    scope: SampleScope
    month: str | None = None
    member_id: str | None = None
    status: str | None = None

    def apply(self, wanted: Select[QualitySample]) -> Select[QualitySample]:
        """The narrowed query."""
        wanted = wanted.where(self.scope.clause())
        for column, value in (
            (QualitySample.month, self.month),
            (QualitySample.member_id, self.member_id),
            (QualitySample.status, self.status),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_samples(
    session: AsyncSession, wanted: SampleFilter, *, cursor: str | None, limit: int
) -> tuple[list[QualitySample], str | None]:
    """Newest first. One query."""
    return await page_of(session, wanted.apply(select(QualitySample)), NEWEST_FIRST, cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class Contact:
    """A call or visit that a member took in."""

    member_id: str
    ticket_id: str
    number: str
    source: str
    opened_at: datetime


async def contacts_of(session: AsyncSession, community_id: str, span: Span) -> list[Contact]:
    """Whoever took the request in, not who owns it now; reworks are nobody's contact. One query."""
    wanted = (
        select(AccountReplica.id, Ticket.id, Ticket.number, Ticket.source, Ticket.opened_at)
        .join(TicketStep, and_(TicketStep.ticket_id == Ticket.id, TicketStep.action == Step.OPEN.value))
        .join(AccountReplica, and_(AccountReplica.id == TicketStep.actor_id, AccountReplica.active))
        .where(
            Ticket.community_id == community_id,
            Ticket.opened_at >= span.since,
            Ticket.opened_at < span.until,
            Ticket.source.in_([source.value for source in CONTACTS]),
            Ticket.rework_of.is_(None),
        )
    )
    return [Contact(*row) for row in (await session.execute(wanted)).all()]


async def enter_samples(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """One statement for all."""
    if rows:
        await session.execute(insert(QualitySample), rows)


async def drawn_before(session: AsyncSession, community_id: str, month: str) -> dict[str, set[str]]:
    """Ticket ids of the month's samples, by member. One query."""
    wanted = select(QualitySample.member_id, QualitySample.ticket_id).where(
        QualitySample.community_id == community_id, QualitySample.month == month
    )
    found: dict[str, set[str]] = {}
    for member_id, ticket_id in await session.execute(wanted):
        found.setdefault(member_id, set()).add(ticket_id)
    return found


async def find_made(session: AsyncSession, community_id: str, month: str, until: datetime) -> QualityDraw | None:
    """The final draw of the month, or the one that was made of it at the very moment."""
    wanted = select(QualityDraw).where(
        QualityDraw.community_id == community_id,
        QualityDraw.month == month,
        or_(QualityDraw.is_final, QualityDraw.drawn_until == until),
    )
    return await session.scalar(wanted.order_by(QualityDraw.is_final.desc()).limit(1))


async def list_draws(
    session: AsyncSession, communities: Collection[str], *, month: str | None, cursor: str | None, limit: int
) -> tuple[list[QualityDraw], str | None]:
    """Newest first. One query."""
    wanted = select(QualityDraw).where(QualityDraw.community_id.in_(communities))
    if month is not None:
        wanted = wanted.where(QualityDraw.month == month)
    return await page_of(session, wanted, NEWEST_DRAWS, cursor=cursor, limit=limit)


async def communities_to_draw(session: AsyncSession) -> Sequence[tuple[CommunityReplica, str | None]]:
    """Every community with the month drawn last to its end. One query."""
    last = func.max(QualityDraw.month)
    wanted = (
        select(CommunityReplica, last)
        .outerjoin(QualityDraw, and_(QualityDraw.community_id == CommunityReplica.id, QualityDraw.is_final))
        .group_by(CommunityReplica.id)
        .order_by(CommunityReplica.id)
    )
    return (await session.execute(wanted)).all()


async def lock_to_count(session: AsyncSession, before: datetime, limit: int) -> Sequence[QualitySample]:
    """Seen ones of before a moment, longest ago first; what another replica works on is passed by."""
    # Written out: with a parameter in its place PostgreSQL's generic plan could not use the partial index.
    seen = QualitySample.status == literal_column(f"'{SampleStatus.SEEN.value}'")
    wanted = (
        select(QualitySample)
        .where(seen, QualitySample.seen_at < before)
        .order_by(QualitySample.seen_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(wanted)).all()


async def sums_of(session: AsyncSession, scope: SampleScope, span: Span) -> Sequence[Row[Any]]:
    """Per member: its name, samples seen in the span, the sum of their scores and of each criterion. One query."""
    wanted = (
        select(
            QualitySample.member_id,
            AccountReplica.display_name,
            func.count(QualitySample.id),
            func.sum(QualitySample.score),
            *(func.sum(getattr(QualitySample, criterion.value)) for criterion in Criterion),
        )
        .outerjoin(AccountReplica, AccountReplica.id == QualitySample.member_id)
        .where(
            scope.clause(),
            QualitySample.seen_at >= span.since,
            QualitySample.seen_at < span.until,
            QualitySample.status.in_([status.value for status in USED]),
        )
        .group_by(QualitySample.member_id, AccountReplica.display_name)
        .order_by(QualitySample.member_id)
    )
    return (await session.execute(wanted)).all()
