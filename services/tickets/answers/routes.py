"""`/v1/answers`: the answer book. Source: handbook T-31."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.answers import repository as answers
from services.tickets.answers.domain.errors import AnswerNotAgreed
from services.tickets.answers.domain.lifecycle import AnswerCategory, AnswerStatus
from services.tickets.answers.domain.search_terms import tokens_of, weight_of
from services.tickets.answers.papers import answer_pdf
from services.tickets.answers.repository import AnswerFilter
from services.tickets.answers.schemas import (
    Agreement,
    AnswerContent,
    AnswerDraft,
    AnswerUsed,
    AnswerView,
    UseView,
    VersionView,
    Withdrawal,
)
from services.tickets.answers.usecases.agree_answer import agree_answer
from services.tickets.answers.usecases.draft_answer import draft_answer
from services.tickets.answers.usecases.revise_answer import revise_answer
from services.tickets.answers.usecases.use_answer import use_answer
from services.tickets.answers.usecases.withdraw_answer import withdraw_answer
from services.tickets.answers.usecases.writing import version_of
from services.tickets.replicas import repository as replicas
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier, Name
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

AnswerId = Annotated[Identifier, Path(description="The answer's id")]

routes = APIRouter(prefix="/v1/answers", tags=["answers"])


@routes.get(
    "",
    operation_id="answers.list",
    summary="Search the answer book, or list it",
    responses=problems(404),
)
async def list_(
    caller: Annotated[Caller, needs("answers:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    q: Annotated[Name | None, Query(description="Chinese, pinyin, initials or English; parts do")] = None,
    category: AnswerCategory | None = None,
    status: Annotated[AnswerStatus | None, Query(description="`drafted`: those with a draft that waits")] = None,
    community_id: Identifier | None = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[AnswerView]:
    """With `q`: answers in use, most hits first, then the most used, one page. Without: all, newest first. Two queries
    (handbook T-31).
    """
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = AnswerFilter(communities, category=category, status=status)
    async with reader.session() as session:
        if q is None:
            rows, next_cursor = await answers.list_answers(session, wanted, cursor=cursor, limit=limit)
            return paged(rows, next_cursor, AnswerView.of)
        found = await answers.find_answers(session, wanted, weight_of(tokens_of(q)), limit=limit)
    return paged(found, None, AnswerView.of)


@routes.post(
    "",
    operation_id="answers.draft",
    summary="Write an answer",
    status_code=201,
    response_model=AnswerView,
    responses=problems(404, 409),
)
async def draft(
    body: AnswerDraft,
    caller: Annotated[Caller, needs("answers:write")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """In both languages; nobody is answered with it before another person has agreed (handbook T-31)."""
    return await command.run(lambda tx: draft_answer(tx, caller, body), view=AnswerView.of, status=201)


@routes.get(
    "/{answer_id}",
    operation_id="answers.show",
    summary="Read an answer",
    responses=problems(404),
)
async def show(
    answer_id: AnswerId,
    response: Response,
    caller: Annotated[Caller, needs("answers:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> AnswerView:
    """The version in use and the draft that waits; the `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        answer = await answers.load_answer(session, answer_id, caller.communities)
    tagged(response, answer.version)
    return AnswerView.of(answer)


@routes.get(
    "/{answer_id}/versions",
    operation_id="answers.versions",
    summary="What it says and said, latest first",
    responses=problems(404),
)
async def versions(
    answer_id: AnswerId,
    caller: Annotated[Caller, needs("answers:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[VersionView]:
    """Every version stays: what a caller was told on a day can be read again (handbook T-31)."""
    async with reader.session() as session:
        await answers.load_answer(session, answer_id, caller.communities)
        rows, next_cursor = await answers.list_versions(session, answer_id, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, VersionView.of)


@routes.get(
    "/{answer_id}/paper.pdf",
    operation_id="answers.print",
    summary="The answer on paper, with what to bring",
    response_class=Response,
    responses=file_responses(PDF, 404, 409, description="The version in use"),
)
async def print_(
    answer_id: AnswerId,
    caller: Annotated[Caller, needs("answers:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A5, in the request's language; only what is in use is given away (handbook T-31)."""
    async with reader.session() as session:
        answer = await answers.load_answer(session, answer_id, caller.communities)
        community = await replicas.find_community(session, answer.community_id)
    version = version_of(answer, answer.agreed_number)
    if version is None:
        raise AnswerNotAgreed
    pdf = await asyncio.to_thread(answer_pdf, version, community, reader.locale, reader.now)
    title = version.question_en if reader.locale == "en" else version.question_zh
    return file_answer(pdf, PDF, f"{title}.pdf")


@routes.post(
    "/{answer_id}/revise",
    operation_id="answers.revise",
    summary="Change an answer",
    response_model=AnswerView,
    responses=problems(404, 409, 412),
)
async def revise(
    answer_id: AnswerId,
    body: AnswerContent,
    caller: Annotated[Caller, needs("answers:write")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Another version, drafted; the one in use stays so until the new one is agreed (handbook T-31)."""
    return await command.run(lambda tx: revise_answer(tx, caller, answer_id, body), view=AnswerView.of)


@routes.post(
    "/{answer_id}/agree",
    operation_id="answers.agree",
    summary="Agree the draft that waits",
    response_model=AnswerView,
    responses=problems(404, 409, 412),
)
async def agree(
    answer_id: AnswerId,
    body: Agreement,
    caller: Annotated[Caller, needs("answers:agree")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By another person than who wrote it, and exactly the version that was read (handbook T-31)."""
    return await command.run(lambda tx: agree_answer(tx, caller, answer_id, body.number), view=AnswerView.of)


@routes.post(
    "/{answer_id}/withdraw",
    operation_id="answers.withdraw",
    summary="Take an answer out of use",
    response_model=AnswerView,
    responses=problems(404, 409, 412),
)
async def withdraw(
    answer_id: AnswerId,
    body: Withdrawal,
    caller: Annotated[Caller, needs("answers:agree")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The version in use and the draft; what was answered with it stays on record (handbook T-31)."""
    return await command.run(lambda tx: withdraw_answer(tx, caller, answer_id, body.reason), view=AnswerView.of)


@routes.post(
    "/{answer_id}/use",
    operation_id="answers.use",
    summary="Answer a consultation and close it",
    status_code=201,
    response_model=UseView,
    responses=problems(404, 409, 412),
)
async def use(
    answer_id: AnswerId,
    body: AnswerUsed,
    caller: Annotated[Caller, needs("tickets:close")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """A new contact, opened and closed at once, or the open consultation `ticket_id`; the version that the caller was
    told is on record (handbook T-03, T-31).
    """
    return await command.run(lambda tx: use_answer(tx, caller, answer_id, body), view=UseView.of, status=201)
