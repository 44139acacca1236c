"""`/v1/charges`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.billing.repository import charges
from services.billing.repository.charges import ChargeFilter
from services.billing.routes.parameters import CommunityId, HouseholdId, RoomCode
from services.billing.schemas.charges import ChargeView
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/charges", tags=["charges"])

IsOpen = Annotated[bool | None, Query(alias="open", description="Only what is (not) owed any more")]


@routes.get(
    "",
    operation_id="charges.list",
    summary="List charges, newest first",
    responses=problems(404),
)
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("charges:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    household_id: HouseholdId = None,
    room_code: RoomCode = None,
    cause_id: Annotated[Code | None, Query(description="Id of the ticket, renovation …")] = None,
    is_open: IsOpen = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ChargeView]:
    """One query a page, whatever it holds (handbook B-17)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = ChargeFilter(
        communities, household_id=household_id, room_code=room_code, cause_id=cause_id, is_open=is_open
    )
    async with reader.session() as session:
        rows, next_cursor = await charges.list_charges(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, ChargeView.of)


@routes.get(
    "/{charge_id}",
    operation_id="charges.show",
    summary="Read a charge",
    responses=problems(404),
)
async def show(
    charge_id: Annotated[Identifier, Path(description="The charge's id")],
    response: Response,
    caller: Annotated[Caller, needs("charges:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> ChargeView:
    """As it was posted, and what of it is still owed (handbook B-03)."""
    async with reader.session() as session:
        charge = await charges.load_charge(session, charge_id, caller.communities)
    tagged(response, charge.version)
    return ChargeView.of(charge)
