"""Take an owner's ballot, or one that replaces it before the close. Source: handbook T-29."""

from datetime import UTC, datetime, tzinfo
from typing import TypedDict

from services.tickets.assemblies import repository
from services.tickets.assemblies.domain.errors import BallotCast, IdentityUnfit, NothingToReplace, NoVoter
from services.tickets.assemblies.domain.lifecycle import ASSEMBLIES, AssemblyAction, AssemblyStatus
from services.tickets.assemblies.domain.voting import BallotForm, Identity, check_cast, choices_of
from services.tickets.assemblies.models import AssemblyBallot, AssemblyVoter, ReplacedBallot
from services.tickets.assemblies.schemas import BallotBody
from services.tickets.assemblies.usecases.steps import zone_of
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


class _Bounds(TypedDict):
    form: BallotForm
    opens_at: datetime
    closes_at: datetime
    zone: tzinfo


async def record_ballot(tx: Transaction, caller: Caller, assembly_id: str, body: BallotBody) -> AssemblyBallot:
    """Raises IllegalTransition, BallotLate, CastAtImpossible.

    Also NoVoter, IdentityUnfit, MatterUnknown, BallotIncomplete, BallotCast.
    """
    assembly = await repository.hold_assembly(tx.session, assembly_id, caller.communities, shared=True)
    ASSEMBLIES.next(AssemblyStatus(assembly.status), AssemblyAction.RECORD_BALLOT)
    cast_at = (body.cast_at or tx.now).astimezone(UTC)
    bounds = _Bounds(
        form=body.form,
        opens_at=assembly.voting_opens_at,
        closes_at=assembly.voting_closes_at,
        zone=await zone_of(tx, assembly.community_id),
    )
    check_cast(cast_at, tx.now, **bounds)
    if (body.form is BallotForm.APP) is not (body.identity is Identity.REAL_NAME_ACCOUNT):
        raise IdentityUnfit(pointer="/identity")
    voter = await repository.find_voter(tx.session, assembly.id, body.room_code)
    if voter is None:
        raise NoVoter(pointer="/room_code", room_code=body.room_code)
    given = [(each.item_id, each.choice) for each in body.choices]
    choices = {item_id: choice.value for item_id, choice in choices_of([it.id for it in assembly.items], given).items()}

    ballot = await repository.find_ballot(tx.session, assembly.id, voter.owner_key)
    if ballot is None:
        if body.replaces:
            raise NothingToReplace(room_code=voter.room_code)
        return _cast(tx, caller, voter, assembly.community_id, body, choices, cast_at)
    if not body.replaces:
        raise BallotCast(room_code=voter.room_code)
    tx.guard(ballot)
    check_cast(cast_at, tx.now, earlier=ballot.cast_at, **bounds)
    _replace(tx, caller, ballot, body, choices, cast_at)
    return ballot


def _cast(
    tx: Transaction,
    caller: Caller,
    voter: AssemblyVoter,
    community_id: str,
    body: BallotBody,
    choices: dict[str, str],
    cast_at: datetime,
) -> AssemblyBallot:
    ballot = AssemblyBallot(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        assembly_id=voter.assembly_id,
        voter_key=voter.owner_key,
        room_code=voter.room_code,
        area=voter.owner_area,
        form=body.form,
        identity=body.identity,
        verified_by=caller.account_id,
        choices=choices,
        cast_at=cast_at,
        replaced=[],
    )
    tx.session.add(ballot)
    return ballot


def _replace(
    tx: Transaction,
    caller: Caller,
    ballot: AssemblyBallot,
    body: BallotBody,
    choices: dict[str, str],
    cast_at: datetime,
) -> None:
    """What stood is kept beside."""
    ballot.replaced.append(
        ReplacedBallot(
            id=new_id(),
            form=ballot.form,
            identity=ballot.identity,
            verified_by=ballot.verified_by,
            choices=ballot.choices,
            cast_at=ballot.cast_at,
            replaced_at=tx.now,
        )
    )
    ballot.form, ballot.identity = body.form, body.identity
    ballot.verified_by = caller.account_id
    ballot.choices = choices
    ballot.cast_at = cast_at
