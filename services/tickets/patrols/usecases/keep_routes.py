"""Set up and change the routes of patrols. Source: handbook T-25."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from services.tickets.patrols import repository
from services.tickets.patrols.domain.errors import AreaTwice
from services.tickets.patrols.domain.revisions import next_round, on_day
from services.tickets.patrols.models import PatrolRevision, PatrolRoute
from services.tickets.patrols.schemas import RouteBody, RouteChange, revisions_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


@dataclass(frozen=True, slots=True)
class RouteOfDay:
    """A route and the community's day."""

    route: PatrolRoute
    today: date

    @property
    def version(self) -> int:
        """The route's."""
        return self.route.version


async def add_route(tx: Transaction, caller: Caller, body: RouteBody) -> RouteOfDay:
    """Walked from today on. Raises NotFound for an area of another community, AreaTwice."""
    community = await replicas.find_community(tx.session, caller.community(body.community_id))
    await _check_areas(tx, community.id, body.area_ids)
    today = calendar_of(community).date_of(tx.now)
    route = PatrolRoute(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        name=body.name,
        revisions=[_revision(tx, caller, today, body.area_ids)],
    )
    tx.session.add(route)
    return RouteOfDay(route, today)


async def change_route(tx: Transaction, caller: Caller, route_id: str, change: RouteChange) -> RouteOfDay:
    """Other areas apply from the next round; what waited before is replaced. Raises NotFound, Stale, AreaTwice."""
    route = await repository.load_route(tx.session, route_id, caller.communities, for_change=True)
    tx.guard(route)
    community = await replicas.find_community(tx.session, route.community_id)
    today = calendar_of(community).date_of(tx.now)
    if change.name is not None:
        route.name = change.name
    if change.area_ids is not None:
        await _check_areas(tx, community.id, change.area_ids)
        _plan(tx, caller, route, today, change.area_ids)
    flag_modified(route, "name")  # another version, even where only its areas change
    return RouteOfDay(route, today)


def _plan(tx: Transaction, caller: Caller, route: PatrolRoute, today: date, area_ids: Sequence[str]) -> None:
    """A revision from the next round on; none where it would be what is walked already."""
    waits = [revision for revision in route.revisions if revision.applies_from > today]
    present = on_day(revisions_of(route), today)
    if present is not None and list(present.area_ids) == list(area_ids):
        for revision in waits:
            route.revisions.remove(revision)
    elif waits:
        waits[0].area_ids = list(area_ids)
        waits[0].changed_by, waits[0].changed_at = caller.account_id, tx.now
    else:
        route.revisions.append(_revision(tx, caller, next_round(today), area_ids))


def _revision(tx: Transaction, caller: Caller, applies_from: date, area_ids: Sequence[str]) -> PatrolRevision:
    return PatrolRevision(
        applies_from=applies_from, area_ids=list(area_ids), changed_by=caller.account_id, changed_at=tx.now
    )


async def _check_areas(tx: Transaction, community_id: str, area_ids: Sequence[str]) -> None:
    known = await repository.known_areas(tx.session, community_id, area_ids)
    for place, area_id in enumerate(area_ids):
        if area_id not in known:
            raise NotFound(what="patrol area", pointer=f"/area_ids/{place}")
        if area_id in area_ids[:place]:
            raise AreaTwice(pointer=f"/area_ids/{place}")
