"""`/v1/households`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.households import repository
from services.residents.households.domain.belongings import VehicleKind
from services.residents.households.domain.plates import parse_plate
from services.residents.households.domain.search_terms import Pattern, TermKind, patterns_of, phone_patterns
from services.residents.households.repository import HouseholdFilter
from services.residents.households.routes.parts import HouseholdId, View, WholeView
from services.residents.households.schemas import (
    DepartureBody,
    HouseholdBody,
    HouseholdView,
    MemberBody,
    WholeHouseholdView,
    listed_fields,
)
from services.residents.households.usecases.add_member import add_member
from services.residents.households.usecases.depart_household import depart_household
from services.residents.households.usecases.register_household import register_household
from services.residents.premises.domain.room_code import parse_room_code
from shared.kernel.phones import parse_phone
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier, Name
from shared.runtime.http.paging import Cursor, Limit, Page, page_answer
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/households", tags=["households"])

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
    view: View,
) -> Response:
    """Its file is opened with it (handbook R-02, R-10); the other services follow by event (R-05)."""
    return await command.run(
        lambda tx: register_household(tx, caller, body, confidential),
        view=view,
        status=201,
    )


@routes.get(
    "",
    operation_id="households.list",
    summary="List households in walking order",
    response_model=Page[HouseholdView],
    responses=problems(404),
)
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("households:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Annotated[Code | None, Query()] = None,
    building: Annotated[Code | None, Query()] = None,
    q: Annotated[
        Name | None,
        Query(
            description="Beginning of a member's name, its pinyin or initials (`王芳`, `wangfang`, `wf`), of a plate "
            "or of the room's code; or a phone, whole or its last four digits or more"
        ),
    ] = None,
    phone: Annotated[Code | None, Query(description="A member's phone, whole or its last four digits or more")] = None,
    plate: Annotated[Code | None, Query(description="Beginning of a vehicle's plate, with or without province")] = None,
    state: Annotated[Literal["present", "departed"], Query()] = "present",
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Two queries a page. Each hit shows building, floor and room, to tell namesakes apart (handbook R-03)."""
    wanted = HouseholdFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        room_code=str(parse_room_code(room_code)) if room_code else None,
        building=building,
        terms=_terms(q, phone, plate),
        departed=state == "departed",
    )
    async with reader.rows() as connection:
        rows, next_cursor = await repository.list_register(connection, wanted, cursor=cursor, limit=limit)
    year = reader.now.year
    return page_answer([listed_fields(row, year=year) for row in rows], next_cursor)


def _terms(q: str | None, phone: str | None, plate: str | None) -> list[list[Pattern]]:
    """One group for each that is given. Raises NotAPhone for fewer than four digits, NotAPlate."""
    groups = [patterns_of(q)] if q is not None else []
    if phone is not None:
        groups.append(phone_patterns(phone) or phone_patterns(parse_phone(phone)))
    if plate is not None:
        groups.append([Pattern(TermKind.PLATE, parse_plate(plate, VehicleKind.OTHER))])
    return groups


@routes.get("/{household_id}", operation_id="households.show", summary="Read a household", responses=problems(404))
async def show(
    household_id: HouseholdId,
    response: Response,
    caller: Annotated[Caller, needs("households:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    view: WholeView,
) -> WholeHouseholdView:
    """Its whole register, history included (handbook R-02, A-06); phones masked, see `persons.reveal` (R-04)."""
    async with reader.session() as session:
        household = await repository.load_whole_household(session, household_id, caller.communities)
    tagged(response, household.version)
    return view(household)


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
    view: View,
) -> Response:
    """Somebody new, or somebody on the register: one person may belong to several rooms (handbook R-02)."""
    return await command.run(
        lambda tx: add_member(tx, caller, household_id, body, confidential),
        view=view,
    )


@routes.post(
    "/{household_id}/depart",
    operation_id="households.depart",
    summary="Record that a household left",
    response_model=HouseholdView,
    responses=problems(404, 409, 412),
)
async def depart(
    household_id: HouseholdId,
    caller: Annotated[Caller, needs("transfers:waive")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    view: View,
    body: DepartureBody = TODAY,
) -> Response:
    """Its record stays, its file closes, its contact points are told empty (handbook R-02, R-07, R-14).

    No checklist is asked here, as it is by `transfers.close`: so it is for who may waive every item of that one.
    """
    return await command.run(
        lambda tx: depart_household(tx, caller, household_id, body, confidential),
        view=view,
    )
