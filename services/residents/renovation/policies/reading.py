"""A community's policy as the rules take it: its own values over the handbook's."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from services.residents.renovation.domain.policy import HANDBOOK, RenovationPolicy, WorksPolicy, hours_of
from services.residents.renovation.policies.models import RenovationPolicyRow

if TYPE_CHECKING:
    from services.residents.renovation.models import Permit, Renovation


def policy_of_row(row: RenovationPolicyRow | None) -> RenovationPolicy:
    """What applies; without a row the handbook's."""
    if row is None:
        return HANDBOOK
    return RenovationPolicy(
        works=_works(row.works),
        permits=replace(HANDBOOK.permits, **row.permits),
        hot_work=replace(HANDBOOK.hot_work, **_longest(row.hot_work)),
        inspections=replace(HANDBOOK.inspections, **row.inspections),
        notices=replace(HANDBOOK.notices, **row.notices),
        overtime=replace(HANDBOOK.overtime, **_longest(row.overtime)),
    )


def works_of(renovation: "Renovation") -> WorksPolicy:
    """What the newest permit says; before there is one, what would stand on it today. Needs both loaded."""
    if not renovation.permits:
        return policy_of_row(renovation.policy).works
    return works_of_permit(renovation.permits[-1])


def works_of_permit(permit: "Permit") -> WorksPolicy:
    """What it was issued with; older ones carry the handbook's hours."""
    return _works(permit.works or {})


def _works(own: dict[str, Any]) -> WorksPolicy:
    usual = HANDBOOK.works
    return WorksPolicy(
        hours=hours_of(own["hours"]) if "hours" in own else usual.hours,
        quiet_on_rest_days=own.get("quiet_on_rest_days", usual.quiet_on_rest_days),
    )


def _longest(own: dict[str, Any]) -> dict[str, timedelta]:
    return {"longest": timedelta(hours=own["longest_hours"])} if "longest_hours" in own else {}
