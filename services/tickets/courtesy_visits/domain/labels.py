"""Words for the enumerations of courtesy visits."""

from collections.abc import Mapping
from typing import Any

from services.tickets.courtesy_visits.domain.plans import COURTESY_STATUSES, PROPERTY_KINDS
from shared.kernel.text import Text

LABELS: Mapping[str, Mapping[Any, Text]] = {"courtesy_status": COURTESY_STATUSES, "property_kind": PROPERTY_KINDS}
