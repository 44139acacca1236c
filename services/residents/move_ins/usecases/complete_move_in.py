"""The room is handed over; the other services follow by event. Source: handbook R-24."""

from collections.abc import Sequence

from services.residents.households import repository as households
from services.residents.households.domain.membership import day_within, is_let
from services.residents.households.models import Household
from services.residents.move_ins.domain.errors import HouseholdGone, UnknownMember
from services.residents.move_ins.domain.keys import Tried, handed_over
from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.asked import CompletionForm, KeysForm, PassWish, ReadingsForm
from services.residents.move_ins.usecases.file_papers import file_papers
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import HandOver, Occupancy, occupancy_when_held
from services.residents.premises.usecases.change_occupancy import change_occupancy
from services.residents.versions import upcoming_version
from shared.contracts.residents import KeyHandedOver, MoveInCompleted, OpeningReading, PassesWanted
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def complete_move_in(tx: Transaction, caller: Caller, move_in_id: str, form: CompletionForm) -> MoveIn:
    """Raises StepOutOfOrder, HouseholdGone, UnknownMember, DayOutOfRange."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.COMPLETE)
    community = await premises.load_community(tx.session, move_in.community_id, caller.communities)
    room = await premises.load_room(tx.session, move_in.room_id, caller.communities)
    household = await households.load_household(tx.session, move_in.household_id or "", caller.communities)

    if household.departed_on is not None:
        raise HouseholdGone(room_code=move_in.room_code)
    _check_members(household, form.passes_wanted)
    today = tx.now.astimezone(community.zone).date()
    day = day_within(form.handed_over_on, first=move_in.notice_on, last=today, pointer="/handed_over_on")

    move_in.handed_over_on = day
    move_in.ended_at = tx.now
    kept = form.model_copy(update={"handed_over_on": day})
    finish_step(tx, caller, move_in, MoveInStep.COMPLETE, kept, note=form.note)
    room.hand_over = HandOver.HANDED_OVER.value
    await file_papers(tx, move_in, household.id)

    tx.publish(move_in, _completed(move_in, household, form.passes_wanted))
    roles = {member.role for member in household.present_members}
    change_occupancy(tx, room, occupancy_when_held(Occupancy(room.occupancy), is_let=is_let(roles)))
    return move_in


def _check_members(household: Household, wishes: Sequence[PassWish]) -> None:
    unseen = {member.person_id for member in household.present_members}
    for position, wish in enumerate(wishes):
        if wish.person_id not in unseen:
            raise UnknownMember(pointer=f"/passes_wanted/{position}/person_id")
        unseen.discard(wish.person_id)


def _completed(move_in: MoveIn, household: Household, wishes: Sequence[PassWish]) -> MoveInCompleted:
    forms = {row.step: row.form for row in move_in.steps}
    readings = ReadingsForm.model_validate(forms[MoveInStep.READ_METERS])
    keys = KeysForm.model_validate(forms[MoveInStep.TRY_KEYS])
    handed = handed_over([Tried(key.label, key.works, key.stays) for key in keys.keys])
    assert move_in.handed_over_on is not None  # noqa: S101 - set above
    return MoveInCompleted(
        move_in_id=move_in.id,
        number=move_in.number,
        household_id=household.id,
        room_id=move_in.room_id,
        room_code=move_in.room_code,
        handed_over_on=move_in.handed_over_on,
        readings=[
            OpeningReading(kind=line.kind.value, serial=line.serial, reading=line.reading) for line in readings.readings
        ],
        passes_wanted=[PassesWanted(person_id=wish.person_id, count=wish.count) for wish in wishes],
        keys=[KeyHandedOver(label=sort.label.value, count=sort.count, kept=sort.kept) for sort in handed],
        version=upcoming_version(move_in),
    )
