"""What a timer does to many tickets: one that can't be worked on stops no other. Source: handbook T-12 … T-14."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from services.tickets.requests.models import Ticket
from shared.kernel.errors import DomainError
from shared.runtime.unit_of_work import Transaction

log = structlog.get_logger()


async def each_apart(
    tx: Transaction, tickets: Sequence[Ticket], work: Callable[[Ticket], Awaitable[None]], passed_by: set[str]
) -> None:
    """Do `work` to each; what is refused leaves no trace but in the log.

    A refusal is its community's (a calendar without any working time): it is added to `passed_by`, and the rest of its
    tickets are left out, so that they are tried again with the next turn and not with the next batch.
    """
    for ticket in tickets:
        ticket_id, number, community_id = ticket.id, ticket.number, ticket.community_id
        if community_id in passed_by:
            continue
        try:
            async with tx.apart():
                await work(ticket)
        except DomainError as refusal:
            passed_by.add(community_id)
            log.warning(
                "ticket_left_by_timer",
                ticket_id=ticket_id,
                number=number,
                community=community_id,
                slug=refusal.slug,
                reason=refusal.explain("en"),
            )
