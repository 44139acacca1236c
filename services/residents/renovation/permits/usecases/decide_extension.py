"""Approve more time, which issues a new permit, or refuse it. Source: handbook R-32, permissions.md."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.domain.lifecycle import Action
from services.residents.renovation.models import Extension, Renovation
from services.residents.renovation.permits.domain import (
    EXTENSION,
    ExtensionAction,
    ExtensionStatus,
    extended_number,
    extended_period,
)
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.usecases.issue_permit import hand_out, new_permit
from services.residents.renovation.usecases.steps import advance, record_step
from services.residents.versions import touch
from shared.kernel.errors import NotFound, OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def approve_extension(
    tx: Transaction, caller: Caller, renovation_id: str, extension_id: str, note: str | None
) -> Renovation:
    """The old permit is worth nothing any more; passes follow the new period by `renovation.permitted`.

    Raises OwnRequest, IllegalTransition, BadExtension.
    """
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    extension = _of(renovation, extension_id)
    community = await premises.load_community(tx.session, renovation.community_id, caller.communities)

    _decide(tx, caller, extension, ExtensionAction.APPROVE, note)
    old, first = renovation.permits[-1], renovation.permits[0]
    today = tx.now.astimezone(community.zone).date()
    policy = await policies.policy_of(tx.session, community.id)
    begins, ends = extended_period(
        old.valid_from, old.valid_until, extension.ends_on, today, longest_days=policy.permits.longest_days
    )
    number = extended_number(first.number, len(renovation.permits))
    advance(tx, renovation, Action.EXTEND, actor_id=caller.account_id, note=number)

    renovation.ends_on = ends
    old.superseded_at = tx.now
    extension.permit_number = number
    await hand_out(tx, renovation, new_permit(tx, renovation, number, (begins, ends), policy.works))
    return renovation


async def reject_extension(
    tx: Transaction, caller: Caller, renovation_id: str, extension_id: str, reason: str
) -> Renovation:
    """The permit ends as it says. Raises OwnRequest, IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    _decide(tx, caller, _of(renovation, extension_id), ExtensionAction.REJECT, reason)
    record_step(tx, renovation, "reject_extension", actor_id=caller.account_id, note=reason)
    touch(renovation, tx.now)
    return renovation


def _of(renovation: Renovation, extension_id: str) -> Extension:
    for extension in renovation.extensions:
        if extension.id == extension_id:
            return extension
    raise NotFound(what="extension")


def _decide(tx: Transaction, caller: Caller, extension: Extension, action: ExtensionAction, note: str | None) -> None:
    if caller.account_id == extension.requested_by:
        raise OwnRequest
    extension.status = EXTENSION.next(ExtensionStatus(extension.status), action).value
    extension.decided_by = caller.account_id
    extension.decided_at = tx.now
    extension.decision_note = note
