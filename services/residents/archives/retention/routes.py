"""`/v1/archives/destructions` and the register of what was destroyed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.residents.archives.retention import repository
from services.residents.archives.retention.domain.lifecycle import Status
from services.residents.archives.retention.models import Destruction
from services.residents.archives.retention.repository import RegisterFilter
from services.residents.archives.retention.schemas import (
    NO_WORD,
    AppraisalBody,
    DecisionBody,
    DestructionView,
    ProposalBody,
    RegisterEntryView,
)
from services.residents.archives.retention.usecases.carry_out_destruction import (
    carry_out_destruction,
    witness_destruction,
)
from services.residents.archives.retention.usecases.judge_destruction import (
    appraise_destruction,
    approve_destruction,
    refuse_destruction,
    withdraw_destruction,
)
from services.residents.archives.retention.usecases.propose_destruction import propose_destruction
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/archives", tags=["archives"])

DestructionId = Annotated[Identifier, Path()]
_Command = Annotated[Command, Depends(command_of)]


class _Seen:
    """The view of a destruction in the caller's language."""

    def __init__(self, command: Command) -> None:
        self._locale = command.context.locale

    def __call__(self, destruction: Destruction) -> DestructionView:
        return DestructionView.of(destruction, self._locale)


@routes.get(
    "/destructions", operation_id="archives.list_destructions", summary="List destructions", responses=problems(404)
)
async def list_(
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: Annotated[Status | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DestructionView]:
    """Newest first, each with its list of files (handbook R-14); two queries."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, next_cursor = await repository.list_destructions(session, communities, status, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, lambda row: DestructionView.of(row, reader.locale))


@routes.post(
    "/destructions",
    operation_id="archives.propose_destruction",
    summary="List files to destroy",
    status_code=201,
    response_model=DestructionView,
    responses=problems(404, 409),
)
async def propose(
    body: ProposalBody, caller: Annotated[Caller, needs("archives:check")], command: _Command
) -> Response:
    """Of departed households, past their retention, without dispute and not out on loan (handbook R-14). Needs an
    Idempotency-Key.
    """
    return await command.run(
        lambda tx: propose_destruction(tx, caller, body), view=_Seen(command), status=201, key_required=True
    )


@routes.get(
    "/destructions/{destruction_id}",
    operation_id="archives.show_destruction",
    summary="Read a destruction",
    responses=problems(404),
)
async def show(
    destruction_id: DestructionId,
    response: Response,
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> DestructionView:
    """With its list (handbook R-14); two queries."""
    async with reader.session() as session:
        destruction = await repository.load_destruction(session, destruction_id, caller.communities)
    tagged(response, destruction.version)
    return DestructionView.of(destruction, reader.locale)


@routes.post(
    "/destructions/{destruction_id}/appraise",
    operation_id="archives.appraise_destruction",
    summary="Appraise the files on a list",
    response_model=DestructionView,
    responses=problems(404, 409, 412),
)
async def appraise(
    destruction_id: DestructionId,
    body: AppraisalBody,
    caller: Annotated[Caller, needs("archives:approve_inside")],
    command: _Command,
) -> Response:
    """Says which are kept after all (handbook R-14)."""
    return await command.run(lambda tx: appraise_destruction(tx, caller, destruction_id, body), view=_Seen(command))


@routes.post(
    "/destructions/{destruction_id}/approve",
    operation_id="archives.approve_destruction",
    summary="Approve a destruction",
    response_model=DestructionView,
    responses=problems(404, 409, 412),
)
async def approve(
    destruction_id: DestructionId,
    caller: Annotated[Caller, needs("archives:approve")],
    command: _Command,
    body: DecisionBody = NO_WORD,
) -> Response:
    """By another person than who proposed or appraised it (handbook R-14)."""
    return await command.run(lambda tx: approve_destruction(tx, caller, destruction_id, body.note), view=_Seen(command))


@routes.post(
    "/destructions/{destruction_id}/refuse",
    operation_id="archives.refuse_destruction",
    summary="Refuse a destruction",
    response_model=DestructionView,
    responses=problems(404, 409, 412),
)
async def refuse(
    destruction_id: DestructionId,
    caller: Annotated[Caller, needs("archives:approve")],
    command: _Command,
    body: DecisionBody = NO_WORD,
) -> Response:
    """The files stay (handbook R-14)."""
    return await command.run(lambda tx: refuse_destruction(tx, caller, destruction_id, body.note), view=_Seen(command))


@routes.post(
    "/destructions/{destruction_id}/withdraw",
    operation_id="archives.withdraw_destruction",
    summary="Withdraw a destruction",
    response_model=DestructionView,
    responses=problems(404, 409, 412),
)
async def withdraw(
    destruction_id: DestructionId, caller: Annotated[Caller, needs("archives:check")], command: _Command
) -> Response:
    """At any point before it is carried out; the files stay (handbook R-14)."""
    return await command.run(lambda tx: withdraw_destruction(tx, caller, destruction_id), view=_Seen(command))


@routes.post(
    "/destructions/{destruction_id}/witness",
    operation_id="archives.witness_destruction",
    summary="Stand as witness",
    response_model=DestructionView,
    responses=problems(404, 409, 412),
)
async def witness(
    destruction_id: DestructionId, caller: Annotated[Caller, needs("archives:read")], command: _Command
) -> Response:
    """The witness signs in with an account of their own: another one carries it out (handbook R-14)."""
    return await command.run(lambda tx: witness_destruction(tx, caller, destruction_id), view=_Seen(command))


@routes.post(
    "/destructions/{destruction_id}/carry-out",
    operation_id="archives.carry_out_destruction",
    summary="Destroy the files on a list",
    response_model=DestructionView,
    responses=problems(404, 409, 412),
)
async def carry_out(
    destruction_id: DestructionId, caller: Annotated[Caller, needs("archives:destroy")], command: _Command
) -> Response:
    """Documents and records are replaced by the register, which nobody can change; the contents of attachments follow
    within a minute (handbook R-14). Needs an Idempotency-Key.
    """
    return await command.run(
        lambda tx: carry_out_destruction(tx, caller, destruction_id), view=_Seen(command), key_required=True
    )


@routes.get(
    "/destruction-register",
    operation_id="archives.destruction_register",
    summary="What was destroyed",
    responses=problems(404),
)
async def register(
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    archive_id: Annotated[Identifier | None, Query()] = None,
    destruction_id: Annotated[Identifier | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RegisterEntryView]:
    """Newest first, kept for ever (handbook R-14); one query."""
    wanted = RegisterFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        archive_id=archive_id,
        destruction_id=destruction_id,
    )
    async with reader.session() as session:
        rows, next_cursor = await repository.list_register(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, RegisterEntryView.of)
