"""Timers: signing keys grow old, ended sessions are forgotten."""

from collections.abc import Callable
from datetime import timedelta

from gateway.identity import repository
from gateway.identity.signing_keys import KeyRing
from shared.runtime.context import Context
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import UnitOfWork

_KEEP_ENDED = timedelta(days=30)


def jobs_of(ring: Callable[[], KeyRing], *, key_age: timedelta) -> list[Job]:
    """The gateway's jobs; safe on several replicas."""

    async def rotate_signing_keys(_unit_of_work: UnitOfWork, _context: Context) -> None:
        await ring().rotate(key_age)

    return [
        Job("rotate_signing_keys", timedelta(hours=1), rotate_signing_keys),
        Job("forget_ended_sessions", timedelta(hours=1), forget_ended_sessions),
    ]


async def forget_ended_sessions(unit_of_work: UnitOfWork, context: Context) -> None:
    """Kept for a month after their end; the audit log keeps what happened."""
    async with unit_of_work.begin(context) as tx:
        await repository.forget_sessions(tx.session, tx.now - _KEEP_ENDED)
