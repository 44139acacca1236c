"""Messages about the owners' committee's matters. Source: handbook T-26, events.md."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import compose_message, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import CommitteeMatterBreached, CommitteeMatterRaised
from shared.runtime.unit_of_work import Transaction


async def tell_matter(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, matter: CommitteeMatterRaised | CommitteeMatterBreached
) -> None:
    """The manager hears that it is there, and that its time has passed."""
    is_late = isinstance(matter, CommitteeMatterBreached)
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.COMMITTEE_MATTER_LATE if is_late else TemplateName.COMMITTEE_MATTER,
        role("manager"),
        about=matter.matter_id,
        parameters={"kind": matter.kind},
    )
