"""`/v1/assemblies/policy`: how long before the voting owners are called. Source: handbook T-29."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from services.tickets.assemblies import repository
from services.tickets.assemblies.routes.parts import PREFIX, TAGS, Commands, Reads
from services.tickets.assemblies.schemas import NoticeChange, NoticeView
from services.tickets.assemblies.usecases.set_notice import set_notice
from services.tickets.replicas import repository as replicas
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX + "/policy", tags=TAGS)


@routes.get("", operation_id="assemblies.policy", summary="The notice that applies", responses=problems(404))
async def show(
    response: Response,
    caller: Annotated[Caller, needs("assemblies:read")],
    reader: Reads,
    community_id: Identifier | None = None,
) -> NoticeView:
    """Fifteen days, or more where the community says so; the `ETag` is for `If-Match`. Two queries."""
    async with reader.session() as session:
        community = await replicas.find_community(session, caller.community(community_id))
        view = NoticeView.of(community.id, await repository.find_policy(session, community.id))
    tagged(response, view.version)
    return view


@routes.put(
    "",
    operation_id="assemblies.set_policy",
    summary="Set the community's own notice",
    response_model=NoticeView,
    responses=problems(404, 412, 428),
)
async def change(
    body: NoticeChange,
    caller: Annotated[Caller, needs("service_policies:edit")],
    command: Commands,
    community_id: Identifier | None = None,
) -> Response:
    """`If-Match` is required; never fewer than fifteen days (handbook T-29)."""
    return await command.run(
        lambda tx: set_notice(tx, caller, community_id, body), view=NoticeView.of_row, if_match_required=True
    )
