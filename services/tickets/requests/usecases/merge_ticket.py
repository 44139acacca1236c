"""Let one of two tickets about one matter go on. Source: handbook T-01."""

from contextlib import suppress

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.joining import MergeAcrossCommunities, MergeIntoClosed, MergeIntoItself
from services.tickets.requests.domain.lifecycle import Action, Outcome, Status
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import tickets
from services.tickets.requests.schemas.joining import Merging
from services.tickets.requests.usecases.advancing import advance, meet, record, renew, scope_of
from services.tickets.requests.usecases.resume_ticket import end_pause
from services.tickets.requests.usecases.telling import tell_closed
from shared.kernel.errors import InvalidField, NotFound
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_UNKNOWN = Text(zh="没有这张工单", en="There is no such ticket")


async def merge_ticket(tx: Transaction, caller: Caller, ticket_id: str, merging: Merging) -> Ticket:
    """It closes as merged, linked, its clocks stop; nothing is billed. The history is on both.

    Raises MergeIntoItself, MergeAcrossCommunities, MergeIntoClosed, InvalidField for an unknown `into`.
    """
    if merging.into == ticket_id:
        raise MergeIntoItself(pointer="/into")
    ticket, other = await _both(tx, caller, ticket_id, merging.into)
    tx.guard(ticket)
    if other.community_id != ticket.community_id:
        raise MergeAcrossCommunities(pointer="/into", number=other.number)
    if other.status == Status.CLOSED:
        raise MergeIntoClosed(number=other.number)

    await end_pause(tx, caller, ticket)
    advance(tx, ticket, Action.MERGE, caller.account_id, note=merging.note, number=other.number)
    ticket.outcome = Outcome.MERGED
    ticket.merged_into = other.id
    ticket.closed_at = tx.now
    ticket.billable_fen = 0
    renew(other)
    record(tx, other, Step.MERGED_IN, caller.account_id, note=merging.note, number=ticket.number)

    meet(tx, ticket, set(Clock))
    await tell_closed(tx, ticket, Outcome.MERGED)
    return ticket


async def _both(tx: Transaction, caller: Caller, ticket_id: str, into: str) -> tuple[Ticket, Ticket]:
    """Locked in the order of their ids, so that two merges the opposite ways queue up."""
    scope = scope_of(caller)
    found: dict[str, Ticket] = {}
    for wanted in sorted((ticket_id, into)):
        with suppress(NotFound):
            found[wanted] = await tickets.load_ticket(tx.session, wanted, scope, for_change=True)
    if ticket_id not in found:  # before anything is said of the other one
        raise NotFound(what="ticket")
    if into not in found:
        raise InvalidField(pointer="/into", reason=_UNKNOWN)
    return found[ticket_id], found[into]
