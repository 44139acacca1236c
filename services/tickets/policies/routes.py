"""`/v1/service-policies`: a community's own values of the rules. Source: handbook T-06 … T-21."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.policies.schemas import PolicyChange, PolicyView
from services.tickets.policies.usecases.set_policy import set_policy
from services.tickets.replicas import repository as replicas
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/service-policies", tags=["service-policies"])


@routes.get(
    "",
    operation_id="service_policies.show",
    summary="Read what applies",
    responses=problems(404),
)
async def show(
    response: Response,
    caller: Annotated[Caller, needs("service_policies:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Identifier | None = None,
) -> PolicyView:
    """The community's own values, the handbook's for the rest; the `ETag` is for `If-Match`."""
    async with reader.session() as session:
        community = await replicas.find_community(session, caller.community(community_id))
    view = PolicyView.of(community.id, community.policy)
    tagged(response, view.version)
    return view


@routes.put(
    "",
    operation_id="service_policies.set",
    summary="Set the community's own values",
    response_model=PolicyView,
    responses=problems(404, 412, 428),
)
async def set_(
    body: PolicyChange,
    caller: Annotated[Caller, needs("service_policies:edit")],
    command: Annotated[Command, Depends(command_of)],
    community_id: Identifier | None = None,
) -> Response:
    """`If-Match` is required. A section is set as a whole, one that is left out stays; clocks that run already keep
    their times (handbook T-06 … T-21).
    """
    return await command.run(
        lambda tx: set_policy(tx, caller, community_id, body), view=PolicyView.of_row, if_match_required=True
    )
