"""A hot-work permit ends: checked, run out by itself, or stopped with the works. Source: handbook R-33, R-35."""

from typing import Literal

from services.residents.renovation.hot_work import repository
from services.residents.renovation.hot_work.domain import Action
from services.residents.renovation.hot_work.models import HotWork
from services.residents.renovation.hot_work.usecases.telling import advance, state_of
from shared.contracts.residents import HotWorkEnded
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_BATCH = 100


def end_hot_work(tx: Transaction, hot_work: HotWork, outcome: Literal["checked", "expired", "stopped"]) -> None:
    """Tell it; the status was moved before."""
    hot_work.ended_at = tx.now
    hot_work.outcome = outcome
    tx.publish(hot_work, HotWorkEnded(**state_of(hot_work), outcome=outcome, ended_at=tx.now))


def run_out(tx: Transaction, hot_work: HotWork) -> None:
    """The window is over; only what was permitted is told."""
    advance(tx, hot_work, Action.VOID, actor_id=None)
    if hot_work.permitted_at is not None:
        end_hot_work(tx, hot_work, "expired")


async def stop_hot_works(tx: Transaction, renovation_id: str) -> None:
    """The works were stopped: what was permitted is void."""
    for hot_work in await repository.lock_live_of(tx.session, renovation_id):
        advance(tx, hot_work, Action.VOID, actor_id=None)
        end_hot_work(tx, hot_work, "stopped")


async def void_hot_works(unit_of_work: UnitOfWork, context: Context) -> None:
    """What is open and whose window is over becomes void, batch by batch; reads say so before this comes by."""
    found = _BATCH
    while found == _BATCH:
        async with unit_of_work.begin(context) as tx:
            over = await repository.lock_over(tx.session, tx.now, _BATCH)
            for hot_work in over:
                run_out(tx, hot_work)
        found = len(over)
