"""An assembly as its events carry it. Source: events.md."""

from datetime import datetime

from services.tickets.assemblies.models import Assembly
from services.tickets.assemblies.schemas import Publication, ResultView
from shared.contracts.tickets import (
    AssemblyCalled,
    AssemblyCancelled,
    AssemblyMatter,
    AssemblyResultPublished,
    MatterResult,
    VoteTally,
)


def call_told(assembly: Assembly) -> AssemblyCalled:
    """Agenda and times. `version` is the one this change leads to."""
    return AssemblyCalled(
        assembly_id=assembly.id,
        title=assembly.title,
        voting_opens_at=assembly.voting_opens_at,
        voting_closes_at=assembly.voting_closes_at,
        matters=[
            AssemblyMatter(matter_id=item.id, place=item.place, subject=item.subject, title=item.title)
            for item in assembly.items
        ],
        version=assembly.version + 1,
    )


def cancelled_told(assembly: Assembly, reason: str, cancelled_at: datetime) -> AssemblyCancelled:
    """That it is off, and why. `version` is the one this change leads to."""
    return AssemblyCancelled(
        assembly_id=assembly.id,
        title=assembly.title,
        voting_opens_at=assembly.voting_opens_at,
        voting_closes_at=assembly.voting_closes_at,
        cancelled_at=cancelled_at,
        reason=reason,
        version=assembly.version + 1,
    )


def result_told(assembly: Assembly, publication: Publication, published_at: datetime) -> AssemblyResultPublished:
    """The published result with its minutes."""
    result = ResultView.model_validate(assembly.result)
    outcomes = {outcome.item_id: outcome for outcome in result.outcomes}
    return AssemblyResultPublished(
        assembly_id=assembly.id,
        title=assembly.title,
        voting_opens_at=assembly.voting_opens_at,
        voting_closes_at=assembly.voting_closes_at,
        published_at=published_at,
        owners=result.quorum.owners.whole,
        owners_voted=result.quorum.owners.part,
        area=result.quorum.area.whole,
        area_voted=result.quorum.area.part,
        has_quorum=result.has_quorum,
        matters=[
            MatterResult(
                matter_id=item.id,
                place=item.place,
                subject=item.subject,
                title=item.title,
                carried=outcomes[item.id].carried,
                votes={
                    choice.value: VoteTally(owners=tally.owners, area=tally.area)
                    for choice, tally in outcomes[item.id].votes.items()
                },
            )
            for item in assembly.items
        ],
        minutes=publication.minutes,
        chaired_by=publication.chaired_by,
        version=assembly.version + 1,
    )
