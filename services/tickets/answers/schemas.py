"""Bodies of the answer book."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.tickets.answers.domain.lifecycle import AnswerCategory, AnswerStatus, standing_of_answer
from services.tickets.answers.models import Answer, AnswerUse, AnswerVersion
from services.tickets.requests.domain.intake import Source
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.intake import Requester
from services.tickets.requests.schemas.views import TicketView
from shared.runtime.http.fields import Code, Identifier, Line, Name, Prose

_EXAMPLE: JsonDict = {
    "category": "renovation",
    "question": {"zh": "装修申请要带什么资料？", "en": "What do I bring to apply for a renovation?"},
    "answer": {"zh": "请带齐所列资料到前台。", "en": "Bring the papers listed to the front desk."},
    "papers": [{"zh": "业主身份证", "en": "The owner's ID card"}],
    "keywords": ["装修", "施工许可"],
}


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LinePair(_Body):
    """A line in both languages."""

    zh: Line
    en: Line


class ProsePair(_Body):
    """Text in both languages."""

    zh: Prose
    en: Prose


class AnswerContent(_Body):
    """What an answer says; a change is the whole anew."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    category: AnswerCategory
    question: LinePair
    answer: ProsePair
    papers: Annotated[list[LinePair], Field(max_length=30, description="What to bring")] = []
    keywords: Annotated[list[Name], Field(max_length=20, description="Other words that callers use")] = []


class AnswerDraft(AnswerContent):
    """A new answer."""

    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class Agreement(_Body):
    """Which version is agreed: the one that was read."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"number": 2}]})

    number: int = Field(ge=1, le=1_000_000)


class Withdrawal(_Body):
    """Why it is used no longer."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "收费标准已调整"}]})

    reason: Line


class AnswerUsed(_Body):
    """Who was answered: a new contact, or the open consultation `ticket_id`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "room_code": "3#2-5-1",
                    "requester": {"name": "王芳", "phone": "13812345678"},
                    "source": "phone",
                    "question": "装修要带什么资料",
                    "room_confirmed": True,
                },
                {"ticket_id": "0193d2a0-0000-7000-8000-000000000001"},
            ]
        },
    )

    ticket_id: Identifier | None = None
    room_code: Code | None = None
    requester: Requester | None = None
    source: Source | None = None
    question: Line | None = Field(default=None, description="In the caller's own words")
    room_confirmed: bool = Field(default=False, description="Unit, floor and room were confirmed (handbook T-05)")
    note: Line | None = None


class VersionView(BaseModel):
    """What an answer says or said."""

    number: int
    status: AnswerStatus
    category: AnswerCategory
    question: LinePair
    answer: ProsePair
    papers: list[LinePair]
    keywords: list[str]
    written_by: str
    written_at: datetime
    agreed_by: str | None
    agreed_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawn_reason: str | None

    @classmethod
    def of(cls, version: AnswerVersion) -> Self:
        """The view of a row."""
        return cls(
            number=version.number,
            status=AnswerStatus(version.status),
            category=AnswerCategory(version.category),
            question=LinePair(zh=version.question_zh, en=version.question_en),
            answer=ProsePair(zh=version.answer_zh, en=version.answer_en),
            papers=[LinePair(**paper) for paper in version.papers],
            keywords=version.keywords,
            written_by=version.written_by,
            written_at=version.written_at,
            agreed_by=version.agreed_by,
            agreed_at=version.agreed_at,
            withdrawn_by=version.withdrawn_by,
            withdrawn_at=version.withdrawn_at,
            withdrawn_reason=version.withdrawn_reason,
        )


class AnswerView(BaseModel):
    """An answer: what is in use, what waits for agreement, how often it was used."""

    id: str
    community_id: str
    category: AnswerCategory
    status: AnswerStatus
    in_use: VersionView | None = Field(description="null: nobody may be answered with it")
    draft: VersionView | None = Field(description="Waits for another person's agreement")
    latest_number: int
    use_count: int
    last_used_at: datetime | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """The view of a row loaded with its versions."""
        by_number = {version.number: version for version in answer.versions}
        agreed = by_number.get(answer.agreed_number) if answer.agreed_number else None
        draft = by_number.get(answer.draft_number) if answer.draft_number else None
        return cls(
            id=answer.id,
            community_id=answer.community_id,
            category=AnswerCategory(answer.category),
            status=standing_of_answer(answer.agreed_number, answer.draft_number),
            in_use=VersionView.of(agreed) if agreed else None,
            draft=VersionView.of(draft) if draft else None,
            latest_number=answer.latest_number,
            use_count=answer.use_count,
            last_used_at=answer.last_used_at,
            created_at=answer.created_at,
            version=answer.version,
        )


class UseView(BaseModel):
    """The consultation, closed, and with what it was answered."""

    answer_id: str
    number: int = Field(description="The version that the caller was told")
    used_by: str
    used_at: datetime
    is_first_contact: bool
    ticket: TicketView

    @classmethod
    def of(cls, told: tuple[AnswerUse, Ticket]) -> Self:
        """The view of a use and its ticket."""
        use, ticket = told
        return cls(
            answer_id=use.answer_id,
            number=use.number,
            used_by=use.used_by,
            used_at=use.used_at,
            is_first_contact=use.is_first_contact,
            ticket=TicketView.of(ticket),
        )
