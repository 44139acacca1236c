"""`/v1/archives/{archive_id}/directory`: printed and as a sheet."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.archives import repository
from services.residents.archives.papers import directory_pdf, directory_sheet
from services.residents.archives.schemas import ArchiveView
from services.residents.premises import repository as premises
from services.residents.premises.models import Community
from shared.runtime.files.answers import PDF, XLSX, file_answer, file_responses
from shared.runtime.http.fields import Identifier
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/archives/{archive_id}/directory", tags=["archives"])


async def _whole(reader: Reader, archive_id: str, caller: Caller) -> tuple[ArchiveView, Community]:
    async with reader.session() as session:
        archive = await repository.load_archive(session, archive_id, caller.communities)
        community = await premises.load_community(session, archive.community_id, caller.communities)
    return ArchiveView.whole(archive, reader.locale), community


@routes.get(
    "/pdf",
    operation_id="archives.print_directory",
    summary="A file's directory as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The directory"),
)
async def pdf(
    archive_id: Annotated[Identifier, Path()],
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """The cover sheet of the file (目录): sections in filing order, what is in each and what is missing, in the
    language asked for (handbook R-10, R-11). Five queries.
    """
    archive, community = await _whole(reader, archive_id, caller)
    made = await asyncio.to_thread(directory_pdf, archive, community, reader.locale, reader.now)
    return file_answer(made, PDF, f"{archive.number}.pdf")


@routes.get(
    "/excel",
    operation_id="archives.export_directory",
    summary="A file's directory as Excel",
    response_class=Response,
    responses=file_responses(XLSX, 404, description="A sheet"),
)
async def excel(
    archive_id: Annotated[Identifier, Path()],
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A line for each document and record, in filing order (handbook R-10). Five queries."""
    archive, community = await _whole(reader, archive_id, caller)
    made = await asyncio.to_thread(directory_sheet, archive, community.zone, reader.locale)
    return file_answer(made, XLSX, f"{archive.number}.xlsx")
