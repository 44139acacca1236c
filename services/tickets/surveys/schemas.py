"""Bodies of surveys."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from services.tickets.surveys.domain.surveys import LEAST_PERCENT, SURVEYS, Mark, SurveyStatus, VisitStatus
from services.tickets.surveys.models import Survey, SurveyAnswer, SurveyVisit
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier, Line, Name, Prose
from shared.runtime.http.patterns import worded
from shared.runtime.http.validation import BilingualValueError, not_null

ItemCode = Annotated[
    str,
    StringConstraints(
        pattern=worded(
            r"^[a-z][a-z0-9_]{0,31}$",
            Text(
                zh="至多 32 位小写字母、数字与下划线，以字母开头",
                en="Up to 32 small letters, digits and underscores, a letter first",
            ),
        )
    ),
    Field(examples=["cleaning"]),
]
_TWICE = Text(zh="项目代码重复", en="An item code is given twice")
_ITEMS: list[Any] = [
    {"code": "cleaning", "question_zh": "您对公共区域保洁是否满意？", "question_en": "Are the public areas clean?"},
    {"code": "security", "question_zh": "您对小区秩序维护是否满意？", "question_en": "Do you feel safe here?"},
    {"code": "repairs", "question_zh": "您对报修服务是否满意？", "question_en": "Are repairs prompt and good?"},
]


class SurveyItem(BaseModel):
    """A question of the paper, in both languages."""

    model_config = ConfigDict(extra="forbid")

    code: ItemCode
    question_zh: Line
    question_en: Line


class SurveyDraft(BaseModel):
    """A half-year's survey with its questions (T-23)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"year": 2099, "half": 2, "title": "下半年业户满意度调查", "items": _ITEMS}]},
    )

    year: int = Field(ge=2000, le=2100)
    half: Literal[1, 2]
    title: Line
    items: list[SurveyItem] = Field(min_length=1, max_length=40)
    percent: int = Field(default=LEAST_PERCENT, ge=LEAST_PERCENT, le=100, description="Of the occupied households")
    closes_on: date | None = Field(default=None, description="When the papers are wanted back")
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")

    @field_validator("items")
    @classmethod
    def _each_once(cls, items: list[SurveyItem]) -> list[SurveyItem]:
        return _once(items)


class SurveyChange(BaseModel):
    """A draft's correction: what is left out stays, the questions are given whole. `closes_on: null` clears it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"percent": 30}]})

    year: int | None = Field(default=None, ge=2000, le=2100)
    half: Literal[1, 2] | None = None
    title: Line | None = None
    items: list[SurveyItem] | None = Field(default=None, min_length=1, max_length=40)
    percent: int | None = Field(default=None, ge=LEAST_PERCENT, le=100)
    closes_on: date | None = None

    _given = field_validator("year", "half", "title", "items", "percent", mode="before")(not_null)

    @field_validator("items")
    @classmethod
    def _each_once(cls, items: list[SurveyItem]) -> list[SurveyItem]:
        return _once(items)


def _once(items: list[SurveyItem]) -> list[SurveyItem]:
    if len({item.code for item in items}) < len(items):
        raise BilingualValueError(_TWICE)
    return items


class SurveyView(BaseModel):
    """A survey; the counts of its sample are 0 until it is opened."""

    id: str
    community_id: str
    year: int
    half: int
    title: str
    status: SurveyStatus
    actions: list[str] = Field(description="What is possible next")
    items: list[SurveyItem]
    percent: int
    seed: str = Field(description="The sample can be drawn again from it")
    closes_on: date | None
    occupied: int = Field(description="Occupied households when it was opened")
    asked: int
    asked_again: int = Field(description="Asked last time too, as no others were left")
    drafted_by: str
    opened_at: datetime | None
    opened_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    version: int

    @classmethod
    def of(cls, survey: Survey) -> Self:
        """The view of a row."""
        given: dict[str, Any] = {name: getattr(survey, name) for name in cls.model_fields if name != "actions"}
        return cls(**given, actions=SURVEYS.actions(SurveyStatus(survey.status)))


class AskedHousehold(BaseModel):
    """A household of the sample, and whether its paper is back."""

    household_id: str
    room_code: str
    has_answered: bool


class MarkGiven(BaseModel):
    """What the household says of an item."""

    model_config = ConfigDict(extra="forbid")

    item: ItemCode
    mark: Mark


class AnswerRecord(BaseModel):
    """A paper as it came back; without a signature it counts as invalid (T-23)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "room_code": "3#2-5-1",
                    "signed_by": "王芳",
                    "marks": [
                        {"item": "cleaning", "mark": "satisfied"},
                        {"item": "security", "mark": "fair"},
                        {"item": "repairs", "mark": "unsatisfied"},
                    ],
                    "comment": "报修等得太久",
                }
            ]
        },
    )

    room_code: Code = Field(examples=["3#2-5-1"])
    marks: list[MarkGiven] = Field(min_length=1, max_length=80)
    signed_by: Name | None = Field(default=None, description="The name under it; an unsigned paper is invalid")
    comment: Prose | None = None


class AnswerView(BaseModel):
    """A paper."""

    id: str
    survey_id: str
    household_id: str
    room_code: str
    signed_by: str | None
    is_valid: bool
    is_unsatisfied: bool = Field(description="Some item is marked so: the household is visited (T-17)")
    marks: list[MarkGiven]
    comment: str | None
    recorded_at: datetime
    recorded_by: str

    @classmethod
    def of(cls, answer: SurveyAnswer) -> Self:
        """The view of a row loaded with its marks."""
        given: dict[str, Any] = {name: getattr(answer, name) for name in cls.model_fields if name != "marks"}
        return cls(**given, marks=[MarkGiven(item=it.item, mark=Mark(it.mark)) for it in answer.marks])


class SurveyVisitRecord(BaseModel):
    """What the visit found; where the fault is ours a corrective action follows (T-23)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"found": "两次报修均超过 24 小时才到场", "our_fault": True, "on_site": True}]},
    )

    found: Prose
    our_fault: bool
    on_site: bool = False


class SurveyVisitView(BaseModel):
    """The visit that an unsatisfied answer gets."""

    id: str
    survey_id: str
    answer_id: str
    household_id: str
    room_code: str
    items: list[str] = Field(description="What was marked unsatisfied")
    status: VisitStatus
    due_at: datetime = Field(description="Ten working days after the answer (T-17)")
    made_at: datetime | None
    made_by: str | None
    on_site: bool | None
    found: str | None
    our_fault: bool | None
    version: int

    @classmethod
    def of(cls, visit: SurveyVisit) -> Self:
        """The view of a row."""
        given: dict[str, Any] = {name: getattr(visit, name) for name in cls.model_fields}
        return cls(**given)
