"""Steps that every change of a record shares: load it locked, move it, write history, tell."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import flag_modified

from services.tickets.corrective_actions import repository
from services.tickets.corrective_actions.domain.errors import SamePerson
from services.tickets.corrective_actions.domain.lifecycle import LIFECYCLE, Action, Status
from services.tickets.corrective_actions.models import CorrectiveAction, CorrectiveActionStep
from services.tickets.requests.domain.matters import Matter
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

OPEN = "open"
OVERDUE = "overdue"


SEES_ALL = "corrective_actions:analyse"


def only_of(caller: Caller) -> str | None:
    """Who works on records sees them all; anybody else sees what they are responsible for, and carries that out."""
    return None if caller.may(SEES_ALL) else caller.account_id


async def hold(tx: Transaction, caller: Caller, action_id: str) -> CorrectiveAction:
    """The record, locked. Raises NotFound, Stale."""
    action = await repository.load_action(
        tx.session, action_id, caller.communities, only_of=only_of(caller), for_change=True
    )
    tx.guard(action)
    return action


def advance(
    tx: Transaction,
    action: CorrectiveAction,
    verb: Action,
    actor_id: str,
    *,
    note: str | None = None,
    **details: Any,
) -> None:
    """Move the record and write it into the history. Raises IllegalTransition."""
    action.status = LIFECYCLE.next(Status(action.status), verb).value
    flag_modified(
        action, "status"
    )  # another version, even where only its tickets change: the ETag stands for these too
    action.steps.append(step_of(tx, action, verb.value, actor_id, note=note, **details))


def step_of(
    tx: Transaction,
    action: CorrectiveAction,
    verb: str,
    actor_id: str | None,
    *,
    note: str | None = None,
    **details: Any,
) -> CorrectiveActionStep:
    """The row of a line of history."""
    return CorrectiveActionStep(
        id=new_id(),
        action_id=action.id,
        at=tx.now,
        actor_id=actor_id,
        action=verb,
        status=action.status,
        note=note,
        details=details,
    )


def require_other(caller: Caller, *before: str | None) -> None:
    """Raises SamePerson when the caller is one of those who acted before."""
    if caller.account_id in before:
        raise SamePerson


def state_of(action: CorrectiveAction) -> dict[str, Any]:
    """The fields that every `corrective_action.*` event has; a matter told by people's own words is left out."""
    return {
        "corrective_action_id": action.id,
        "number": action.number,
        "origin": action.origin,
        "category": action.category,
        "matter": action.matter if action.matter in set(Matter) else None,
        "place": action.place,
        "version": action.version + 1 if inspect(action).persistent else action.version,
    }
