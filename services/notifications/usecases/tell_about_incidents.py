"""Messages about incidents. Source: handbook A-04."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import compose_message, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import IncidentRaised
from shared.runtime.unit_of_work import Transaction

_ALERTED = ("security", "manager")


async def tell_incident(post: PostOffice, tx: Transaction, envelope: CloudEvent, incident: IncidentRaised) -> None:
    """Security and the manager are alerted at once."""
    for duty in _ALERTED:
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.INCIDENT_RAISED,
            role(duty),
            about=incident.ticket_id,
            parameters={"number": incident.ticket_number, "room_code": incident.room_code},
        )
