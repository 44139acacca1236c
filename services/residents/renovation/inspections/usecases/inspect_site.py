"""A round on one site; what is found becomes a rectification notice. Source: handbook R-34, R-35."""

from collections.abc import Sequence

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from services.residents.premises import repository as premises
from services.residents.premises.models import Community
from services.residents.renovation import repository as renovations
from services.residents.renovation.domain.breaches import Breach, Measure, MeasureTaken
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.inspections.domain import check_list, deadline_of, notice_number, round_of
from services.residents.renovation.inspections.models import Inspection, Notice
from services.residents.renovation.inspections.schemas import CheckBody, InspectionBody
from services.residents.renovation.models import Renovation
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.usecases.enter_violation import enter_violation, violation_of
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def inspect_site(tx: Transaction, caller: Caller, renovation_id: str, body: InspectionBody) -> Inspection:
    """The round, with a notice where something was found; load-bearing damage stops the works at once.

    Raises IllegalTransition, ChecklistIncomplete, BadDeadline.
    """
    renovation = await renovations.load_renovation(tx.session, renovation_id, caller.communities)
    community = await premises.load_community(tx.session, renovation.community_id, caller.communities)
    policy = await policies.policy_of(tx.session, community.id)
    today = tx.now.astimezone(community.zone).date()

    LIFECYCLE.next(Status(renovation.status), Action.RECORD_VIOLATION)
    check_list([check.item for check in body.checks])
    found = [check for check in body.checks if not check.in_order]
    rectify_by = deadline_of(body.rectify_by, today, policy.notices)

    inspection = Inspection(
        id=new_id(),
        renovation_id=renovation.id,
        community_id=renovation.community_id,
        round=round_of(caller.roles).value,
        day=today,
        inspected_by=caller.account_id,
        inspected_at=tx.now,
        checks=[check.model_dump(mode="json") for check in body.checks],
        note=body.note,
        notice=None,
    )
    tx.session.add(inspection)
    if found:
        year = tx.now.astimezone(community.zone).year
        last = await renovations.next_number(tx.session, community.id, f"N{year % 100:02d}")
        number = notice_number(community.code, year, last)
        notice = _notice(tx, caller, renovation, found)
        notice.number, notice.rectify_by = number, rectify_by
        inspection.notice = notice
        await _file(tx, renovation, notice, community)
        await _stop_for_damage(tx, caller, renovation, notice, found)
    return inspection


def _notice(tx: Transaction, caller: Caller, renovation: Renovation, found: Sequence[CheckBody]) -> Notice:
    return Notice(
        id=new_id(),
        community_id=renovation.community_id,
        created_at=tx.now,
        changed_at=tx.now,
        version=1,
        event_sequence=0,
        renovation_id=renovation.id,
        room_code=renovation.room_code,
        findings=[{"item": check.item.value, "note": check.note} for check in found],
        issued_by=caller.account_id,
        rechecks=[],
    )


async def _file(tx: Transaction, renovation: Renovation, notice: Notice, community: Community) -> None:
    details: dict[str, str | int] = {"renovation": renovation.number, "findings": len(notice.findings)}
    record = Record(RecordKind.RENOVATION_INSPECTION, notice.id, tx.now, notice.number, details)
    await file_record(tx, household_id=renovation.household_id, community_id=community.id, record=record)


async def _stop_for_damage(
    tx: Transaction, caller: Caller, renovation: Renovation, notice: Notice, found: Sequence[CheckBody]
) -> None:
    damage = next((check for check in found if check.item is Breach.LOAD_BEARING_DAMAGE), None)
    if damage is None:
        return
    taken = MeasureTaken(Measure.RESTORE)
    violation = violation_of(tx, caller.account_id, damage.item, taken, note=damage.note, notice_id=notice.id)
    await enter_violation(tx, renovation, violation, stop=True)
