"""Every permission that exists, and the service that checks it. Source: permissions.md."""

from collections.abc import Collection, Mapping

GATEWAY = "gateway"

PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "tickets": (
        "tickets:open",
        "tickets:read",
        "tickets:dispatch",
        "tickets:accept",
        "tickets:arrive",
        "tickets:quote",
        "tickets:approve_quote",
        "tickets:complete",
        "tickets:close",
        "tickets:update",
        "tickets:note",
        "tickets:export",
        "follow_ups:read",
        "follow_ups:record",
    ),
    "residents": (
        "communities:read",
        "communities:edit",
        "rooms:read",
        "rooms:edit",
        "rooms:report",
        "households:read",
        "households:register",
        "households:change",
        "households:export",
        "instructions:read",
        "instructions:write",
        "persons:reveal",
        "reveals:read",
        "roster:import",
        "archives:read",
        "archives:file",
        "archives:lend",
        "archives:check",
        "archives:approve_inside",
        "archives:approve",
        "archives:destroy",
        "move_ins:read",
        "move_ins:conduct",
        "defects:read",
        "defects:raise",
        "defects:settle",
        "renovations:read",
        "renovations:apply",
        "renovations:review",
        "renovations:approve",
        "renovations:inspect",
        "renovations:resume",
        "renovations:extend",
        "renovations:complete",
        "hot_work:request",
        "hot_work:review",
        "hot_work:approve",
        "overtime:approve",
        "transfers:read",
        "transfers:conduct",
        "transfers:waive",
    ),
    "billing": (
        "tariffs:read",
        "tariffs:edit",
        "charges:read",
        "payments:read",
        "payments:take",
        "receipts:read",
        "deposits:read",
        "deposits:request_refund",
        "deposits:approve_refund",
        "deposits:pay",
        "meters:read",
        "arrears:flag",
        "ledger:read",
    ),
    "access": (
        "passes:read",
        "passes:request",
        "passes:review",
        "passes:stamp",
        "passes:make",
        "passes:issue",
        "passes:return",
        "gate:check",
        "keys:read",
        "keys:move",
    ),
    "notifications": ("messages:read", "templates:read", "phone_tasks:read", "phone_tasks:finish"),
    GATEWAY: (
        "front_desk:use",
        "front_desk:gate_check",
        "staff:read",
        "staff:edit",
        "roles:read",
        "roles:edit",
        "audit:read",
    ),
}

AUDIENCE: Mapping[str, str] = {
    permission: service for service, permissions in PERMISSIONS.items() for permission in permissions
}


def for_audience(granted: Collection[str], service: str) -> list[str]:
    """What of `granted` the service checks: the only ones that its tokens carry."""
    return [permission for permission in PERMISSIONS.get(service, ()) if permission in granted]
