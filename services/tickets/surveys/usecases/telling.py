"""A survey's state as its events carry it."""

from typing import Any

from services.tickets.surveys.models import Survey


def state_of(survey: Survey) -> dict[str, Any]:
    """The fields that `survey.opened` and `.closed` have. `version` is the one this change leads to."""
    return {
        "survey_id": survey.id,
        "title": survey.title,
        "year": survey.year,
        "half": survey.half,
        "asked": survey.asked,
        "version": survey.version + 1,
    }
