"""`/v1/assemblies/{assembly_id}/ballots`, `/voters`, `/turnout`. Source: handbook T-29."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.tickets.assemblies import repository
from services.tickets.assemblies.domain.counting import quorum
from services.tickets.assemblies.routes.parts import PREFIX, TAGS, AssemblyId, Commands, Reads
from services.tickets.assemblies.schemas import BallotBody, BallotView, Rule, ShareView, Turnout, VoterView
from services.tickets.assemblies.usecases.record_ballot import record_ballot
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX + "/{assembly_id}", tags=TAGS)


@routes.post(
    "/ballots",
    operation_id="assemblies.record_ballot",
    summary="Record an owner's ballot",
    status_code=201,
    response_model=BallotView,
    responses=problems(404, 409, 412),
)
async def record(
    assembly_id: AssemblyId,
    body: BallotBody,
    caller: Annotated[Caller, needs("assemblies:record_ballot")],
    command: Commands,
) -> Response:
    """One an owner, however many rooms; until the close it may be replaced, which stays on record (handbook T-29)."""
    return await command.run(lambda tx: record_ballot(tx, caller, assembly_id, body), view=BallotView.of, status=201)


@routes.get(
    "/ballots", operation_id="assemblies.list_ballots", summary="Ballots with their history", responses=problems(404)
)
async def ballots(
    assembly_id: AssemblyId,
    caller: Annotated[Caller, needs("assemblies:conduct")],
    reader: Reads,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[BallotView]:
    """Newest first, for those who count (handbook T-29). Four queries."""
    async with reader.session() as session:
        await repository.load_assembly(session, assembly_id, caller.communities)
        rows, following = await repository.list_ballots(session, assembly_id, cursor=cursor, limit=limit)
    return paged(rows, following, BallotView.of)


@routes.get("/voters", operation_id="assemblies.list_voters", summary="Who may vote", responses=problems(404))
async def voters(
    assembly_id: AssemblyId,
    caller: Annotated[Caller, needs("assemblies:record_ballot")],
    reader: Reads,
    voted: Annotated[bool | None, Query(description="Only who has voted, or only who has not")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[VoterView]:
    """By room, once voting has opened (handbook T-29). Three queries."""
    async with reader.session() as session:
        await repository.load_assembly(session, assembly_id, caller.communities)
        rows, following = await repository.list_voters(session, assembly_id, voted=voted, cursor=cursor, limit=limit)
    return paged(rows, following, VoterView.of)


@routes.get("/turnout", operation_id="assemblies.turnout", summary="How many have voted", responses=problems(404))
async def turnout(
    assembly_id: AssemblyId, caller: Annotated[Caller, needs("assemblies:read")], reader: Reads
) -> Turnout:
    """By owners and by area, against two thirds of both (Civil Code Art. 278). Three queries."""
    async with reader.session() as session:
        assembly = await repository.load_assembly(session, assembly_id, caller.communities)
        owners, area = await repository.turnout(session, assembly_id)
    of_owners, of_area = quorum(owners, assembly.owners or 0), quorum(area, assembly.area or 0)
    return Turnout(
        assembly_id=assembly.id,
        quorum=Rule(owners=ShareView.of(of_owners), area=ShareView.of(of_area)),
        reached=of_owners.is_met and of_area.is_met,
    )
