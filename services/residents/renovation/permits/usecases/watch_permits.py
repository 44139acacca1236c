"""Ask for an extension before a permit ends, and mark what ended with the works going on. Source: handbook R-32."""

from datetime import date, timedelta

from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.models import Permit, Renovation
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.usecases.steps import record_step
from services.residents.renovation.usecases.telling import state_of
from services.residents.versions import touch
from shared.contracts.residents import RenovationExtensionDue
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_BATCH = 100


async def watch_permits(unit_of_work: UnitOfWork, context: Context) -> None:
    """Community by community, by its own local day; each batch is committed by itself. Each thing is told once.

    The gate judges passes by their dates and need not wait for this.
    """
    async with unit_of_work.database.read() as session:
        days = {
            community.id: unit_of_work.clock.now().astimezone(community.zone).date()
            async for community in premises.every_community(session)
        }
        applying = await policies.policies_of(session, days)
    for community_id, today in days.items():
        found = _BATCH
        while found == _BATCH:
            async with unit_of_work.begin(context) as tx:
                last = today + timedelta(days=applying[community_id].permits.extension_notice_days)
                ending = await repository.lock_ending_permits(
                    tx.session, community_id, today=today, last=last, limit=_BATCH
                )
                for permit, renovation in ending:
                    _tell(tx, permit, renovation, today)
            found = len(ending)


def _tell(tx: Transaction, permit: Permit, renovation: Renovation, today: date) -> None:
    is_over = permit.valid_until < today
    if is_over:
        permit.expired_at = tx.now
    permit.extension_asked_at = permit.extension_asked_at or tx.now
    record_step(tx, renovation, "permit_expired" if is_over else "extension_due", actor_id=None, note=permit.number)
    touch(renovation, tx.now)
    tx.publish(
        renovation,
        RenovationExtensionDue(
            **state_of(renovation),
            permit_number=permit.number,
            valid_until=permit.valid_until,
            expired=is_over,
        ),
    )
