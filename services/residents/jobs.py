"""Timers: what becomes due."""

from datetime import timedelta

from services.residents.confidential import ContactSealer
from services.residents.households import repository
from services.residents.households.usecases.index_household import index_households
from services.residents.households.usecases.telling import tell_contacts
from shared.runtime.context import Context
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import UnitOfWork

_BATCH = 200


def jobs_of(sealer: ContactSealer) -> list[Job]:
    """The service's timers. Without a key for contact points there is nothing to catch up with."""
    jobs = [Job("index_households", every=timedelta(seconds=30), run=index_households)]
    key_id = sealer.key_id
    if key_id is None:
        return jobs

    async def catch_up(unit_of_work: UnitOfWork, context: Context) -> None:
        """Tell the contact points of households registered without a key, or for one that was replaced since."""
        is_more = True
        while is_more:
            async with unit_of_work.begin(context) as tx:
                households = await repository.untold_households(tx.session, key_id, limit=_BATCH)
                for household in households:
                    tell_contacts(tx, household, sealer)
                is_more = len(households) == _BATCH

    return [*jobs, Job("tell_contacts", every=timedelta(seconds=30), run=catch_up)]
