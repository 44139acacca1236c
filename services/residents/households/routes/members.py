"""`/v1/households/{household_id}/members/{person_id}`. Source: handbook R-02."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.households.routes.parts import HouseholdId, PersonId, WholeView
from services.residents.households.schemas import LeaveBody, MemberChange, WholeHouseholdView
from services.residents.households.usecases.change_member import change_member
from services.residents.households.usecases.let_member_leave import let_member_leave
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/households/{household_id}/members/{person_id}", tags=["households"])

TODAY = LeaveBody()


@routes.patch(
    "",
    operation_id="households.change_member",
    summary="Change a member's place in the household",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412, 428),
)
async def change(
    household_id: HouseholdId,
    person_id: PersonId,
    body: MemberChange,
    caller: Annotated[Caller, needs("households:change")],
    command: Annotated[Command, Depends(command_of)],
    view: WholeView,
) -> Response:
    """Role, relation, what they may be told, who pays; If-Match is the household's (handbook R-02)."""
    return await command.run(
        lambda tx: change_member(tx, caller, household_id, person_id, body),
        view=view,
        if_match_required=True,
    )


@routes.post(
    "/leave",
    operation_id="households.let_member_leave",
    summary="Record that a member left",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def leave(
    household_id: HouseholdId,
    person_id: PersonId,
    caller: Annotated[Caller, needs("households:change")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    view: WholeView,
    body: LeaveBody = TODAY,
) -> Response:
    """They stay in its history and are told nothing more. The payer and the last holder can't (handbook R-02)."""
    return await command.run(
        lambda tx: let_member_leave(tx, caller, household_id, person_id, body, confidential),
        view=view,
    )
