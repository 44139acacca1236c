"""Events of surveys. What somebody wrote stays in the service."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from shared.contracts.tickets.base import TicketsEvent


class _SurveyState(TicketsEvent):
    survey_id: str
    title: str
    year: int
    half: int = Field(description="1 or 2")
    asked: int = Field(description="households of the sample")
    version: int


class SurveyOpened(_SurveyState):
    """The sample is drawn, papers go out. Source: handbook T-23."""

    TYPE: ClassVar[str] = "survey.opened"

    occupied: int = Field(description="occupied households")
    closes_on: date | None


class SurveyHouseholdAsked(TicketsEvent):
    """The sample drew this household: it is invited to fill in the paper. Source: handbook T-23."""

    TYPE: ClassVar[str] = "survey.household_asked"

    survey_id: str
    household_id: str
    room_code: str
    title: str
    closes_on: date | None


class SurveyClosed(_SurveyState):
    """Nothing is taken in any more; what it came to. Source: handbook T-23."""

    TYPE: ClassVar[str] = "survey.closed"

    answered: int
    valid: int
    invalid: int
    satisfaction_per_mille: int | None = Field(description="satisfied and fairly satisfied, of the valid opinions")
    visits_waiting: int = Field(description="unsatisfied answers not visited yet")


class SurveyFaultFound(TicketsEvent):
    """A visit found that an unsatisfied household has reason to be: a corrective action follows. Handbook T-23."""

    TYPE: ClassVar[str] = "survey.fault_found"

    survey_id: str
    survey_visit_id: str
    answer_id: str
    household_id: str
    room_code: str
    items: list[str] = Field(description="codes of the items that were marked unsatisfied")
