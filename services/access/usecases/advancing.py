"""One step in a pass's life: the table decides, history and clock are kept."""

from datetime import datetime

from services.access.domain.lifecycle import LIFECYCLES, Action, Kind, Status
from services.access.domain.policy import breach_of
from services.access.models import Pass, PassStep
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction

_ENDS_THE_CLOCK = frozenset({Action.ISSUE, Action.REFUSE})


def advance(
    tx: Transaction, card: Pass, action: Action, *, actor_id: str | None = None, note: str | None = None
) -> None:
    """Move `card` by `action`. Raises IllegalTransition."""
    card.status = LIFECYCLES[Kind(card.kind)].next(Status(card.status), action)
    if action in _ENDS_THE_CLOCK:
        _stop_clock(card, tx.now)
    enter(card, action, tx.now, actor_id=actor_id, note=note)


def enter(card: Pass, action: Action, at: datetime, *, actor_id: str | None, note: str | None = None) -> None:
    """Write what happened into the pass's history."""
    card.steps.add(PassStep(id=new_id(), at=at, actor_id=actor_id, action=action, status=card.status, note=note))


def _stop_clock(card: Pass, at: datetime) -> None:
    """Too late is recorded at once: the job may not have come by yet."""
    if card.due_at is not None and card.clock_stopped_at is None:
        card.clock_stopped_at = at
        card.breached_at = card.breached_at or breach_of(card.due_at, at)
