"""`/v1/committee-matters`. Source: handbook T-26."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.committee import repository
from services.tickets.committee.domain.matters import MatterKind, MatterStatus
from services.tickets.committee.schemas import MatterView, QuestionBody, Settling
from services.tickets.committee.usecases.raise_matter import ask_question
from services.tickets.committee.usecases.settle_matter import settle_matter, withdraw_matter
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/committee-matters", tags=["committee-matters"])
_MatterId = Annotated[Identifier, Path(description="The matter's id")]
_Reads = Annotated[Reader, Depends(reader_of)]
_Commands = Annotated[Command, Depends(command_of)]


@routes.get("", operation_id="committee.list_matters", summary="List questions and reports", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("committee:read")],
    reader: _Reads,
    kind: MatterKind | None = None,
    status: MatterStatus | None = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[MatterView]:
    """Newest first (handbook T-26). One query."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, following = await repository.list_matters(
            session, communities, kind=kind, status=status, cursor=cursor, limit=limit
        )
    return paged(rows, following, MatterView.of)


@routes.post(
    "",
    operation_id="committee.ask",
    summary="Enter a question of the committee's",
    status_code=201,
    response_model=MatterView,
    responses=problems(404),
)
async def ask(body: QuestionBody, caller: Annotated[Caller, needs("committee:record")], command: _Commands) -> Response:
    """To be answered within three working days (handbook T-26)."""
    return await command.run(lambda tx: ask_question(tx, caller, body), view=MatterView.of, status=201)


@routes.get(
    "/{committee_matter_id}", operation_id="committee.show_matter", summary="Read a matter", responses=problems(404)
)
async def show(
    committee_matter_id: _MatterId,
    response: Response,
    caller: Annotated[Caller, needs("committee:read")],
    reader: _Reads,
) -> MatterView:
    """The `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        matter = await repository.load_matter(session, committee_matter_id, caller.communities)
    tagged(response, matter.version)
    return MatterView.of(matter)


@routes.post(
    "/{committee_matter_id}/settle",
    operation_id="committee.settle",
    summary="Record the answer or the report",
    response_model=MatterView,
    responses=problems(404, 409, 412),
)
async def settle(
    committee_matter_id: _MatterId,
    body: Settling,
    caller: Annotated[Caller, needs("committee:record")],
    command: _Commands,
) -> Response:
    """A late one keeps its breach on record (handbook T-26)."""
    return await command.run(lambda tx: settle_matter(tx, caller, committee_matter_id, body), view=MatterView.of)


@routes.post(
    "/{committee_matter_id}/withdraw",
    operation_id="committee.withdraw",
    summary="Record that a question was taken back",
    response_model=MatterView,
    responses=problems(404, 409, 412),
)
async def withdraw(
    committee_matter_id: _MatterId, caller: Annotated[Caller, needs("committee:record")], command: _Commands
) -> Response:
    """Questions only: what has to be reported is reported (handbook T-26)."""
    return await command.run(lambda tx: withdraw_matter(tx, caller, committee_matter_id), view=MatterView.of)
