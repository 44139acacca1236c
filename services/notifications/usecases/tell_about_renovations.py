"""Messages about renovations and passes. Source: handbook R-30 … R-36, flows 2."""

from collections.abc import Mapping

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import Recipient, compose_message, household, role
from shared.contracts.access import PassIssued
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import (
    RenovationApproved,
    RenovationCompleted,
    RenovationExtensionDue,
    RenovationPermitted,
    RenovationRejected,
    RenovationResumed,
    RenovationRevisionAsked,
    RenovationSubmitted,
    RenovationSuspended,
    RenovationViolationRecorded,
)
from shared.kernel.money import yuan
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
    | RenovationExtensionDue
    | RenovationCompleted
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
    RenovationExtensionDue: TemplateName.RENOVATION_EXTENSION_DUE,
    RenovationCompleted: TemplateName.RENOVATION_COMPLETED,
}
_WITHDRAWN = "withdrawn"


def _recipients(renovation: Renovation) -> list[Recipient]:
    """Who hears of it: the reviewers of an application, the manager of a breach, the owner of every decision."""
    if isinstance(renovation, RenovationSubmitted):
        return [role("service_lead")]
    if isinstance(renovation, RenovationViolationRecorded):
        return [role("manager")]
    owner = household(renovation.household_id)
    if isinstance(renovation, RenovationExtensionDue):
        return [owner, role("service_lead")]
    if isinstance(renovation, RenovationRejected) and renovation.status == _WITHDRAWN:
        return [role("finance")]
    return [owner, role("manager")] if isinstance(renovation, RenovationSuspended) else [owner]


async def tell_renovation(post: PostOffice, tx: Transaction, envelope: CloudEvent, renovation: Renovation) -> None:
    """One message to each who must hear of it."""
    for to in _recipients(renovation):
        await compose_message(
            tx,
            post,
            envelope,
            _template(renovation),
            to,
            about=renovation.renovation_id,
            parameters=_parameters(renovation),
        )


def _template(renovation: Renovation) -> TemplateName:
    is_withdrawn = isinstance(renovation, RenovationRejected) and renovation.status == _WITHDRAWN
    return TemplateName.RENOVATION_WITHDRAWN if is_withdrawn else _SAID[type(renovation)]


def _parameters(renovation: Renovation) -> Mapping[str, object]:
    said = renovation.model_dump(mode="json")
    if isinstance(renovation, RenovationCompleted):
        deducted_fen = sum(each.amount_fen for each in renovation.deductions)
        said["deducted"] = yuan(deducted_fen) if deducted_fen else None
    return said


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
