"""Completed: the deposit less deductions goes back. Source: handbook R-36, R-31."""

from dataclasses import asdict

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import Occupancy
from services.residents.premises.usecases.change_occupancy import change_occupancy
from services.residents.renovation import repository
from services.residents.renovation.completion.domain import (
    Compensation,
    Deduction,
    DeductionReason,
    NotReadyToComplete,
    UnknownPart,
    check_total,
    deductions_of,
)
from services.residents.renovation.completion.schemas import CompletionBody
from services.residents.renovation.completion.usecases.look_at_site import Site, compensations_of, look_at_site
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.models import Renovation
from services.residents.renovation.usecases.steps import advance
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import Deduction as ToldDeduction
from shared.contracts.residents import RenovationCompleted
from shared.kernel.errors import OwnRequest
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_NO_PASS = Text(zh="不是此装修未交回的出入证", en="Not a pass of this renovation that is out")
_NO_COMPENSATION = Text(zh="不是此装修的赔偿事项", en="Not a breach of this renovation that was to be compensated")


async def complete_renovation(tx: Transaction, caller: Caller, renovation_id: str, body: CompletionBody) -> Renovation:
    """By another than who asked for it.

    Raises OwnRequest, IllegalTransition, NotReadyToComplete, UnknownPart, AboveDeposit, DepositUnknown.
    """
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    LIFECYCLE.next(Status(renovation.status), Action.COMPLETE)
    if caller.account_id == renovation.completions[-1].requested_by:
        raise OwnRequest
    site = await look_at_site(tx.session, renovation, explained={each.pass_id for each in body.passes})
    if waits := site.readiness.hindrances():
        raise NotReadyToComplete(waits)
    deductions = _deductions(site, compensations_of(renovation), body)
    check_total(deductions, site.deposit_fen)

    await _close(tx, caller, renovation, deductions, body)
    told = [ToldDeduction(reason=each.reason, amount_fen=each.amount_fen) for each in deductions]
    assert renovation.completed_on is not None  # noqa: S101 - set when it was closed
    tx.publish(
        renovation,
        RenovationCompleted(**state_of(renovation), completed_on=renovation.completed_on, deductions=told),
    )
    return renovation


def _deductions(site: Site, compensations: list[Compensation], body: CompletionBody) -> list[Deduction]:
    out = {card.id for card in site.passes_out}
    known = {each.violation_id for each in compensations}
    for position, each in enumerate(body.passes):
        if each.pass_id not in out or each.pass_id in {other.pass_id for other in body.passes[:position]}:
            raise UnknownPart(pointer=f"/passes/{position}/pass_id", reason=_NO_PASS)
    for position, settled in enumerate(body.settled):
        if settled.violation_id not in known:
            raise UnknownPart(pointer=f"/settled/{position}/violation_id", reason=_NO_COMPENSATION)
    explained = [
        Deduction(DeductionReason.WORKER_PASS.value, each.amount_fen, each.explanation, pass_id=each.pass_id)
        for each in body.passes
    ]
    further = [Deduction(each.reason, each.amount_fen, each.note) for each in body.deductions]
    return deductions_of(explained, further, compensations, {each.violation_id for each in body.settled})


async def _close(
    tx: Transaction, caller: Caller, renovation: Renovation, deductions: list[Deduction], body: CompletionBody
) -> None:
    community = await premises.load_community(tx.session, renovation.community_id, [renovation.community_id])
    room = await premises.load_room(tx.session, renovation.room_id, [renovation.community_id])
    others = await repository.other_works_in(tx.session, room.id, besides=renovation.id)

    advance(tx, renovation, Action.COMPLETE, actor_id=caller.account_id, note=body.note)
    renovation.completed_on = tx.now.astimezone(community.zone).date()
    completion = renovation.completions[-1]
    completion.completed_by = caller.account_id
    completion.completed_at = tx.now
    completion.deductions = [asdict(each) for each in deductions]
    completion.settled = [each.model_dump() for each in body.settled]
    if not others:
        change_occupancy(tx, room, Occupancy(renovation.occupancy_before or Occupancy.SOLD_VACANT))
    record = Record(
        RecordKind.RENOVATION_COMPLETION,
        renovation.id,
        tx.now,
        renovation.number,
        {"deductions": len(deductions), "amount_fen": sum(each.amount_fen for each in deductions)},
    )
    await file_record(tx, household_id=renovation.household_id, community_id=renovation.community_id, record=record)
