"""What a survey comes to, as it is answered and printed. Source: handbook T-23."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from services.tickets.surveys.domain.surveys import ItemResult, Mark, SurveyStatus, overall, per_mille
from services.tickets.surveys.models import Survey
from shared.kernel.text import Locale


class ItemLine(BaseModel):
    """An item over the valid answers."""

    code: str
    question: str
    satisfied: int
    fair: int
    unsatisfied: int
    no_opinion: int
    satisfaction_percent: float | None = Field(description="Satisfied and fairly so, of those with an opinion")

    @classmethod
    def of(cls, result: ItemResult, question: str) -> Self:
        """The line of a result."""
        counts = {mark.value: result.counts.get(mark, 0) for mark in Mark}
        return cls(code=result.code, question=question, satisfaction_percent=percent(result.satisfaction), **counts)


class Counts(BaseModel):
    """Papers and visits."""

    answered: int = Field(description="Papers that came back")
    valid: int
    invalid: int = Field(description="Without a signature")
    unsatisfied: int = Field(description="Papers with something unsatisfied, the invalid ones too")
    visits: int = Field(description="One for each of these (T-17)")
    visits_made: int
    our_faults: int = Field(description="Visits that found the fault to be ours")


class SurveyReport(BaseModel):
    """Counts, rates and the satisfaction per item, as of now."""

    survey_id: str
    community_name: str
    title: str
    year: int
    half: int
    status: SurveyStatus
    as_of: datetime
    occupied: int
    asked: int
    asked_percent: float | None = Field(description="Of the occupied households; at least 20")
    response_percent: float | None = Field(description="Papers that came back, of those asked")
    counts: Counts
    satisfaction_percent: float | None = Field(description="Over all items")
    items: list[ItemLine]

    @classmethod
    def of(
        cls,
        survey: Survey,
        counts: Counts,
        marks: Mapping[str, Mapping[Mark, int]],
        *,
        community_name: str,
        as_of: datetime,
        locale: Locale,
    ) -> Self:
        """Items in the order of the paper, questions in the reader's language."""
        results = [ItemResult(item["code"], marks.get(item["code"], {})) for item in survey.items]
        question = "question_zh" if locale == "zh-CN" else "question_en"
        return cls(
            survey_id=survey.id,
            community_name=community_name,
            title=survey.title,
            year=survey.year,
            half=survey.half,
            status=SurveyStatus(survey.status),
            as_of=as_of,
            occupied=survey.occupied,
            asked=survey.asked,
            asked_percent=percent(per_mille(survey.asked, survey.occupied)),
            response_percent=percent(per_mille(counts.answered, survey.asked)),
            counts=counts,
            satisfaction_percent=percent(overall(results)),
            items=[ItemLine.of(it, item[question]) for it, item in zip(results, survey.items, strict=True)],
        )


def percent(tenths: int | None) -> float | None:
    """Tenths of a percent as percent."""
    return None if tenths is None else tenths / 10
