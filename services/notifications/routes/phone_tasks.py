"""`/v1/phone-tasks`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.notifications import repository
from services.notifications.schemas import PhoneTaskFinish, PhoneTaskView
from services.notifications.usecases.finish_phone_task import finish_phone_task
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/phone-tasks", tags=["messages"])


@routes.get("", operation_id="phone_tasks.list", summary="List calls to make, oldest first", responses=problems())
async def list_(
    caller: Annotated[Caller, needs("phone_tasks:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    open_: Annotated[bool, Query(alias="open", description="false: those that were made")] = True,  # noqa: FBT002 - a query parameter
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PhoneTaskView]:
    """One query a page (handbook N-04)."""
    async with reader.session() as session:
        rows, next_cursor = await repository.list_phone_tasks(
            session, caller.communities, is_open=open_, cursor=cursor, limit=limit
        )
    return paged(rows, next_cursor, PhoneTaskView.of)


@routes.post(
    "/{task_id}/finish",
    operation_id="phone_tasks.finish",
    summary="Record a call",
    response_model=PhoneTaskView,
    responses=problems(404, 409, 412),
)
async def finish(
    task_id: Annotated[Identifier, Path()],
    body: PhoneTaskFinish,
    caller: Annotated[Caller, needs("phone_tasks:finish")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """How the call went (handbook N-04)."""
    return await command.run(lambda tx: finish_phone_task(tx, caller, task_id, body), view=PhoneTaskView.of)
