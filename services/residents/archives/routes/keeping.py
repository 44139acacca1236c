"""`/v1/archives/{archive_id}`: what its directory asks for, how long it is kept."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.archives.retention.schemas import ClassificationBody, DisputeBody
from services.residents.archives.retention.usecases.classify_file import classify_file
from services.residents.archives.retention.usecases.mark_dispute import mark_dispute, settle_dispute
from services.residents.archives.schemas import ArchiveSummary, ArchiveView, ExemptionBody, OccasionBody, SectionBody
from services.residents.archives.usecases.judge_section import exempt_section, require_section
from services.residents.archives.usecases.record_occasion import record_occasion
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/archives/{archive_id}", tags=["archives"])

ArchiveId = Annotated[Identifier, Path()]


@routes.post(
    "/occasions",
    operation_id="archives.record_occasion",
    summary="Record an occasion that asks for papers",
    response_model=ArchiveView,
    responses=problems(404, 409, 412),
)
async def occasion(
    archive_id: ArchiveId,
    body: OccasionBody,
    caller: Annotated[Caller, needs("archives:file")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Move-in, tenancy and renovation come by themselves; staff add the others (handbook R-11)."""
    return await command.run(
        lambda tx: record_occasion(tx, caller, archive_id, body.occasion),
        view=lambda archive: ArchiveView.whole(archive, command.context.locale),
    )


@routes.post(
    "/exempt",
    operation_id="archives.exempt_section",
    summary="Mark a section as not applicable",
    response_model=ArchiveView,
    responses=problems(404, 409, 412),
)
async def exempt(
    archive_id: ArchiveId,
    body: ExemptionBody,
    caller: Annotated[Caller, needs("archives:file")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """With the reason; a section with papers in it applies (handbook R-11)."""
    return await command.run(
        lambda tx: exempt_section(tx, caller, archive_id, body.section, body.reason),
        view=lambda archive: ArchiveView.whole(archive, command.context.locale),
    )


@routes.post(
    "/require",
    operation_id="archives.require_section",
    summary="Take back that a section is not applicable",
    response_model=ArchiveView,
    responses=problems(404, 409, 412),
)
async def require(
    archive_id: ArchiveId,
    body: SectionBody,
    caller: Annotated[Caller, needs("archives:file")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The household's occasions decide again (handbook R-11)."""
    return await command.run(
        lambda tx: require_section(tx, caller, archive_id, body.section),
        view=lambda archive: ArchiveView.whole(archive, command.context.locale),
    )


@routes.post(
    "/classify",
    operation_id="archives.classify",
    summary="Say how important a file is",
    response_model=ArchiveSummary,
    responses=problems(404, 409, 412),
)
async def classify(
    archive_id: ArchiveId,
    body: ClassificationBody,
    caller: Annotated[Caller, needs("archives:approve")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Kept 1, 2 or 3 years after the household left; unclassified 3. An important one is copied only with the
    manager's word (handbook R-12, R-14).
    """
    return await command.run(lambda tx: classify_file(tx, caller, archive_id, body.importance), view=ArchiveSummary.of)


@routes.post(
    "/dispute",
    operation_id="archives.mark_dispute",
    summary="Put a dispute on record",
    response_model=ArchiveSummary,
    responses=problems(404, 409, 412),
)
async def dispute(
    archive_id: ArchiveId,
    body: DisputeBody,
    caller: Annotated[Caller, needs("archives:file")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The file is kept until the dispute is settled, whatever its retention (handbook R-14)."""
    return await command.run(lambda tx: mark_dispute(tx, caller, archive_id, body.reason), view=ArchiveSummary.of)


@routes.post(
    "/settle-dispute",
    operation_id="archives.settle_dispute",
    summary="Settle a dispute",
    response_model=ArchiveSummary,
    responses=problems(404, 409, 412),
)
async def settle(
    archive_id: ArchiveId,
    caller: Annotated[Caller, needs("archives:approve")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The years of a closed file run anew from today (handbook R-14)."""
    return await command.run(lambda tx: settle_dispute(tx, caller, archive_id), view=ArchiveSummary.of)
