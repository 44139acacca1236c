"""One verb on many tickets: each as by itself, all in one transaction. Source: api.md."""

from collections.abc import Awaitable, Callable

from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.bulk import Bulk, BulkAction, BulkProblem, BulkResult, BulkResults
from services.tickets.requests.usecases.close_ticket import close_ticket
from services.tickets.requests.usecases.dismiss_ticket import dismiss_ticket
from services.tickets.requests.usecases.dispatch_ticket import dispatch_ticket
from services.tickets.requests.usecases.hand_over import hand_over
from shared.kernel.errors import DomainError
from shared.kernel.text import Locale
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

PERMISSIONS = {
    BulkAction.DISPATCH: "tickets:dispatch",
    BulkAction.HAND_OVER: "tickets:update",
    BulkAction.CLOSE: "tickets:close",
    BulkAction.DISMISS: "tickets:update",
}


async def work_on_many(tx: Transaction, caller: Caller, bulk: Bulk, locale: Locale) -> BulkResults:
    """A refused one is told and leaves no trace. Worked on in the order of their ids, so that two never wait for each
    other; an id that comes twice is worked on once. Raises Forbidden.
    """
    caller.require(PERMISSIONS[bulk.action])
    verb = _verb(tx, caller, bulk)
    asked = list(dict.fromkeys(bulk.ids))
    found = {ticket_id: await _one(tx, verb, ticket_id, f"/{bulk.action}", locale) for ticket_id in sorted(asked)}
    results = [found[ticket_id] for ticket_id in asked]
    done = sum(result.done for result in results)
    return BulkResults(done=done, refused=len(results) - done, results=results)


def _verb(tx: Transaction, caller: Caller, bulk: Bulk) -> Callable[[str], Awaitable[Ticket]]:
    if bulk.dispatch is not None:
        order = bulk.dispatch
        return lambda ticket_id: dispatch_ticket(tx, caller, ticket_id, order)
    if bulk.hand_over is not None:
        to = bulk.hand_over
        return lambda ticket_id: hand_over(tx, caller, ticket_id, to)
    if bulk.close is not None:
        closing = bulk.close
        return lambda ticket_id: close_ticket(tx, caller, ticket_id, closing)
    assert bulk.dismiss is not None  # noqa: S101 - the schema lets nothing else through
    dismissal = bulk.dismiss
    return lambda ticket_id: dismiss_ticket(tx, caller, ticket_id, dismissal)


async def _one(
    tx: Transaction, verb: Callable[[str], Awaitable[Ticket]], ticket_id: str, under: str, locale: Locale
) -> BulkResult:
    """`under` is where the verb's own body stands."""
    try:
        async with tx.apart():
            ticket = await verb(ticket_id)
            status = Status(ticket.status)
    except DomainError as refusal:
        problem = BulkProblem(
            type=f"urn:lobby:problem:{refusal.slug}",
            title=refusal.title.pick(locale),
            detail=refusal.explain(locale),
            pointer=f"{under}{refusal.pointer}" if refusal.pointer else None,
        )
        return BulkResult(ticket_id=ticket_id, done=False, status=None, problem=problem)
    return BulkResult(ticket_id=ticket_id, done=True, status=status, problem=None)
