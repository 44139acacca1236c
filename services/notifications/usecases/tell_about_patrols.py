"""Messages about what patrols find. Source: handbook T-25, events.md."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import compose_message, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import PatrolFindingRecorded
from shared.runtime.unit_of_work import Transaction


async def tell_finding(post: PostOffice, tx: Transaction, envelope: CloudEvent, finding: PatrolFindingRecorded) -> None:
    """The lead, who has it put right and rechecked, hears of it."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.PATROL_FINDING,
        role("service_lead"),
        about=finding.finding_id,
        parameters={"area_code": finding.area_code, "item": finding.item},
    )
