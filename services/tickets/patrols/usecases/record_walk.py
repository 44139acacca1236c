"""Record a walk, item by item, and what it found. Source: handbook T-25."""

from services.tickets.patrols import repository
from services.tickets.patrols.domain.areas import AreaKind, Result, score
from services.tickets.patrols.domain.errors import AreaClosed, FindingNeeded
from services.tickets.patrols.domain.findings import FindingStatus, check_deadline
from services.tickets.patrols.models import PatrolArea, PatrolFinding, PatrolWalk
from services.tickets.patrols.schemas import FindingBody, WalkBody, items_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.contracts.tickets import PatrolFindingRecorded
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_walk(tx: Transaction, caller: Caller, body: WalkBody, *, is_spot_check: bool) -> PatrolWalk:
    """Raises AreaClosed, ItemUnknown, ItemTwice, ItemUnseen, TooManyPoints, FindingNeeded, DeadlineOutOfRange."""
    area = await repository.load_area(tx.session, body.area_id, caller.communities)
    community = await replicas.find_community(tx.session, area.community_id)
    if not area.is_active:
        raise AreaClosed(pointer="/area_id", code=area.code)
    items = {item.code: item for item in items_of(area)}
    earned, possible = score(items.values(), [Result(each.item, each.points) for each in body.results])

    for place, each in enumerate(body.results):
        if each.points < items[each.item].points and each.finding is None:
            raise FindingNeeded(
                pointer=f"/results/{place}/finding",
                item=each.item,
                points=each.points,
                possible=items[each.item].points,
            )

    walk = PatrolWalk(
        id=new_id(),
        community_id=area.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        area_id=area.id,
        walked_on=calendar_of(community).date_of(tx.now),
        walked_by=caller.account_id,
        is_spot_check=is_spot_check,
        results=[
            {
                "item": each.item,
                "standard": items[each.item].standard,
                "points": each.points,
                "possible": items[each.item].points,
                "note": each.note,
            }
            for each in body.results
        ],
        earned=earned,
        possible=possible,
        findings=[],
    )
    for place, each in enumerate(body.results):
        if each.finding is not None:
            check_deadline(each.finding.deadline_at, tx.now, f"/results/{place}/finding/deadline_at")
            walk.findings.append(_found(tx, area, walk, items[each.item].code, items[each.item].standard, each.finding))
    tx.session.add(walk)
    return walk


def _found(
    tx: Transaction, area: PatrolArea, walk: PatrolWalk, item: str, standard: str, finding: FindingBody
) -> PatrolFinding:
    found = PatrolFinding(
        id=new_id(),
        community_id=area.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        area_id=area.id,
        area_code=area.code,
        kind=area.kind,
        item=item,
        standard=standard,
        description=finding.description,
        status=FindingStatus.FOUND,
        deadline_at=finding.deadline_at,
        round=1,
        found_by=walk.walked_by,
        found_on=walk.walked_on,
    )
    tx.publish(
        found,
        PatrolFindingRecorded(
            finding_id=found.id,
            area_id=area.id,
            area_code=area.code,
            kind=AreaKind(area.kind).value,
            item=item,
            found_by=walk.walked_by,
            deadline_at=finding.deadline_at,
        ),
    )
    return found
