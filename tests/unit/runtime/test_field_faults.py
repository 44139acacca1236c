"""What is wrong with a field is said in words, in both languages. Source: api.md, problems."""

from enum import StrEnum

import pytest
from pydantic import BaseModel, ValidationError

from shared.kernel.text import Locale
from shared.runtime.http.fields import MonthName
from shared.runtime.http.validation import field_faults


class _Outcome(StrEnum):
    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNREACHABLE = "unreachable"


class _Visit(BaseModel):
    outcome: _Outcome
    month: MonthName


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            "zh-CN",
            [
                ("/outcome", "只能是 'satisfied'、'unsatisfied' 或 'unreachable'"),
                ("/month", "月份写作 2026-11"),
            ],
        ),
        (
            "en",
            [
                ("/outcome", "Must be one of 'satisfied', 'unsatisfied' or 'unreachable'"),
                ("/month", "A month is written 2026-11"),
            ],
        ),
    ],
)
def test_choices_and_patterns_are_told_in_words(locale: Locale, said: list[tuple[str, str]]) -> None:
    with pytest.raises(ValidationError) as refused:
        _Visit.model_validate({"outcome": "glad", "month": "2026-13"})
    errors = [{**error, "loc": ("body", *error["loc"])} for error in refused.value.errors()]
    assert [(fault.pointer, fault.message) for fault in field_faults(errors, locale)] == said
