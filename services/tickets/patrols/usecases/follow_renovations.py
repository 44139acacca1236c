"""A renovation's site is patrolled daily while works go on. Source: handbook T-25, R-34; events.md."""

from dataclasses import asdict

from services.tickets.patrols import repository
from services.tickets.patrols.domain.areas import SITE_ITEMS, AreaKind
from services.tickets.patrols.models import PatrolArea
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import (
    RenovationCompleted,
    RenovationPermitted,
    RenovationResumed,
    RenovationSuspended,
)
from shared.kernel.ids import stable_id
from shared.runtime.unit_of_work import Transaction

Works = RenovationPermitted | RenovationSuspended | RenovationResumed | RenovationCompleted


async def follow_works(tx: Transaction, envelope: CloudEvent, works: Works) -> None:
    """The permit begins it, a stop or the completion ends it; an event that comes late changes nothing."""
    area_id = stable_id("patrol-site", works.renovation_id)
    is_active = isinstance(works, RenovationPermitted | RenovationResumed)
    site = await repository.find_site(tx.session, area_id)
    if site is None:
        tx.session.add(_site(tx, area_id, envelope.community, works, is_active=is_active))
        return
    if works.version > (site.renovation_version or 0):
        site.is_active = is_active
        site.renovation_version = works.version


def _site(tx: Transaction, area_id: str, community_id: str, works: Works, *, is_active: bool) -> PatrolArea:
    return PatrolArea(
        id=area_id,
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        kind=AreaKind.RENOVATION_SITE,
        code=works.number,
        name=works.room_code,
        items=[asdict(item) for item in SITE_ITEMS],
        is_active=is_active,
        renovation_id=works.renovation_id,
        renovation_version=works.version,
    )
