"""`/v1/keys`: the register of keys."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.access.domain.keys import KeyClass, KeyStatus
from services.access.models import Key
from services.access.repository import keys
from services.access.repository.keys import KeyFilter, KeyRecord, describe_key
from services.access.schemas.keys import KeyDetail, KeyIssue, KeyReturn, KeyView
from services.access.usecases.move_key import issue_key, return_key
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs
from shared.runtime.unit_of_work import Transaction

routes = APIRouter(prefix="/v1/keys", tags=["keys"])

KeyId = Annotated[Identifier, Path(description="The key's id")]
_REFUSALS = problems(404, 409, 412)


@routes.get("", operation_id="keys.list", summary="List keys, newest first", responses=problems(404))
async def list_(  # noqa: PLR0913 - each is a filter of the list
    *,
    caller: Annotated[Caller, needs("keys:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Code | None = None,
    household_id: Identifier | None = None,
    status: KeyStatus | None = None,
    key_class: KeyClass | None = None,
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[KeyView]:
    """One query a page. `status=recalled`: of households that left, still to come back (handbook R-07)."""
    wanted = KeyFilter(
        communities=[caller.community(community_id)] if community_id else caller.communities,
        room_code=room_code,
        household_id=household_id,
        status=status,
        key_class=key_class,
    )
    async with reader.session() as session:
        rows, next_cursor = await keys.list_keys(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, KeyView.of)


@routes.get("/{key_id}", operation_id="keys.show", summary="Read a key", responses=problems(404))
async def show(
    key_id: KeyId,
    response: Response,
    caller: Annotated[Caller, needs("keys:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> KeyDetail:
    """With its movements (handbook A-21)."""
    async with reader.session() as session:
        record = await describe_key(session, await keys.find_key(session, key_id, caller.communities))
    tagged(response, record.version)
    return KeyDetail.of(record)


async def _run(command: Command, change: Callable[[Transaction], Awaitable[Key]]) -> Response:
    async def work(tx: Transaction) -> KeyRecord:
        return await describe_key(tx.session, await change(tx))

    return await command.run(work, view=KeyDetail.of)


@routes.post(
    "/{key_id}/issue",
    operation_id="keys.issue",
    summary="Hand it out of custody",
    response_model=KeyDetail,
    responses=_REFUSALS,
)
async def issue(
    key_id: KeyId,
    body: KeyIssue,
    caller: Annotated[Caller, needs("keys:move")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """To whom, after a look at the identity (handbook A-21)."""
    return await _run(command, lambda tx: issue_key(tx, caller, key_id, body))


@routes.post(
    "/{key_id}/return",
    operation_id="keys.return",
    summary="Take it in",
    response_model=KeyDetail,
    responses=_REFUSALS,
)
async def return_(
    key_id: KeyId,
    body: KeyReturn,
    caller: Annotated[Caller, needs("keys:move")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Into custody; a recalled key is withdrawn, since its household has left (handbook A-21, R-07)."""
    return await _run(command, lambda tx: return_key(tx, caller, key_id, body))
