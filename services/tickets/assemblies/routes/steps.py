"""`/v1/assemblies/{assembly_id}/…`: from the call to the published result. Source: handbook T-29."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from services.tickets.assemblies.routes.parts import PREFIX, TAGS, AssemblyId, Commands
from services.tickets.assemblies.schemas import NO_REASON, AssemblyView, Cancellation, Publication
from services.tickets.assemblies.usecases.count_votes import count_votes, publish_result
from services.tickets.assemblies.usecases.draft_assembly import call_assembly, cancel_assembly
from services.tickets.assemblies.usecases.open_voting import open_voting
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX + "/{assembly_id}", tags=TAGS, responses=problems(404, 409, 412))
_Conductor = Annotated[Caller, needs("assemblies:conduct")]


@routes.post("/call", operation_id="assemblies.call", summary="Call the assembly", response_model=AssemblyView)
async def call(assembly_id: AssemblyId, caller: _Conductor, command: Commands) -> Response:
    """Fifteen days before voting opens at the latest, or as the community's policy says (handbook T-29)."""
    return await command.run(lambda tx: call_assembly(tx, caller, assembly_id), view=AssemblyView.of)


@routes.post("/cancel", operation_id="assemblies.cancel", summary="Cancel it", response_model=AssemblyView)
async def cancel(
    assembly_id: AssemblyId, caller: _Conductor, command: Commands, body: Cancellation = NO_REASON
) -> Response:
    """Until the result is published; once it is called, with the reason, which the owners are told (handbook T-29)."""
    return await command.run(lambda tx: cancel_assembly(tx, caller, assembly_id, body), view=AssemblyView.of)


@routes.post(
    "/open-voting", operation_id="assemblies.open_voting", summary="Open the voting", response_model=AssemblyView
)
async def begin(assembly_id: AssemblyId, caller: _Conductor, command: Commands) -> Response:
    """Who may vote, and with which area, is as the rooms stand now (handbook T-29)."""
    return await command.run(lambda tx: open_voting(tx, caller, assembly_id), view=AssemblyView.of)


@routes.post("/count", operation_id="assemblies.count", summary="Count the votes", response_model=AssemblyView)
async def counted(assembly_id: AssemblyId, caller: _Conductor, command: Commands) -> Response:
    """After the close: by owners and by area, against quorum and majorities of Civil Code Art. 278."""
    return await command.run(lambda tx: count_votes(tx, caller, assembly_id), view=AssemblyView.of)


@routes.post("/publish", operation_id="assemblies.publish", summary="Publish the result", response_model=AssemblyView)
async def publish(assembly_id: AssemblyId, body: Publication, caller: _Conductor, command: Commands) -> Response:
    """With its minutes, by another account than counted; for good (handbook T-29). Needs an Idempotency-Key."""
    return await command.run(
        lambda tx: publish_result(tx, caller, assembly_id, body), view=AssemblyView.of, key_required=True
    )
