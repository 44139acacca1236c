"""Report the progress of a long-running request. Source: handbook T-20."""

from services.tickets.policies.usecases.reading import progress_policy_of
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.errors import NotReporting
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.progress import Audience, next_inquiry, next_report
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.care import ProgressReport
from services.tickets.requests.usecases.advancing import advance, load_for_change, standing_of
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketProgressReported
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def report_progress(tx: Transaction, caller: Caller, ticket_id: str, report: ProgressReport) -> Ticket:
    """To the requester by the owner or a lead; asked after inside the house by anybody of the desk.

    Raises NotReporting, IllegalTransition.
    """
    ticket = await load_for_change(tx, caller, ticket_id)
    to_requester = report.audience is Audience.REQUESTER
    if to_requester and ticket.owner_id != caller.account_id and not standing_of(caller).is_lead:
        raise NotReporting
    advance(
        tx, ticket, Action.REPORT_PROGRESS, caller.account_id, note=report.told, audience=report.audience.value
    )  # fmt: skip
    policy = progress_policy_of((await replicas.find_community(tx.session, ticket.community_id)).policy)
    if to_requester:
        due_at = next_report(ticket.opened_at, tx.now, policy)
        ticket.progress_due_at = ticket.progress_tell_at = due_at
        told = TicketProgressReported(**state_of(ticket), reported_at=tx.now, next_report_at=due_at)
        tx.publish(ticket, told)
    else:
        ticket.inquiry_due_at = next_inquiry(tx.now, policy)
    return ticket
