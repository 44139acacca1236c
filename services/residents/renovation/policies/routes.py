"""`/v1/renovation-policies`: a community's own values of the renovation's rules. Source: handbook R-32 to R-37."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.premises import repository as premises
from services.residents.renovation.policies import repository
from services.residents.renovation.policies.schemas import RenovationPolicyChange, RenovationPolicyView
from services.residents.renovation.policies.usecases.set_policy import set_policy
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/renovation-policies", tags=["renovation-policies"])


@routes.get(
    "",
    operation_id="renovation_policies.show",
    summary="Read what applies to renovations",
    responses=problems(404),
)
async def show(
    response: Response,
    caller: Annotated[Caller, needs("renovation_policies:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Identifier | None = None,
) -> RenovationPolicyView:
    """The community's own values, the rest by the handbook (R-32 to R-37); the `ETag` is for `If-Match`."""
    async with reader.session() as session:
        community = await premises.load_community(session, caller.community(community_id), caller.communities)
        row = await repository.find_policy(session, community.id)
    view = RenovationPolicyView.of(community.id, row)
    tagged(response, view.version)
    return view


@routes.put(
    "",
    operation_id="renovation_policies.set",
    summary="Set the community's own values for renovations",
    response_model=RenovationPolicyView,
    responses=problems(404, 412, 428),
)
async def set_(
    body: RenovationPolicyChange,
    caller: Annotated[Caller, needs("renovation_policies:edit")],
    command: Annotated[Command, Depends(command_of)],
    community_id: Identifier | None = None,
) -> Response:
    """`If-Match` is required. A section is set as a whole, one that is left out stays (handbook R-32 to R-37).

    Permits, notices and registrations that are there already keep what they say.
    """
    return await command.run(
        lambda tx: set_policy(tx, caller, community_id, body), view=RenovationPolicyView.of_row, if_match_required=True
    )
