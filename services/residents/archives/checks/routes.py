"""`/v1/archives/inventory-checks`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.residents.archives.checks import repository
from services.residents.archives.checks.domain.lifecycle import Finding, Status
from services.residents.archives.checks.domain.periods import CheckKind
from services.residents.archives.checks.due import checks_owed
from services.residents.archives.checks.models import InventoryCheck
from services.residents.archives.checks.schemas import (
    NO_WORD,
    CheckBody,
    CheckView,
    CheckWithTally,
    EndBody,
    FileToCheck,
    FindingsBody,
    OwedChecks,
    Tally,
)
from services.residents.archives.checks.usecases.conduct_check import (
    begin_check,
    cancel_check,
    finish_check,
    record_findings,
)
from services.residents.premises import repository as premises
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/archives/inventory-checks", tags=["archives"])

CheckId = Annotated[Identifier, Path()]
_Command = Annotated[Command, Depends(command_of)]


class _Seen:
    """The view of a check in the caller's language."""

    def __init__(self, command: Command) -> None:
        self._locale = command.context.locale

    def __call__(self, check: InventoryCheck) -> CheckView:
        return CheckView.of(check, self._locale)


@routes.get("", operation_id="archives.list_checks", summary="List inventory checks", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    kind: Annotated[CheckKind | None, Query()] = None,
    status: Annotated[Status | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CheckView]:
    """Newest first (handbook R-13); one query."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, next_cursor = await repository.list_checks(session, communities, kind, status, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, lambda row: CheckView.of(row, reader.locale))


@routes.post(
    "",
    operation_id="archives.begin_check",
    summary="Begin an inventory check",
    status_code=201,
    response_model=CheckView,
    responses=problems(404, 409),
)
async def begin(body: CheckBody, caller: Annotated[Caller, needs("archives:check")], command: _Command) -> Response:
    """Monthly by the archivist; the quarter's needs `archives:approve` (handbook R-13). Needs an Idempotency-Key."""
    return await command.run(
        lambda tx: begin_check(tx, caller, body), view=_Seen(command), status=201, key_required=True
    )


@routes.get(
    "/due", operation_id="archives.checks_due", summary="Which checks are due or overdue", responses=problems(404)
)
async def due(
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Annotated[Identifier | None, Query()] = None,
) -> OwedChecks:
    """The present month and quarter, by the community's calendar; overdue while the period before was not checked
    whole either (handbook R-13). Four queries.
    """
    async with reader.session() as session:
        community = await premises.load_community(session, caller.community(community_id), caller.communities)
        return await checks_owed(session, community, reader.now, reader.locale)


@routes.get(
    "/{check_id}", operation_id="archives.show_check", summary="Read an inventory check", responses=problems(404)
)
async def show(
    check_id: CheckId,
    response: Response,
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> CheckWithTally:
    """With how far it has come (handbook R-13); two queries."""
    async with reader.session() as session:
        check = await repository.load_check(session, check_id, caller.communities)
        counts = await repository.tally_of(session, check)
    tagged(response, check.version)
    found = {finding.value: counts.get(finding.value, 0) for finding in Finding}
    tally = Tally(files=sum(counts.values()), unchecked=counts.get(None, 0), **found)
    return CheckWithTally(**CheckView.of(check, reader.locale).model_dump(), tally=tally)


@routes.get(
    "/{check_id}/files",
    operation_id="archives.list_files_to_check",
    summary="The files of a check",
    responses=problems(404),
)
async def files(
    check_id: CheckId,
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    finding: Annotated[Literal["unchecked", "present", "missing", "damaged"] | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[FileToCheck]:
    """By number, with what was found; three queries (handbook R-13)."""
    async with reader.session() as session:
        check = await repository.load_check(session, check_id, caller.communities)
        rows, next_cursor = await repository.files_to_check(session, check, finding, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, FileToCheck.of)


@routes.post(
    "/{check_id}/findings",
    operation_id="archives.record_findings",
    summary="Record what was found",
    response_model=CheckView,
    responses=problems(404, 409, 412),
)
async def record(
    check_id: CheckId, body: FindingsBody, caller: Annotated[Caller, needs("archives:check")], command: _Command
) -> Response:
    """File by file: present, missing or damaged; a file named again is corrected (handbook R-13)."""
    return await command.run(lambda tx: record_findings(tx, caller, check_id, body.findings), view=_Seen(command))


@routes.post(
    "/{check_id}/finish",
    operation_id="archives.finish_check",
    summary="Finish an inventory check",
    response_model=CheckView,
    responses=problems(404, 409, 412),
)
async def finish(
    check_id: CheckId,
    caller: Annotated[Caller, needs("archives:check")],
    command: _Command,
    body: EndBody = NO_WORD,
) -> Response:
    """Once every file was looked at (handbook R-13)."""
    return await command.run(lambda tx: finish_check(tx, caller, check_id, body.note), view=_Seen(command))


@routes.post(
    "/{check_id}/cancel",
    operation_id="archives.cancel_check",
    summary="Cancel an inventory check",
    response_model=CheckView,
    responses=problems(404, 409, 412),
)
async def cancel(
    check_id: CheckId,
    caller: Annotated[Caller, needs("archives:check")],
    command: _Command,
    body: EndBody = NO_WORD,
) -> Response:
    """Begun by mistake; it counts for nothing and stays on record (handbook R-13)."""
    return await command.run(lambda tx: cancel_check(tx, caller, check_id, body.note), view=_Seen(command))
