"""Messages about renovations and passes. Source: handbook R-30 … R-35, flows 2."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import Recipient, compose_message, household, role
from shared.contracts.access import PassIssued
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import (
    RenovationApproved,
    RenovationPermitted,
    RenovationRejected,
    RenovationResumed,
    RenovationRevisionAsked,
    RenovationSubmitted,
    RenovationSuspended,
    RenovationViolationRecorded,
)
from shared.runtime.unit_of_work import Transaction

Renovation = (
    RenovationSubmitted
    | RenovationRevisionAsked
    | RenovationApproved
    | RenovationRejected
    | RenovationPermitted
    | RenovationSuspended
    | RenovationResumed
    | RenovationViolationRecorded
)

_SAID = {
    RenovationSubmitted: TemplateName.RENOVATION_SUBMITTED,
    RenovationRevisionAsked: TemplateName.RENOVATION_REVISION_ASKED,
    RenovationApproved: TemplateName.RENOVATION_APPROVED,
    RenovationRejected: TemplateName.RENOVATION_REJECTED,
    RenovationPermitted: TemplateName.RENOVATION_PERMITTED,
    RenovationSuspended: TemplateName.RENOVATION_SUSPENDED,
    RenovationResumed: TemplateName.RENOVATION_RESUMED,
    RenovationViolationRecorded: TemplateName.RENOVATION_VIOLATION,
}


def _recipients(renovation: Renovation) -> list[Recipient]:
    """Who hears of it: the reviewers of an application, the manager of a breach, the owner of every decision."""
    if isinstance(renovation, RenovationSubmitted):
        return [role("service_lead")]
    if isinstance(renovation, RenovationViolationRecorded):
        return [role("manager")]
    owner = household(renovation.household_id)
    return [owner, role("manager")] if isinstance(renovation, RenovationSuspended) else [owner]


async def tell_renovation(post: PostOffice, tx: Transaction, envelope: CloudEvent, renovation: Renovation) -> None:
    """One message to each who must hear of it."""
    for to in _recipients(renovation):
        await compose_message(
            tx,
            post,
            envelope,
            _SAID[type(renovation)],
            to,
            about=renovation.renovation_id,
            parameters=renovation.model_dump(mode="json"),
        )


async def tell_pass_issued(post: PostOffice, tx: Transaction, envelope: CloudEvent, issued: PassIssued) -> None:
    """The household hears of a pass that opens its gate."""
    if issued.household_id:
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.PASS_ISSUED,
            household(issued.household_id),
            about=issued.pass_id,
            parameters=issued.model_dump(mode="json"),
        )
