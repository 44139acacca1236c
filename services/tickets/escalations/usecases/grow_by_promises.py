"""A complaint whose promises are not kept again and again becomes major. Source: handbook T-12, T-27."""

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.usecases.growing import grow
from services.tickets.policies.usecases.reading import escalation_policy_of
from services.tickets.promises import repository as promises
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category, Severity
from services.tickets.requests.domain.lifecycle import Status
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import PromiseBroken
from shared.runtime.unit_of_work import Transaction


async def grow_by_promises(tx: Transaction, _envelope: CloudEvent, broken: PromiseBroken) -> None:
    """Driven by this service's own event, so that whoever finds the promise broken (timer or latecomer) need not know.

    Counted are the ticket's promises that were ever broken, whatever became of them later. Raises NoWorkingTime.
    """
    if broken.ticket_id is None:
        return
    ticket = await escalations.lock_ticket(tx.session, broken.ticket_id)
    if ticket is None or ticket.status == Status.CLOSED:
        return
    if ticket.category != Category.COMPLAINT or ticket.severity == Severity.MAJOR:
        return
    community = await replicas.find_community(tx.session, ticket.community_id)
    count = await promises.count_broken_of(tx.session, ticket.id)
    if count >= escalation_policy_of(community.policy).major_after_promises:
        await grow(tx, ticket, Step.PROMISES_BROKEN, "promises_broken", count=count)
