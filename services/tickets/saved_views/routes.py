"""`/v1/saved-views`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.tickets.requests.usecases.advancing import standing_of
from services.tickets.saved_views.repository import list_views
from services.tickets.saved_views.schemas import SavedViewBody, SavedViewChange, SavedViews, SavedViewView
from services.tickets.saved_views.usecases.change_view import change_view
from services.tickets.saved_views.usecases.delete_view import delete_view
from services.tickets.saved_views.usecases.save_view import save_view
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/saved-views", tags=["saved views"])
_SHOWN = 200


@routes.get("", operation_id="saved_views.list", summary="List saved views", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Identifier | None = None,
) -> SavedViews:
    """The caller's own and those shared with its roles, by name, two hundred at most. One query."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        views = await list_views(session, communities, standing_of(caller), limit=_SHOWN)
    return SavedViews(items=[SavedViewView.of(view) for view in views])


@routes.post(
    "",
    operation_id="saved_views.save",
    summary="Save a view",
    status_code=201,
    response_model=SavedViewView,
    responses=problems(404, 409),
)
async def save(
    body: SavedViewBody,
    caller: Annotated[Caller, needs("tickets:read")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Filters of the ticket list under a name; shared, they are read by everybody of that role."""
    return await command.run(lambda tx: save_view(tx, caller, body), view=SavedViewView.of, status=201)


@routes.patch(
    "/{saved_view_id}",
    operation_id="saved_views.update",
    summary="Change a view",
    response_model=SavedViewView,
    responses=problems(404, 409, 412, 428),
)
async def update(
    saved_view_id: Annotated[Identifier, Path(description="The view's id")],
    body: SavedViewChange,
    caller: Annotated[Caller, needs("tickets:read")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By who made it; `If-Match` is required, of the `version` that was read."""
    return await command.run(
        lambda tx: change_view(tx, caller, saved_view_id, body), view=SavedViewView.of, if_match_required=True
    )


@routes.delete(
    "/{saved_view_id}",
    operation_id="saved_views.delete",
    summary="Delete a view",
    response_model=SavedViewView,
    responses=problems(404),
)
async def delete(
    saved_view_id: Annotated[Identifier, Path(description="The view's id")],
    caller: Annotated[Caller, needs("tickets:read")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By who made it; what was deleted is answered."""
    return await command.run(lambda tx: delete_view(tx, caller, saved_view_id), view=SavedViewView.of)
