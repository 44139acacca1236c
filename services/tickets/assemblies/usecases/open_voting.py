"""Open the voting: who may vote is written down as the rooms stand now. Source: handbook T-29."""

from services.tickets.assemblies import repository
from services.tickets.assemblies.domain.lifecycle import AssemblyAction
from services.tickets.assemblies.domain.voting import check_begun, electorate_of, totals
from services.tickets.assemblies.models import Assembly, AssemblyVoter
from services.tickets.assemblies.usecases.steps import held_in, zone_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def open_voting(tx: Transaction, caller: Caller, assembly_id: str) -> Assembly:
    """Raises IllegalTransition, VotingNotBegun, AreasMissing, NobodyVotes."""
    assembly = await held_in(tx, caller, assembly_id, AssemblyAction.OPEN_VOTING)
    check_begun(tx.now, assembly.voting_opens_at, zone=await zone_of(tx, assembly.community_id))
    voters = electorate_of(await repository.rooms_of(tx.session, assembly.community_id))

    all_of_them = totals(voters)
    assembly.owners, assembly.area = all_of_them.owners, all_of_them.area
    tx.session.add_all(
        AssemblyVoter(
            assembly_id=assembly.id,
            key=voter.key,
            room_code=voter.room_code,
            household_id=voter.household_id,
            area=voter.area,
            owner_key=voter.owner_key,
            owner_rooms=voter.owner_rooms,
            owner_area=voter.owner_area,
        )
        for voter in voters
    )
    return assembly
