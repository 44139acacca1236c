"""Find the same again, and open its record. Source: handbook T-21.

A timer's work, so that intake asks the database nothing for it (performance row 4). The mark of what was judged is
the link between a ticket and its record: it is committed with the record, so that a killed process repeats nothing
and loses nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from services.tickets.corrective_actions import repository
from services.tickets.corrective_actions.domain.labels import MATTERS
from services.tickets.corrective_actions.domain.lifecycle import Action, Origin
from services.tickets.corrective_actions.domain.repetition import RepeatedMatter, RepetitionPolicy, title_of
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.usecases.advancing import step_of
from services.tickets.corrective_actions.usecases.open_corrective_action import Opening, record_of, tell_opened
from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import repetition_policy_of
from services.tickets.requests.domain.matters import Matter
from services.tickets.requests.models import Ticket
from shared.runtime.unit_of_work import Transaction


async def matters_of(session: AsyncSession, community_id: str, now: datetime, *, limit: int) -> list[RepeatedMatter]:
    """The matters that `settle_matter` has work with; two queries."""
    policy = repetition_policy_of(await find_policy(session, community_id))
    since = now - policy.window
    return await repository.matters_to_settle(
        session, community_id, since=since, threshold=policy.threshold, limit=limit
    )


async def settle_matter(tx: Transaction, repeated: RepeatedMatter) -> None:
    """Open the matter's next record, or give what came since to the one of its window that is not verified yet.

    A verified record is done with: what came after it is counted anew, so that a measure that did not last is told.
    Judged anew inside the transaction; whoever comes second to the same round finds nothing left to do.
    """
    policy = repetition_policy_of(await find_policy(tx.session, repeated.community_id))
    since = tx.now - policy.window
    last = await repository.last_record(tx.session, repeated)
    tickets = await repository.free_tickets(tx.session, repeated, since)

    if last is not None and last.verified_at is None and last.created_at >= since:
        await _add_to(tx, last, tickets)
    elif len(tickets) >= policy.threshold:
        await _open_round(tx, repeated, tickets, policy, 1 if last is None or last.round is None else last.round + 1)


async def _add_to(tx: Transaction, action: CorrectiveAction, tickets: Sequence[Ticket]) -> None:
    """What came since, as long as nobody has found the measure effective."""
    linked = await repository.link(tx.session, action.id, tickets, linked_by=None, now=tx.now)
    if linked:
        flag_modified(action, "status")  # another version: the ETag stands for the tickets too
        repository.add_step(tx.session, step_of(tx, action, Action.LINK.value, None, tickets=len(linked)))


async def _open_round(
    tx: Transaction, repeated: RepeatedMatter, tickets: Sequence[Ticket], policy: RepetitionPolicy, round_: int
) -> None:
    opening = Opening(
        community_id=repeated.community_id,
        origin=Origin.REPETITION,
        title=title_of(repeated, MATTERS[Matter(repeated.matter)] if repeated.matter in set(Matter) else None),
        opened_by=None,
        description=None,
        repeated=repeated,
        round=round_,
    )
    action: CorrectiveAction = await record_of(tx, opening)
    if not await repository.enter_once(tx.session, action):
        return
    linked = await repository.link(tx.session, action.id, tickets, linked_by=None, now=tx.now)
    tell_opened(tx, action, linked)
    await repository.count_events(tx.session, action)
