"""The lead knows better than the words which tickets are one matter. Source: handbook T-21."""

from collections.abc import Sequence

from services.tickets.corrective_actions.domain.lifecycle import Action
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.usecases.advancing import advance, hold
from services.tickets.corrective_actions.usecases.linking import link_free
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def link_tickets(tx: Transaction, caller: Caller, action_id: str, ticket_ids: Sequence[str]) -> CorrectiveAction:
    """All of them or none. Raises IllegalTransition, TicketNotLinkable, TicketLinkedElsewhere."""
    action = await hold(tx, caller, action_id)
    advance(tx, action, Action.LINK, caller.account_id, tickets=len(set(ticket_ids)))
    await link_free(tx, action, ticket_ids, caller.account_id)
    await tx.session.flush()
    await tx.session.refresh(action, ["links"])
    return action
