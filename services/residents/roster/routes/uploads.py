"""`…/roster-imports/template` and the upload."""

import asyncio
import re
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.roster import template
from services.residents.roster.domain.errors import EmptyUpload, FileRefused
from services.residents.roster.domain.refusals import Refused
from services.residents.roster.reading.packing import format_of
from services.residents.roster.routes.spool import Spooled, spooled
from services.residents.roster.schemas import RosterImportView
from services.residents.roster.usecases.upload_roster import upload_roster
from shared.runtime.files.answers import XLSX
from shared.runtime.http.body_limit import MEGABYTE, Upload
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier, Line
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/communities/{community_id}/roster-imports", tags=["roster imports"])


def uploads_of(limit_mb: int) -> list[Upload]:
    """The routes here that take more than other bodies."""
    path = re.compile(r"/v1/communities/[^/]{1,36}/roster-imports")
    return [Upload("POST", path, limit_mb * MEGABYTE)]


CommunityId = Annotated[Identifier, Path()]
_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_TEMPLATE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {XLSX: _BINARY, "text/csv": _BINARY}}
}
_FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself: xlsx, ods or csv, told by its content",
        "content": {"application/octet-stream": _BINARY, XLSX: _BINARY, "text/csv": _BINARY},
    }
}


@routes.get(
    "/template",
    operation_id="roster_imports.template",
    summary="Download the roster's template",
    response_class=Response,
    responses=problems(404) | _TEMPLATE,
)
async def show_template(
    community_id: CommunityId,
    caller: Annotated[Caller, needs("roster:import")],
    file_format: Annotated[Literal["xlsx", "csv"], Query(alias="format")] = "xlsx",
) -> Response:
    """In Chinese, with notes, drop-downs and an example (handbook R-08); the CSV is the header alone."""
    caller.community(community_id)
    headers = {"Content-Disposition": f'attachment; filename="roster-template.{file_format}"'}
    if file_format == "csv":
        return Response(template.as_csv(), media_type="text/csv; charset=utf-8", headers=headers)
    return Response(await asyncio.to_thread(template.as_xlsx), media_type=XLSX, headers=headers)


async def spool_folder_of(request: Request) -> FilePath | None:
    """Dependency: where uploads wait."""
    return cast("FilePath | None", request.app.state.spool_folder)


@routes.post(
    "",
    operation_id="roster_imports.upload",
    summary="Upload a roster; its dry run begins",
    status_code=201,
    response_model=RosterImportView,
    responses=problems(404, 409, 507),
    openapi_extra=_FILE,
)
async def upload(
    community_id: CommunityId,
    request: Request,
    caller: Annotated[Caller, needs("roster:import")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    folder: Annotated[FilePath | None, Depends(spool_folder_of)],
    file_name: Annotated[Line, Query(description="What the file is called")] = "roster",
) -> Response:
    """The file is the body; xlsx, ods, or csv in UTF-8 or GB18030 (handbook R-08).

    Nothing of the register changes. Poll the import until it is `checked` or `failed`. Needs an Idempotency-Key.
    """
    caller.community(community_id)
    command.require_key()
    async with spooled(request, folder) as body:
        await _look_at(body)
        command.body_digest = body.sha256
        return await command.run(
            lambda tx: upload_roster(
                tx, caller, community_id, cast("Any", body.file), confidential.cipher,
                name=file_name, size=body.size, sha256=body.sha256,
            ),
            view=RosterImportView.of,
            status=201,
            key_required=True,
        )  # fmt: skip


async def _look_at(body: Spooled) -> None:
    """Raises EmptyUpload, FileRefused."""
    if not body.size:
        raise EmptyUpload(pointer="/file")
    try:
        await asyncio.to_thread(format_of, cast("Any", body.file))
    except Refused as refused:
        raise FileRefused(refused) from refused
