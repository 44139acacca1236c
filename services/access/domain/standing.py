"""What is known of a renovation, in whatever order it became known. Source: handbook A-31, events.md.

Facts carry the version of the renovation that told them; merging them is commutative and repeatable, so that
late, doubled and shuffled events lead to the same end.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from services.access.domain.lifecycle import LIVE, WAITING, Action, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts that decide about worker passes; a version of 0 means: not heard of."""

    approved_version: int = 0
    permitted_version: int = 0
    stopped_version: int = 0
    resumed_version: int = 0
    ended_version: int = 0
    fee_due: bool = True
    fee_paid_at: datetime | None = None
    permitted_at: datetime | None = None
    completed_version: int = 0

    @property
    def is_live(self) -> bool:
        """Approved at some time. A permit, a stop and a resumption tell it as well as the approval does."""
        return self._live_version > 0

    @property
    def is_ended(self) -> bool:
        """Rejected or withdrawn, and nothing later says otherwise."""
        return self.ended_version > self._live_version

    @property
    def is_completed(self) -> bool:
        """Inspected and cleared: for good (R-36)."""
        return self.completed_version > 0

    @property
    def is_stopped(self) -> bool:
        """Works are suspended. A permit that is issued meanwhile does not lift the stop."""
        return self.stopped_version > self.resumed_version

    @property
    def ready_at(self) -> datetime | None:
        """When fee and permit were both there: the 30 minutes run from then (A-31); None while one is missing."""
        if self.permitted_at is None:
            return None
        if not self.fee_due:
            return self.permitted_at
        return None if self.fee_paid_at is None else max(self.permitted_at, self.fee_paid_at)

    @property
    def _live_version(self) -> int:
        return max(self.approved_version, self.permitted_version, self.stopped_version, self.resumed_version)

    def approved(self, version: int, *, fee_due: bool) -> "Standing":
        """The plans were approved; `fee_due`: worker passes are charged."""
        if version < self.approved_version:
            return self
        return replace(self, approved_version=version, fee_due=fee_due)

    def permitted(self, version: int, at: datetime) -> "Standing":
        """The permit was issued. A later one (extension) does not start the clock anew."""
        first = at if self.permitted_at is None else min(at, self.permitted_at)
        return replace(self, permitted_version=max(version, self.permitted_version), permitted_at=first)

    def stopped(self, version: int) -> "Standing":
        """Works were suspended."""
        return replace(self, stopped_version=max(version, self.stopped_version))

    def resumed(self, version: int) -> "Standing":
        """Works may go on."""
        return replace(self, resumed_version=max(version, self.resumed_version))

    def ended(self, version: int) -> "Standing":
        """The application was rejected or withdrawn."""
        return replace(self, ended_version=max(version, self.ended_version))

    def completed(self, version: int) -> "Standing":
        """The works are over."""
        return replace(self, completed_version=max(version, self.completed_version))

    def paid(self, at: datetime) -> "Standing":
        """The charge for the worker passes is settled."""
        return replace(self, fee_paid_at=at if self.fee_paid_at is None else min(at, self.fee_paid_at))


def due_action(status: Status, standing: Standing) -> Action | None:
    """What the renovation's standing asks of a worker pass in `status`; None when they agree."""
    if standing.is_completed or standing.is_ended:
        if status in WAITING:
            return Action.REFUSE
        out = Action.RECALL if standing.is_completed else Action.REVOKE
        return out if status in LIVE else None
    if status is Status.REQUESTED and standing.ready_at is not None:
        return Action.ADMIT
    if status is Status.ISSUED and standing.is_stopped:
        return Action.SUSPEND
    if status is Status.SUSPENDED and not standing.is_stopped:
        return Action.RESUME
    return None
