"""Timers: what becomes due."""

from datetime import timedelta

from services.residents.confidential import Confidential, ContactSealer
from services.residents.households import repository
from services.residents.households.usecases.telling import tell_contacts
from services.residents.roster.jobs import jobs_of as roster_jobs
from services.residents.settings import ResidentsSettings
from shared.runtime.context import Context
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import UnitOfWork

_BATCH = 200


def jobs_of(confidential: Confidential, settings: ResidentsSettings) -> list[Job]:
    """The service's timers, subject by subject."""
    kept = timedelta(days=settings.roster_kept_days)
    return [
        *contact_jobs(confidential.sealer),
        *roster_jobs(confidential, most_rows=settings.roster_most_rows, kept=kept),
    ]


def contact_jobs(sealer: ContactSealer) -> list[Job]:
    """Without a key for contact points there is nothing to catch up with."""
    key_id = sealer.key_id
    if key_id is None:
        return []

    async def catch_up(unit_of_work: UnitOfWork, context: Context) -> None:
        """Tell the contact points of households registered without a key, or for one that was replaced since."""
        is_more = True
        while is_more:
            async with unit_of_work.begin(context) as tx:
                households = await repository.untold_households(tx.session, key_id, limit=_BATCH)
                for household in households:
                    tell_contacts(tx, household, sealer)
                is_more = len(households) == _BATCH

    return [Job("tell_contacts", every=timedelta(seconds=30), run=catch_up)]
