"""Count after the close, and publish what was counted. Source: handbook T-29, Civil Code Art. 278."""

from services.tickets.assemblies import repository
from services.tickets.assemblies.domain.counting import Ballot, Choice, Electorate, Subject, count
from services.tickets.assemblies.domain.errors import CountedByYou
from services.tickets.assemblies.domain.lifecycle import AssemblyAction
from services.tickets.assemblies.domain.voting import check_closed
from services.tickets.assemblies.models import Assembly
from services.tickets.assemblies.schemas import Publication, ResultView
from services.tickets.assemblies.usecases.steps import held_in, zone_of
from services.tickets.assemblies.usecases.telling import result_told
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def count_votes(tx: Transaction, caller: Caller, assembly_id: str) -> Assembly:
    """The lock waits for ballots under way and lets none in behind. Raises IllegalTransition, StillVoting."""
    assembly = await held_in(tx, caller, assembly_id, AssemblyAction.COUNT)
    check_closed(tx.now, assembly.voting_closes_at, zone=await zone_of(tx, assembly.community_id))
    ballots = [
        Ballot(area, {item_id: Choice(choice) for item_id, choice in choices.items()})
        for area, choices in await repository.ballots_of(tx.session, assembly.id)
    ]

    subjects = {item.id: Subject(item.subject) for item in assembly.items}
    counted = count(subjects, Electorate(assembly.owners or 0, assembly.area or 0), ballots)
    assembly.result = ResultView.of(counted).model_dump(mode="json")
    assembly.counted_at, assembly.counted_by = tx.now, caller.account_id
    return assembly


async def publish_result(tx: Transaction, caller: Caller, assembly_id: str, body: Publication) -> Assembly:
    """For good: no step leads on from here. Raises IllegalTransition, CountedByYou."""
    assembly = await held_in(tx, caller, assembly_id, AssemblyAction.PUBLISH)
    if assembly.counted_by == caller.account_id:
        raise CountedByYou
    assembly.minutes, assembly.chaired_by = body.minutes, body.chaired_by
    assembly.published_at, assembly.published_by = tx.now, caller.account_id
    tx.publish(assembly, result_told(assembly, body, tx.now))
    return assembly
