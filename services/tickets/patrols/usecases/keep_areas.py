"""Set up what is patrolled: areas with their standards. Source: handbook T-25."""

from services.tickets.patrols import repository
from services.tickets.patrols.domain.areas import AreaKind, check_items
from services.tickets.patrols.domain.errors import AreaCodeTaken, SiteFollowsRenovation
from services.tickets.patrols.models import PatrolArea
from services.tickets.patrols.schemas import AreaBody, AreaChange, ItemBody
from services.tickets.replicas import repository as replicas
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def add_area(tx: Transaction, caller: Caller, body: AreaBody) -> PatrolArea:
    """Raises SiteFollowsRenovation, ItemTwice, AreaCodeTaken."""
    community_id = caller.community(body.community_id)
    await replicas.find_community(tx.session, community_id)
    if body.kind is AreaKind.RENOVATION_SITE:
        raise SiteFollowsRenovation(pointer="/kind")
    check_items([item.code for item in body.items])
    if await repository.has_code(tx.session, community_id, body.kind, body.code):
        raise AreaCodeTaken(pointer="/code", code=body.code)
    area = PatrolArea(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        kind=body.kind,
        code=body.code,
        name=body.name,
        items=_plain(body.items),
        is_active=True,
    )
    tx.session.add(area)
    return area


async def change_area(tx: Transaction, caller: Caller, area_id: str, change: AreaChange) -> PatrolArea:
    """Walks that were made keep the standard of their day. Raises SiteFollowsRenovation, ItemTwice."""
    area = await repository.load_area(tx.session, area_id, caller.communities, for_change=True)
    tx.guard(area)
    if change.is_active is not None and area.renovation_id is not None:
        raise SiteFollowsRenovation(pointer="/is_active")
    if change.items is not None:
        check_items([item.code for item in change.items])
        area.items = _plain(change.items)
    if change.name is not None:
        area.name = change.name
    if change.is_active is not None:
        area.is_active = change.is_active
    return area


def _plain(items: list[ItemBody]) -> list[dict[str, object]]:
    return [item.model_dump() for item in items]
