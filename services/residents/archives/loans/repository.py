"""Every query of the borrowing register."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.archives.loans.domain.lifecycle import Status
from services.residents.archives.loans.models import ArchiveLoan
from services.residents.premises.models import Community
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((ArchiveLoan.created_at, ArchiveLoan.id))


async def load_loan(session: AsyncSession, loan_id: str, communities: Collection[str]) -> ArchiveLoan:
    """A request within the caller's communities. Raises NotFound."""
    found = await session.scalar(
        select(ArchiveLoan).where(ArchiveLoan.id == loan_id, ArchiveLoan.community_id.in_(communities))
    )
    if found is None:
        raise NotFound(what="archive loan")
    return found


async def loan_out(session: AsyncSession, archive_ids: Collection[str]) -> ArchiveLoan | None:
    """A loan that has the original of one of these files."""
    return await session.scalar(
        select(ArchiveLoan)
        .where(ArchiveLoan.archive_id.in_(archive_ids), ArchiveLoan.status == Status.HANDED_OUT)
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class LoanFilter:
    """What the register may be narrowed by; `overdue_on`: out, and due before that day."""

    communities: Collection[str]
    archive_id: str | None = None
    status: str | None = None
    kind: str | None = None
    borrower: str | None = None
    overdue_on: date | None = None
    since: datetime | None = None
    until: datetime | None = None

    def apply(self, wanted: Select[ArchiveLoan]) -> Select[ArchiveLoan]:
        """The narrowed query."""
        wanted = wanted.where(ArchiveLoan.community_id.in_(self.communities))
        for column, value in (
            (ArchiveLoan.archive_id, self.archive_id),
            (ArchiveLoan.status, self.status),
            (ArchiveLoan.kind, self.kind),
            (ArchiveLoan.borrower, self.borrower),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if self.overdue_on is not None:
            wanted = wanted.where(ArchiveLoan.status == Status.HANDED_OUT, ArchiveLoan.due_on < self.overdue_on)
        if self.since is not None:
            wanted = wanted.where(ArchiveLoan.created_at >= self.since)
        if self.until is not None:
            wanted = wanted.where(ArchiveLoan.created_at < self.until)
        return wanted


async def list_loans(
    session: AsyncSession, wanted: LoanFilter, *, cursor: str | None, limit: int
) -> tuple[list[ArchiveLoan], str | None]:
    """Newest first; one query."""
    return await page_of(session, wanted.apply(select(ArchiveLoan)), NEWEST_FIRST, cursor=cursor, limit=limit)


async def register_of(session: AsyncSession, wanted: LoanFilter, *, limit: int) -> Sequence[ArchiveLoan]:
    """Oldest first, as a register is read; one query."""
    query = wanted.apply(select(ArchiveLoan)).order_by(ArchiveLoan.created_at, ArchiveLoan.id).limit(limit)
    return (await session.scalars(query)).all()


async def loans_to_remind(session: AsyncSession, latest_day: date, *, after: str, limit: int) -> Sequence[ArchiveLoan]:
    """Files that are out and whose next reminder may be due, by id."""
    found = await session.scalars(
        select(ArchiveLoan)
        .where(
            ArchiveLoan.status == Status.HANDED_OUT,
            ArchiveLoan.next_reminder_on <= latest_day,
            ArchiveLoan.id > after,
        )
        .order_by(ArchiveLoan.id)
        .limit(limit)
    )
    return found.all()


async def communities_of(session: AsyncSession, ids: Collection[str]) -> dict[str, Community]:
    """For their time zones."""
    found = await session.scalars(select(Community).where(Community.id.in_(ids)))
    return {community.id: community for community in found}
