"""Timers: what becomes due."""

from datetime import timedelta

from services.residents.confidential import Confidential, ContactSealer
from services.residents.households import repository
from services.residents.households.usecases.index_household import index_households
from services.residents.households.usecases.telling import tell_contacts
from services.residents.renovation.hot_work.usecases.end_hot_work import void_hot_works
from services.residents.renovation.permits.usecases.watch_permits import watch_permits
from services.residents.roster.jobs import jobs_of as roster_jobs
from services.residents.settings import ResidentsSettings
from shared.runtime.context import Context
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import UnitOfWork

_BATCH = 200
_TIMERS = (
    Job("index_households", every=timedelta(seconds=30), run=index_households),
    Job("watch_permits", every=timedelta(minutes=10), run=watch_permits),
    Job("void_hot_works", every=timedelta(seconds=30), run=void_hot_works),
)


def jobs_of(confidential: Confidential, settings: ResidentsSettings) -> list[Job]:
    """The service's timers, subject by subject."""
    kept = timedelta(days=settings.roster_kept_days)
    return [
        *_TIMERS,
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
