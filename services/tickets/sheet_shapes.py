"""Lists whose sheet says more than their items: words for the codes of a row, numbers for ids. Source: api.md."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.answers.domain.lifecycle import AnswerCategory, AnswerStatus
from services.tickets.answers.models import AnswerVersion
from services.tickets.answers.schemas import AnswerView, LinePair, ProsePair, VersionView
from services.tickets.corrective_actions.schemas import ActionView
from services.tickets.patrols.schemas import AreaView
from services.tickets.promises.domain.promising import AboutKind
from services.tickets.promises.schemas import PromiseView
from services.tickets.replicas.models import HouseholdReplica, RoomReplica
from services.tickets.requests.domain.matters import EVERYWHERE
from services.tickets.requests.models import Ticket
from services.tickets.surveys.domain.surveys import Mark
from services.tickets.surveys.models import Survey
from services.tickets.surveys.schemas import AnswerView as PaperView
from services.tickets.surveys.schemas import SurveyView, SurveyVisitView
from shared.runtime.cells import holds_id
from shared.runtime.http.list_sheets import Shape

_WHOLE = LinePair(zh="全小区", en="The whole community")


class _Thing(BaseModel):
    """What a promise is about, by the number or the code that people know."""

    kind: AboutKind
    number: str | None


class _PromiseRow(PromiseView):
    about: _Thing  # type: ignore[assignment]  # a sheet's own


_KNOWN: Mapping[AboutKind, tuple[Any, Any]] = {
    AboutKind.TICKET: (Ticket.id, Ticket.number),
    AboutKind.ROOM: (RoomReplica.id, RoomReplica.code),
    AboutKind.HOUSEHOLD: (HouseholdReplica.id, HouseholdReplica.room_code),
}


async def _promises(session: AsyncSession, rows: Sequence[PromiseView]) -> Sequence[BaseModel]:
    """A query for each kind of thing that is on the page."""
    numbers: dict[str, str] = {}
    for kind, (key, number) in _KNOWN.items():
        if ids := {row.about.id for row in rows if row.about.kind is kind}:
            numbers.update((await session.execute(select(key, number).where(key.in_(ids)))).all())
    return [
        _PromiseRow.model_validate(
            {**dict(row), "about": _Thing(kind=row.about.kind, number=numbers.get(row.about.id) or _readable(row))}
        )
        for row in rows
    ]


def _readable(row: PromiseView) -> str | None:
    """Another service's reference, unless it is an id that says nothing to people."""
    return None if row.about.kind is not AboutKind.REFERENCE or holds_id(row.about.id) else row.about.id


class _AnswerRow(BaseModel):
    """The version in use; else the one that waits for agreement; else the latest, which was withdrawn."""

    community_id: str
    category: AnswerCategory
    status: AnswerStatus
    question: LinePair
    answer: ProsePair
    papers: list[LinePair]
    keywords: list[str]
    number: int
    latest_number: int
    written_by: str
    written_at: datetime
    agreed_by: str | None
    agreed_at: datetime | None
    withdrawn_reason: str | None
    use_count: int
    last_used_at: datetime | None
    created_at: datetime


async def _answers(session: AsyncSession, rows: Sequence[AnswerView]) -> Sequence[BaseModel]:
    """One query more where answers of the page were withdrawn."""
    shown = {row.id: row.in_use or row.draft for row in rows}
    if gone := [row for row in rows if shown[row.id] is None]:
        latest = or_(
            *(and_(AnswerVersion.answer_id == row.id, AnswerVersion.number == row.latest_number) for row in gone)
        )
        for withdrawn in await session.scalars(select(AnswerVersion).where(latest)):
            shown[withdrawn.answer_id] = VersionView.of(withdrawn)
    return [_AnswerRow.model_validate({**dict(version), **dict(row)}) for row in rows if (version := shown[row.id])]


class _Mark(BaseModel):
    """What a household says of a question."""

    question: LinePair
    mark: Mark


class _PaperRow(PaperView):
    marks: list[_Mark]  # type: ignore[assignment]  # a sheet's own


class _VisitRow(SurveyVisitView):
    items: list[LinePair]  # type: ignore[assignment]  # a sheet's own


class _SurveyRow(SurveyView):
    items: list[LinePair]  # type: ignore[assignment]  # a sheet's own


async def _papers(session: AsyncSession, rows: Sequence[PaperView]) -> Sequence[BaseModel]:
    """One query more."""
    asked = await _questions(session, {row.survey_id for row in rows})
    return [
        _PaperRow.model_validate(
            {
                **dict(row),
                "marks": [_Mark(question=asked[row.survey_id, it.item], mark=it.mark) for it in row.marks],
            }
        )
        for row in rows
    ]


async def _visits(session: AsyncSession, rows: Sequence[SurveyVisitView]) -> Sequence[BaseModel]:
    """One query more."""
    asked = await _questions(session, {row.survey_id for row in rows})
    return [
        _VisitRow.model_validate({**dict(row), "items": [asked[row.survey_id, code] for code in row.items]})
        for row in rows
    ]


async def _questions(session: AsyncSession, survey_ids: Collection[str]) -> Mapping[tuple[str, str], LinePair]:
    """By survey and code."""
    wanted = select(Survey.id, Survey.items).where(Survey.id.in_(survey_ids))
    return {
        (survey_id, item["code"]): LinePair(zh=item["question_zh"], en=item["question_en"])
        for survey_id, items in await session.execute(wanted)
        for item in items
    }


async def _surveys(_session: AsyncSession, rows: Sequence[SurveyView]) -> Sequence[BaseModel]:
    """The questions as the reader reads them."""
    return [
        _SurveyRow.model_validate(
            {**dict(row), "items": [LinePair(zh=it.question_zh, en=it.question_en) for it in row.items]}
        )
        for row in rows
    ]


class _Standard(BaseModel):
    """What has to be met, and how much it is worth."""

    standard: str
    points: int


class _AreaRow(AreaView):
    items: list[_Standard]  # type: ignore[assignment]  # a sheet's own


async def _areas(_session: AsyncSession, rows: Sequence[AreaView]) -> Sequence[BaseModel]:
    """Standards without their codes."""
    return [
        _AreaRow.model_validate(
            {**dict(row), "items": [_Standard(standard=it.standard, points=it.points) for it in row.items]}
        )
        for row in rows
    ]


class _ActionRow(ActionView):
    place: LinePair | str | None  # type: ignore[assignment]  # a sheet's own


async def _actions(_session: AsyncSession, rows: Sequence[ActionView]) -> Sequence[BaseModel]:
    """The whole community by its name."""
    return [
        _ActionRow.model_validate({**dict(row), "place": _WHOLE if row.place == EVERYWHERE else row.place})
        for row in rows
    ]


SHAPES: Mapping[str, Shape] = {
    "promises.list": Shape(_PromiseRow, _promises),
    "answers.list": Shape(_AnswerRow, _answers),
    "surveys.list": Shape(_SurveyRow, _surveys),
    "surveys.answers": Shape(_PaperRow, _papers),
    "surveys.visits": Shape(_VisitRow, _visits),
    "patrols.list_areas": Shape(_AreaRow, _areas),
    "corrective_actions.list": Shape(_ActionRow, _actions),
}
"""By the operation id of the list."""
