"""Messages about corrective and preventive actions. Source: handbook T-21, events.md."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import account, compose_message, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import CorrectiveActionOpened, CorrectiveActionOverdue
from shared.runtime.unit_of_work import Transaction

_WATCHERS = ("service_lead", "manager")


async def tell_action_opened(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, action: CorrectiveActionOpened
) -> None:
    """The lead, who checks it, and the manager, who approves it."""
    for name in _WATCHERS:
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.CORRECTIVE_ACTION_OPENED,
            role(name),
            about=action.corrective_action_id,
            parameters={"number": action.number, "tickets": str(len(action.ticket_ids))},
        )


async def tell_action_overdue(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, action: CorrectiveActionOverdue
) -> None:
    """Whoever is responsible, the lead and the manager."""
    responsible = [account(action.responsible_id)] if action.responsible_id else []
    for recipient in (*responsible, *(role(name) for name in _WATCHERS)):
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.CORRECTIVE_ACTION_OVERDUE,
            recipient,
            about=action.corrective_action_id,
            parameters={"number": action.number},
        )
