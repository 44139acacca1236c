"""`/v1/households`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.households import repository
from services.residents.households.repository import HouseholdFilter
from services.residents.households.schemas import DepartureBody, HouseholdBody, HouseholdView, MemberBody
from services.residents.households.usecases.add_member import add_member
from services.residents.households.usecases.depart_household import depart_household
from services.residents.households.usecases.register_household import register_household
from services.residents.premises.domain.room_code import parse_room_code
from shared.kernel.phones import parse_phone
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier, Name
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/households", tags=["households"])

HouseholdId = Annotated[Identifier, Path()]
TODAY = DepartureBody()


@routes.post(
    "",
    operation_id="households.register",
    summary="Enter a household in the register",
    status_code=201,
    response_model=HouseholdView,
    responses=problems(404, 409, 412),
)
async def register(
    body: HouseholdBody,
    caller: Annotated[Caller, needs("households:register")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
) -> Response:
    """Its file is opened with it (handbook R-02, R-10); the other services follow by event (R-05)."""
    return await command.run(
        lambda tx: register_household(tx, caller, body, confidential), view=HouseholdView.of, status=201
    )


@routes.get("", operation_id="households.list", summary="List households in walking order", responses=problems(404))
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("households:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Annotated[Code | None, Query()] = None,
    q: Annotated[Name | None, Query(description="Beginning of a member's name")] = None,
    phone: Annotated[Code | None, Query(description="A member's phone, exact")] = None,
    state: Annotated[Literal["present", "departed"], Query()] = "present",
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[HouseholdView]:
    """Three queries a page. Each hit of a name shows its room and floor, to tell namesakes apart (handbook R-03)."""
    wanted = HouseholdFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        room_code=str(parse_room_code(room_code)) if room_code else None,
        name=q,
        phone=parse_phone(phone) if phone else None,
        departed=state == "departed",
    )
    async with reader.session() as session:
        rows, next_cursor = await repository.list_households(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, HouseholdView.of)


@routes.get("/{household_id}", operation_id="households.show", summary="Read a household", responses=problems(404))
async def show(
    household_id: HouseholdId,
    response: Response,
    caller: Annotated[Caller, needs("households:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> HouseholdView:
    """Members past and present; phones masked, see `persons.reveal` (handbook R-04)."""
    async with reader.session() as session:
        household = await repository.load_household(session, household_id, caller.communities)
    tagged(response, household.version)
    return HouseholdView.of(household)


@routes.post(
    "/{household_id}/members",
    operation_id="households.add_member",
    summary="Add a member",
    response_model=HouseholdView,
    responses=problems(404, 409, 412),
)
async def add(
    household_id: HouseholdId,
    body: MemberBody,
    caller: Annotated[Caller, needs("households:change")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
) -> Response:
    """Somebody new, or somebody on the register: one person may belong to several rooms (handbook R-02)."""
    return await command.run(lambda tx: add_member(tx, caller, household_id, body, confidential), view=HouseholdView.of)


@routes.post(
    "/{household_id}/depart",
    operation_id="households.depart",
    summary="Record that a household left",
    response_model=HouseholdView,
    responses=problems(404, 409, 412),
)
async def depart(
    household_id: HouseholdId,
    caller: Annotated[Caller, needs("households:change")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    body: DepartureBody = TODAY,
) -> Response:
    """Its record stays, its file closes, its contact points are told empty (handbook R-02, R-07, R-14)."""
    return await command.run(
        lambda tx: depart_household(tx, caller, household_id, body, confidential), view=HouseholdView.of
    )
