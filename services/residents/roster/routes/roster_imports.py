"""`…/roster-imports`: to look at, to apply, to undo."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.roster import repository
from services.residents.roster.routes.uploads import CommunityId
from services.residents.roster.schemas import ApplyBody, RosterImportView
from services.residents.roster.usecases.ask_apply import ask_apply
from services.residents.roster.usecases.ask_undo import ask_undo
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/communities/{community_id}/roster-imports", tags=["roster imports"])

ImportId = Annotated[Identifier, Path()]
ALL_ROWS = ApplyBody()


@routes.get("", operation_id="roster_imports.list", summary="List imports, the newest first", responses=problems(404))
async def list_(
    community_id: CommunityId,
    caller: Annotated[Caller, needs("roster:import")],
    reader: Annotated[Reader, Depends(reader_of)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RosterImportView]:
    """Of one community (handbook R-08); one query."""
    wanted = caller.community(community_id)
    async with reader.session() as session:
        rows, next_cursor = await repository.list_imports(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, RosterImportView.of)


@routes.get("/{import_id}", operation_id="roster_imports.show", summary="Read an import", responses=problems(404))
async def show(
    community_id: CommunityId,
    import_id: ImportId,
    response: Response,
    caller: Annotated[Caller, needs("roster:import")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> RosterImportView:
    """State, counts and progress, to poll (handbook R-08)."""
    async with reader.session() as session:
        roster = await repository.load_import(session, import_id, community_id, caller.communities)
    tagged(response, roster.version)
    return RosterImportView.of(roster)


@routes.post(
    "/{import_id}/apply",
    operation_id="roster_imports.apply",
    summary="Write what the dry run found",
    response_model=RosterImportView,
    responses=problems(404, 409, 412),
)
async def apply(
    community_id: CommunityId,
    import_id: ImportId,
    caller: Annotated[Caller, needs("roster:import")],
    command: Annotated[Command, Depends(command_of)],
    body: ApplyBody = ALL_ROWS,
) -> Response:
    """Rooms, households, people and files, in the background (handbook R-08); nobody is notified.

    Rows in error or conflict are refused, or left out with `leave_out_faulty`. Needs an Idempotency-Key.
    """
    return await command.run(
        lambda tx: ask_apply(tx, caller, community_id, import_id, leave_out_faulty=body.leave_out_faulty),
        view=RosterImportView.of,
        key_required=True,
    )


@routes.post(
    "/{import_id}/undo",
    operation_id="roster_imports.undo",
    summary="Take an import back",
    response_model=RosterImportView,
    responses=problems(404, 409, 412),
)
async def undo(
    community_id: CommunityId,
    import_id: ImportId,
    caller: Annotated[Caller, needs("roster:import")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """As a batch, as far as nobody has touched the rows since; those are kept and told (handbook R-08).

    Needs an Idempotency-Key.
    """
    return await command.run(
        lambda tx: ask_undo(tx, caller, community_id, import_id), view=RosterImportView.of, key_required=True
    )
