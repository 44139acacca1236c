"""Which service answers which prefix below `/v1`. Source: api.md, resource map."""

import re
from collections.abc import Mapping

PREFIXES: Mapping[str, tuple[str, ...]] = {
    "residents": (
        "communities",
        "rooms",
        "households",
        "persons",
        "archives",
        "move-ins",
        "defects",
        "renovations",
        "renovation-policies",
    ),
    "tickets": (
        "tickets",
        "follow-ups",
        "surveys",
        "patrols",
        "corrective-actions",
        "committee-matters",
        "service-statistics",
        "service-policies",
        "saved-views",
        "promises",
        "weather",
        "courtesy-visits",
        "assemblies",
        "quality-samples",
        "answers",
    ),
    "billing": (
        "tariffs",
        "charges",
        "billing-runs",
        "payments",
        "receipts",
        "deposits",
        "prepaid-payouts",
        "arrears",
        "meters",
        "day-closes",
        "billing-reports",
    ),
    "access": (
        "visits",
        "parcels",
        "keys",
        "passes",
        "goods-releases",
        "stored-items",
        "loans",
        "incidents",
        "watch-list",
        "shifts",
        "handovers",
    ),
    "notifications": (
        "messages",
        "templates",
        "announcements",
        "reminders",
        "subscriptions",
        "activities",
        "phone-tasks",
    ),
}

SERVICE_OF: Mapping[bytes, str] = {
    prefix.encode(): service for service, prefixes in PREFIXES.items() for prefix in prefixes
}


_UPLOADS = {b"POST": re.compile(rb"/v1/communities/[^/]{1,36}/roster-imports")}


def is_upload(method: str, path: bytes) -> bool:
    """Whether the service takes a larger body there, as a stream, and bounds it itself."""
    pattern = _UPLOADS.get(method.encode("ascii", "replace"))
    return pattern is not None and pattern.fullmatch(path) is not None


def service_for(path: bytes) -> str | None:
    """The service that answers a raw path; None for the gateway's own. `/internal` has no prefix here."""
    parts = path.split(b"/", 3)
    if len(parts) < 3 or parts[1] != b"v1":  # noqa: PLR2004 - "", "v1", prefix
        return None
    return SERVICE_OF.get(parts[2])
