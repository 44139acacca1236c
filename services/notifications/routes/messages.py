"""`/v1/messages`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.notifications import repository
from services.notifications.domain.delivery import Status
from services.notifications.repository import MessageFilter
from services.notifications.schemas import MessageView
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/messages", tags=["messages"])


@routes.get("", operation_id="messages.list", summary="List messages, newest first", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("messages:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    household_id: Annotated[Identifier | None, Query()] = None,
    about: Annotated[Identifier | None, Query(description="Id of the ticket, payment … that it is about")] = None,
    status: Status | None = None,
    mine: Annotated[bool, Query(description="Only what is addressed to the caller or a role of the caller's")] = False,  # noqa: FBT002 - a query parameter
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[MessageView]:
    """One query a page (handbook N-01, N-04)."""
    wanted = MessageFilter(
        caller.communities,
        household_id=household_id,
        about=about,
        status=status,
        for_account=caller.account_id if mine else None,
        for_roles=caller.roles,
    )
    async with reader.session() as session:
        rows, next_cursor = await repository.list_messages(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, MessageView.of)


@routes.get("/{message_id}", operation_id="messages.show", summary="Read a message", responses=problems(404))
async def show(
    message_id: Annotated[Identifier, Path()],
    response: Response,
    caller: Annotated[Caller, needs("messages:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> MessageView:
    """With its channel, attempts and the provider's last answer (handbook N-04)."""
    async with reader.session() as session:
        message = await repository.load_message(session, message_id, caller.communities)
    tagged(response, message.version)
    return MessageView.of(message)
