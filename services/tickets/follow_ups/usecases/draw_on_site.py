"""Draw the visits to be made on site that a month still lacks. Source: handbook T-16, T-18."""

from services.tickets.domain.months import Month
from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.visits import draw_on_site as drawn_of
from services.tickets.follow_ups.schemas import OnSiteDraw, OnSiteDrawn
from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import follow_up_policy_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def draw_on_site(tx: Transaction, caller: Caller, asked: OnSiteDraw) -> OnSiteDrawn:
    """As many as are lacking or as wait; a second draw adds what has come to wait since."""
    community_id = caller.community(asked.community_id)
    calendar = calendar_of(await replicas.find_community(tx.session, community_id))
    policy = follow_up_policy_of(await find_policy(tx.session, community_id))
    month = Month.parse(asked.month) if asked.month else Month.of(calendar.date_of(tx.now))
    since, until = month.span(calendar.time_zone)
    standing = await follow_ups.on_site_month(tx.session, community_id, since, until)
    candidates = await follow_ups.on_site_candidates(tx.session, community_id, since, until)

    chosen = await follow_ups.lock_visits(tx.session, drawn_of(candidates, standing, policy))
    for visit in chosen:
        visit.on_site_required = True
    planned = len(standing.households) + len(chosen)
    return OnSiteDrawn(
        month=str(month),
        wanted_households=policy.on_site_households,
        planned_households=planned,
        short_by=max(0, policy.on_site_households - planned),
        follow_up_ids=[visit.id for visit in chosen],
    )
