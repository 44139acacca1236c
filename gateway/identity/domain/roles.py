"""Roles as they are until an administrator changes one. Source: permissions.md, handbook README (roles).

A changed role is a row; an unchanged one follows this table, so that a release that adds a permission reaches it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.identity.domain.permissions import PERMISSIONS
from shared.kernel.role_names import ROLE_NAMES
from shared.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Role:
    """`version` 1 is the table's own; every change by an administrator counts on."""

    name: str
    label: Text
    permissions: frozenset[str]
    version: int = 1


_FRONT_DESK = frozenset(
    {
        "front_desk:use",
        "front_desk:gate_check",
        "tickets:open",
        "tickets:read",
        "tickets:update",
        "tickets:close",
        "tickets:escalate",
        "promises:read",
        "promises:make",
        "tickets:note",
        "follow_ups:read",
        "answers:read",
        "quality_samples:read",
        "quality_samples:see",
        "tickets:pause",
        "service_policies:read",
        "weather:read",
        "weather:record",
        "corrective_actions:read",
        "surveys:read",
        "courtesy_visits:read",
        "communities:read",
        "rooms:read",
        "households:read",
        "instructions:read",
        "instructions:write",
        "move_ins:read",
        "defects:read",
        "renovations:read",
        "renovation_policies:read",
        "renovations:apply",
        "renovations:extend",
        "hot_work:request",
        "arrears:flag",
        "passes:read",
        "passes:request",
        "passes:make",
        "passes:issue",
        "passes:return",
        "gate:check",
        "keys:read",
        "keys:move",
        "messages:read",
        "templates:read",
        "phone_tasks:read",
        "phone_tasks:finish",
    }
)
_SERVICE_ASSISTANT = _FRONT_DESK | {
    "tickets:dispatch",
    "tickets:accept",
    "tickets:arrive",
    "tickets:complete",
    "tickets:approve_quote",
    "tickets:quote",
    "follow_ups:record",
    "patrols:read",
    "patrols:walk",
    "committee:read",
    "answers:write",
    "corrective_actions:analyse",
    "surveys:record",
    "courtesy_visits:record",
    "assemblies:read",
    "assemblies:record_ballot",
    "households:register",
    "households:change",
    "archives:read",
    "archives:file",
    "archives:lend",
    "archives:check",
    "move_ins:conduct",
    "defects:raise",
    "defects:settle",
    "renovations:inspect",
    "passes:stamp",
    "transfers:read",
    "transfers:conduct",
}
_SERVICE_LEAD = _SERVICE_ASSISTANT | {
    "patrols:check",
    "committee:record",
    "answers:agree",
    "quality_samples:score",
    "corrective_actions:check",
    "statistics:read",
    "tickets:answer_slip",
    "tickets:judge",
    "promises:approve",
    "follow_ups:draw",
    "surveys:conduct",
    "courtesy_visits:plan",
    "assemblies:conduct",
    "renovations:review",
    "rooms:edit",
    "rooms:report",
    "households:export",
    "tickets:export",
    "archives:approve_inside",
    "roster:import",
}
_CASHIER = frozenset(
    {
        "front_desk:use",
        "answers:read",
        "communities:read",
        "rooms:read",
        "households:read",
        "tariffs:read",
        "charges:read",
        "payments:read",
        "payments:take",
        "receipts:read",
        "deposits:read",
        "deposits:request_refund",
        "deposits:pay",
        "prepaid_payouts:read",
        "prepaid_payouts:request",
        "prepaid_payouts:pay",
        "meters:read",
        "arrears:flag",
    }
)
_FINANCE = frozenset(
    {
        "communities:read",
        "rooms:read",
        "households:read",
        "tariffs:read",
        "tariffs:edit",
        "charges:read",
        "payments:read",
        "receipts:read",
        "deposits:read",
        "deposits:approve_refund",
        "prepaid_payouts:read",
        "prepaid_payouts:approve",
        "meters:read",
        "arrears:flag",
        "ledger:read",
        "rooms:report",
    }
)
_TECHNICIAN = frozenset(
    {
        "communities:read",
        "tickets:read",
        "tickets:note",
        "tickets:accept",
        "tickets:arrive",
        "tickets:quote",
        "tickets:complete",
        "tickets:escalate",
        "corrective_actions:read",
        "promises:read",
        "promises:make",
    }
)
_SECURITY = frozenset(
    {
        "front_desk:gate_check",
        "communities:read",
        "rooms:read",
        "instructions:read",
        "renovations:read",
        "renovation_policies:read",
        "renovations:inspect",
        "hot_work:review",
        "overtime:approve",
        "tickets:read",
        "tickets:note",
        "tickets:accept",
        "tickets:arrive",
        "tickets:complete",
        "tickets:escalate",
        "corrective_actions:read",
        "promises:read",
        "promises:make",
        "passes:read",
        "passes:review",
        "gate:check",
        "patrols:read",
        "patrols:walk",
    }
)
_ENVIRONMENT = frozenset(
    {
        "communities:read",
        "tickets:read",
        "tickets:note",
        "tickets:accept",
        "tickets:arrive",
        "tickets:quote",
        "tickets:complete",
        "tickets:escalate",
        "corrective_actions:read",
        "promises:read",
        "promises:make",
        "patrols:read",
        "patrols:walk",
    }
)
# Setting up a community is operations; what happens in it is none of the administrator's business.
_ADMIN = frozenset(
    {
        "staff:read",
        "staff:edit",
        "roles:read",
        "roles:edit",
        "audit:read",
        "communities:read",
        "communities:edit",
        "service_policies:read",
        "service_policies:edit",
        "renovation_policies:read",
        "renovation_policies:edit",
    }
)
# The manager may do everything in the business; nobody changes the ledger, accounts are the administrator's.
_MANAGER = frozenset(
    permission for service, permissions in PERMISSIONS.items() for permission in permissions if service != "gateway"
) | {"front_desk:use", "front_desk:gate_check", "staff:read", "roles:read", "audit:read"}

_GRANTS: Mapping[str, frozenset[str]] = {
    "front_desk": _FRONT_DESK,
    "service_assistant": _SERVICE_ASSISTANT,
    "service_lead": _SERVICE_LEAD,
    "cashier": _CASHIER,
    "finance": _FINANCE,
    "technician": _TECHNICIAN,
    "security": _SECURITY,
    "environment": _ENVIRONMENT,
    "manager": _MANAGER,
    "admin": _ADMIN,
    # These hold for their own household or subscription, which no permission here can say yet.
    "resident": frozenset(),
    "partner": frozenset(),
}
DEFAULT_ROLES: Mapping[str, Role] = {name: Role(name, ROLE_NAMES[name], grants) for name, grants in _GRANTS.items()}
