"""Messages about move-ins and defects. Source: handbook R-23, R-24.

The developer has no account and no contact points here: the lead gets the task to deliver the notice.
"""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import Recipient, compose_message, household, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import DefectCured, DefectRaised, MoveInCompleted
from shared.runtime.unit_of_work import Transaction

_ANSWERS_FOR_THE_DEVELOPER = role("service_lead")


async def tell_moved_in(post: PostOffice, tx: Transaction, envelope: CloudEvent, move_in: MoveInCompleted) -> None:
    """The household is welcomed."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.MOVE_IN_COMPLETED,
        household(move_in.household_id),
        about=move_in.move_in_id,
        parameters=move_in.model_dump(mode="json"),
    )


async def tell_defect_raised(post: PostOffice, tx: Transaction, envelope: CloudEvent, defect: DefectRaised) -> None:
    """The lead delivers the notice to the developer; the owner hears that it is on record."""
    await _tell(post, tx, envelope, defect, TemplateName.DEFECT_TO_SEND, _ANSWERS_FOR_THE_DEVELOPER)
    if defect.household_id is not None:
        await _tell(post, tx, envelope, defect, TemplateName.DEFECT_RAISED, household(defect.household_id))


async def tell_defect_cured(post: PostOffice, tx: Transaction, envelope: CloudEvent, defect: DefectCured) -> None:
    """Both hear that it is closed."""
    await _tell(post, tx, envelope, defect, TemplateName.DEFECT_CURED, _ANSWERS_FOR_THE_DEVELOPER)
    if defect.household_id is not None:
        await _tell(post, tx, envelope, defect, TemplateName.DEFECT_CURED, household(defect.household_id))


async def _tell(
    post: PostOffice,
    tx: Transaction,
    envelope: CloudEvent,
    defect: DefectRaised | DefectCured,
    template: TemplateName,
    to: Recipient,
) -> None:
    await compose_message(
        tx, post, envelope, template, to, about=defect.defect_id, parameters=defect.model_dump(mode="json")
    )
