"""Coverage reached. Source: handbook T-16."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.follow_ups.domain.visits import CoverageClass, FollowUpStatus, SoFar
from services.tickets.follow_ups.models import FollowUp
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.lifecycle import Outcome
from services.tickets.requests.models import Ticket


def solved_in(since: datetime, until: datetime | None = None) -> ColumnElement[bool]:
    """Closed as solved in the period; without an end, until now."""
    closed = and_(Ticket.closed_at >= since, Ticket.outcome == Outcome.SOLVED.value)
    return closed if until is None else and_(closed, Ticket.closed_at < until)


async def class_so_far(session: AsyncSession, ticket: Ticket, of: CoverageClass, since: datetime) -> SoFar:
    """Tickets solved since then in the class and community, but for `ticket` itself (T-16). One query."""
    own = (Category.COMPLAINT.value, Category.REPAIR.value)
    in_class = Ticket.category.not_in(own) if of is CoverageClass.OTHER else Ticket.category == of.value
    wanted = select(func.count(), func.count().filter(Ticket.is_sampled.is_(True))).where(
        Ticket.community_id == ticket.community_id, solved_in(since), in_class, Ticket.id != ticket.id
    )
    closed, planned = (await session.execute(wanted)).one()
    return SoFar(closed, planned)


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """Of a category: tickets solved, with a visit planned, made; visits planned and made on site; and satisfied."""

    category: str
    closed: int
    planned: int
    made: int
    on_site_planned: int
    on_site_made: int
    satisfied: int
    unsatisfied: int


async def coverage(
    session: AsyncSession, communities: Collection[str], since: datetime, until: datetime
) -> list[CategoryCount]:
    """What the tickets solved in the period came to, per category (T-16). One query."""
    visits = func.count(FollowUp.id)
    wanted = (
        select(
            Ticket.category,
            func.count(Ticket.id),
            visits,
            func.count(FollowUp.done_at),
            visits.filter(FollowUp.on_site_required),
            visits.filter(FollowUp.on_site.is_(True), FollowUp.done_at.is_not(None)),
            visits.filter(FollowUp.status == FollowUpStatus.SATISFIED),
            visits.filter(FollowUp.status == FollowUpStatus.UNSATISFIED),
        )
        .outerjoin(FollowUp, FollowUp.ticket_id == Ticket.id)
        .where(Ticket.community_id.in_(communities), solved_in(since, until))
        .group_by(Ticket.category)
        .order_by(Ticket.category)
    )
    return [CategoryCount(*row) for row in (await session.execute(wanted)).all()]
