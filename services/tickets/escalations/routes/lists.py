"""`GET /v1/tickets/slips`: work-contact slips across tickets. Source: handbook T-14."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.repository import SlipFilter
from services.tickets.escalations.schemas import ListedSlipView
from services.tickets.requests.repository.scope import Scope
from services.tickets.requests.usecases.advancing import standing_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.get(
    "/slips",
    operation_id="tickets.list_slips",
    summary="List work-contact slips, soonest to be answered first",
    responses=problems(404),
)
async def list_(
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    handler_id: Annotated[Identifier | None, Query(description="Who has it")] = None,
    open: Annotated[bool | None, Query(description="Not passed on, its ticket not closed; or the others")] = None,  # noqa: A002 - the filter's name
    overdue: Annotated[bool, Query(description="Only what was to be answered by now and was not")] = False,  # noqa: FBT002 - a filter
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ListedSlipView]:
    """One query a page, whatever it holds. Field staff see those of the tickets given to them."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = SlipFilter(
        Scope(communities, standing_of(caller)),
        handler_id=handler_id,
        is_open=open,
        overdue_by=reader.now if overdue else None,
    )
    async with reader.session() as session:
        rows, next_cursor = await escalations.list_slips(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, ListedSlipView.listed)
