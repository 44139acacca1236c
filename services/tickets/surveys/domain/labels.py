"""Words for the enumerations of surveys."""

from collections.abc import Mapping
from typing import Any

from services.tickets.surveys.domain.surveys import MARKS, SURVEY_STATUSES, VISIT_STATUSES
from shared.kernel.text import Text

LABELS: Mapping[str, Mapping[Any, Text]] = {
    "survey_status": SURVEY_STATUSES,
    "survey_mark": MARKS,
    "survey_visit_status": VISIT_STATUSES,
}
