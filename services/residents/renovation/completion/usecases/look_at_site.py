"""Everything on which completion depends, from the renovation, access's passes, notices and hot works."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.renovation.completion import repository
from services.residents.renovation.completion.domain import Compensation, Readiness, deposit_of, is_out
from services.residents.renovation.completion.models import WorkerPassReplica
from services.residents.renovation.domain.breaches import Measure
from services.residents.renovation.domain.dues import DEPOSIT
from services.residents.renovation.domain.lifecycle import Status
from services.residents.renovation.inspections.repository import count_open_notices
from services.residents.renovation.models import Renovation


@dataclass(frozen=True, slots=True)
class Site:
    """The site as it is known now."""

    passes: list[WorkerPassReplica]
    readiness: Readiness
    deposit_fen: int | None

    @property
    def passes_out(self) -> list[WorkerPassReplica]:
        """Cards that may be in a worker's hands, lost ones included."""
        return [card for card in self.passes if is_out(card.status)]


async def look_at_site(session: AsyncSession, renovation: Renovation, *, explained: Collection[str] = ()) -> Site:
    """With the passes in `explained` counting as accounted for; three queries. Source: handbook R-36."""
    passes = list(await repository.passes_of(session, renovation.id))
    out = [card for card in passes if is_out(card.status) and card.id not in explained]
    is_asked = renovation.status == Status.COMPLETION_INSPECTION
    readiness = Readiness(
        is_inspected=is_asked and renovation.completions[-1].has_passed is True,
        open_breaches=sum(violation.cured_at is None for violation in renovation.violations),
        open_notices=await count_open_notices(session, renovation.id),
        live_hot_works=await repository.count_live_hot_works(session, renovation.id),
        unexplained_passes=len(out),
    )
    deposits = [charge.amount_fen for charge in renovation.charges if charge.item == DEPOSIT and not charge.is_reversed]
    return Site(passes, readiness, deposit_of(deposits))


def compensations_of(renovation: Renovation) -> list[Compensation]:
    """Breaches that were to be compensated (R-35)."""
    return [
        Compensation(violation.id, violation.kind, violation.amount_fen)
        for violation in renovation.violations
        if violation.measure == Measure.COMPENSATE and violation.amount_fen is not None
    ]
