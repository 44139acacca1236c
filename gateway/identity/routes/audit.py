"""`/v1/audit`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from gateway.identity import repository
from gateway.identity.schemas import AuditEntryView
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/audit", tags=["audit"])


@routes.get("", operation_id="audit.list", summary="List the audit log, newest first", responses=problems())
async def list_(
    caller: Annotated[Caller, needs("audit:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AuditEntryView]:
    """Sign-ins, changes of accounts and roles, reveals of personal numbers (handbook R-04).

    Append-only, each entry's hash covers the one before.
    """
    async with reader.session() as session:
        rows, next_cursor = await repository.list_entries(session, caller.communities, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, AuditEntryView.of)
