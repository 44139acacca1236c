"""Draw the visits to be made on site that a month still lacks. Source: handbook T-16, T-18."""

from datetime import date

from services.tickets.domain.months import Month, MonthIsPast
from services.tickets.domain.sampling import share_of
from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.causes import Cause
from services.tickets.follow_ups.domain.visits import draw_on_site as drawn_of
from services.tickets.follow_ups.models import OnSiteDrawRow
from services.tickets.follow_ups.schemas import OnSiteDraw, OnSiteDrawn
from services.tickets.inserting import insert_new
from services.tickets.policies.usecases.reading import follow_up_policy_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.models import CommunityReplica
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction, UnitOfWork


async def draw_on_site(tx: Transaction, caller: Caller, asked: OnSiteDraw) -> OnSiteDrawn:
    """As many as are lacking or as wait; a second draw adds what has come to wait since. Raises MonthIsPast."""
    community = await replicas.find_community(tx.session, caller.community(asked.community_id))
    present = Month.of(calendar_of(community).date_of(tx.now))
    month = Month.parse(asked.month) if asked.month else present
    if month < present:
        raise MonthIsPast(pointer="/month", month=str(month))
    drawn = await _draw(tx, community, month, by=caller.account_id, system_day=None)
    assert drawn is not None  # noqa: S101 - only the system's own is made once a day
    planned = drawn.households_before + len(drawn.follow_up_ids)
    return OnSiteDrawn(
        month=str(month),
        seed=drawn.seed,
        wanted_households=drawn.households_wanted,
        planned_households=planned,
        short_by=max(0, drawn.households_wanted - planned),
        follow_up_ids=drawn.follow_up_ids,
    )


async def draw_late_months(unit_of_work: UnitOfWork, context: Context) -> None:
    """The system's own, once a day from the policy's day of the month on; a transaction a community."""
    async with unit_of_work.database.read() as session:
        communities = await follow_ups.communities_to_draw(session)
    for community, last in communities:
        today = calendar_of(community).date_of(unit_of_work.clock.now())
        policy = follow_up_policy_of(community.policy, community.id)
        if today.day >= policy.on_site_draw_day and (last is None or last < today):
            async with unit_of_work.begin(context) as tx:
                await _draw(tx, community, Month.of(today), by=None, system_day=today)


async def _draw(
    tx: Transaction, community: CommunityReplica, month: Month, *, by: str | None, system_day: date | None
) -> OnSiteDrawRow | None:
    """None where another replica has made the day's own."""
    policy = follow_up_policy_of(community.policy, community.id)
    since, until = month.span(calendar_of(community).time_zone)
    await replicas.hold_community(tx.session, community.id)
    standing = await follow_ups.on_site_month(tx.session, community.id, since, until)
    candidates = await follow_ups.on_site_candidates(tx.session, community.id, since, until)
    made = await insert_new(
        tx.session,
        OnSiteDrawRow(
            id=new_id(),
            community_id=community.id,
            month=str(month),
            system_day=system_day,
            seed=policy.seed,
            households_wanted=policy.on_site_households,
            households_before=len(standing.households),
            repairs_wanted=share_of(policy.on_site_percent, standing.repairs_closed),
            repairs_before=standing.repairs_on_site,
            follow_up_ids=[],
            drawn_at=tx.now,
            drawn_by=by,
        ),
    )
    if made is None:
        return None
    order = drawn_of(candidates, standing, policy)
    locked = {visit.id: visit for visit in await follow_ups.lock_visits(tx.session, order)}
    for visit in locked.values():
        visit.on_site_required = True
        visit.causes = [*visit.causes, Cause.ON_SITE_MONTH.value]
    made.follow_up_ids = [follow_up_id for follow_up_id in order if follow_up_id in locked]
    return made
