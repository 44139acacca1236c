"""What is owed of a community's checks. Source: handbook R-13."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.archives.checks import repository
from services.residents.archives.checks.domain.periods import CheckKind, Coverage, owed, period_before, period_of
from services.residents.archives.checks.schemas import OwedCheck, OwedChecks
from services.residents.premises.models import Community
from shared.kernel.text import Locale


async def checks_owed(session: AsyncSession, community: Community, now: datetime, locale: Locale) -> OwedChecks:
    """Of the present month and quarter; three queries."""
    today = now.astimezone(community.zone).date()
    buildings = await repository.buildings_with_files(session, community.id)
    first: date | None = await repository.first_file_on(session, community.id)
    periods = {kind: period_of(kind, today) for kind in CheckKind}
    before = {kind: period_before(kind, period) for kind, period in periods.items()}
    asked = [(kind, period.label) for each in (periods, before) for kind, period in each.items()]
    covered = await repository.coverage(session, community.id, asked)

    checks = []
    for kind, period in periods.items():
        left = covered.get((kind, period.label), Coverage()).left_of(buildings)
        missed = covered.get((kind, before[kind].label), Coverage()).left_of(buildings)
        had_files = first is not None and first <= before[kind].last
        checks.append(
            OwedCheck.of(
                kind,
                owed(left_now=left, left_before=missed, has_files_before=had_files),
                locale,
                period=period.label,
                due_on=period.last,
                left=left,
                missed=before[kind].label if missed and had_files else "",
            )
        )
    return OwedChecks(community_id=community.id, checks=checks)
