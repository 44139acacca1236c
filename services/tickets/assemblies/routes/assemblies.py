"""`/v1/assemblies`: drafts, and what came of them. Source: handbook T-29."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.tickets.assemblies import repository
from services.tickets.assemblies.domain.errors import NotPublished
from services.tickets.assemblies.domain.lifecycle import AssemblyStatus
from services.tickets.assemblies.papers import minutes_pdf
from services.tickets.assemblies.routes.parts import PREFIX, TAGS, AssemblyId, Commands, Reads
from services.tickets.assemblies.schemas import AssemblyBody, AssemblyChange, AssemblyView
from services.tickets.assemblies.usecases.draft_assembly import change_draft, draft_assembly
from services.tickets.replicas import repository as replicas
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.get("", operation_id="assemblies.list", summary="List owners' assemblies", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("assemblies:read")],
    reader: Reads,
    status: AssemblyStatus | None = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AssemblyView]:
    """Newest first (handbook T-29). Two queries."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, following = await repository.list_assemblies(
            session, communities, status=status, cursor=cursor, limit=limit
        )
    return paged(rows, following, AssemblyView.of)


@routes.post(
    "",
    operation_id="assemblies.draft",
    summary="Draft an assembly",
    status_code=201,
    response_model=AssemblyView,
    responses=problems(404),
)
async def draft(
    body: AssemblyBody, caller: Annotated[Caller, needs("assemblies:conduct")], command: Commands
) -> Response:
    """Agenda and times; nobody hears of it before it is called (handbook T-29)."""
    return await command.run(lambda tx: draft_assembly(tx, caller, body), view=AssemblyView.of, status=201)


@routes.get("/{assembly_id}", operation_id="assemblies.show", summary="Read an assembly", responses=problems(404))
async def show(
    assembly_id: AssemblyId, response: Response, caller: Annotated[Caller, needs("assemblies:read")], reader: Reads
) -> AssemblyView:
    """With its result once it is counted: each majority with what was reached and what was needed. Two queries."""
    async with reader.session() as session:
        assembly = await repository.load_assembly(session, assembly_id, caller.communities)
    tagged(response, assembly.version)
    return AssemblyView.of(assembly)


@routes.patch(
    "/{assembly_id}",
    operation_id="assemblies.change",
    summary="Change a draft",
    response_model=AssemblyView,
    responses=problems(404, 409, 412, 428),
)
async def change(
    assembly_id: AssemblyId,
    body: AssemblyChange,
    caller: Annotated[Caller, needs("assemblies:conduct")],
    command: Commands,
) -> Response:
    """`If-Match` is required; once it is called, agenda and times stand (handbook T-29)."""
    return await command.run(
        lambda tx: change_draft(tx, caller, assembly_id, body), view=AssemblyView.of, if_match_required=True
    )


@routes.get(
    "/{assembly_id}/minutes/pdf",
    operation_id="assemblies.print_minutes",
    summary="Minutes and result as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, 409, description="The minutes"),
)
async def minutes(
    assembly_id: AssemblyId, caller: Annotated[Caller, needs("assemblies:read")], reader: Reads
) -> Response:
    """Of a published result, in Chinese and English; the same file however often it is printed (handbook T-29)."""
    async with reader.session() as session:
        assembly = await repository.load_assembly(session, assembly_id, caller.communities)
        community = await replicas.find_community(session, assembly.community_id)
    if assembly.published_at is None:
        raise NotPublished
    pdf = await asyncio.to_thread(minutes_pdf, assembly, community)
    return file_answer(pdf, PDF, f"assembly-{assembly.id}.pdf")
