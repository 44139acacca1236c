"""Set a community's own values. Source: handbook T-06, T-08, T-12 … T-21."""

from typing import Any

from services.tickets.policies import repository as policies
from services.tickets.policies.domain.errors import LimitNamedTwice
from services.tickets.policies.models import PolicyRow
from services.tickets.policies.schemas import ClockSection, PolicyChange
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.severities import check_severity
from shared.kernel.business_calendar import WorkingHours, WorkingWindow
from shared.kernel.errors import Stale
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def set_policy(tx: Transaction, caller: Caller, community_id: str | None, change: PolicyChange) -> PolicyRow:
    """Sections that are not named stay. Clocks that run already keep their times until they are recomputed.

    Raises Stale, BadWorkingHours, SeverityNotOfCategory, LimitNamedTwice.
    """
    community = await replicas.find_community(tx.session, caller.community(community_id))
    row = await policies.lock_policy(tx.session, community.id)
    if tx.expected_version not in {None, row.version}:
        raise Stale(version=row.version)
    if change.clocks is not None:
        check_clocks(change.clocks)

    for section, values in change.model_dump(mode="json").items():
        if values is not None:
            setattr(row, section, {**getattr(row, section), **_without_unset_seed(values)})
    row.version += 1
    return row


def _without_unset_seed(values: dict[str, Any]) -> dict[str, Any]:
    """Whoever changes a share must not draw from another seed unawares."""
    return {name: value for name, value in values.items() if name != "seed" or value is not None}


def check_clocks(clocks: ClockSection) -> None:
    """What the schema can't tell. Raises BadWorkingHours, SeverityNotOfCategory, LimitNamedTwice."""
    if clocks.working_hours is not None:
        windows = {
            day: [WorkingWindow(it.start, it.end) for it in given] for day, given in clocks.working_hours.items()
        }
        WorkingHours(windows, pointer="/clocks/working_hours")
    seen = set()
    for place, limit in enumerate(clocks.limits):
        pointer = f"/clocks/limits/{place}"
        check_severity(limit.category, limit.severity, pointer=f"{pointer}/severity")
        case = (limit.category, limit.severity, limit.clock)
        if case in seen:
            raise LimitNamedTwice(pointer=pointer)
        seen.add(case)
