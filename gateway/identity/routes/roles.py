"""`/v1/roles`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from gateway.identity import repository
from gateway.identity.identity import IdentityParts
from gateway.identity.schemas import RoleList, RoleUpdate, RoleView
from gateway.identity.usecases.update_role import update_role
from shared.kernel.errors import NotFound
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/roles", tags=["roles"])

Name = Annotated[str, Path(pattern=r"^[a-z_]{1,36}$", description="The role's name", examples=["front_desk"])]


@routes.get("", operation_id="roles.list", summary="List roles", responses=problems())
async def list_(
    caller: Annotated[Caller, needs("roles:read")], reader: Annotated[Reader, Depends(reader_of)]
) -> RoleList:
    """What every role grants now (permissions.md)."""
    async with reader.session() as session:
        found = await repository.all_roles(session)
    return RoleList(items=[RoleView.of(role) for role in found.values()])


@routes.get("/{name}", operation_id="roles.show", summary="Read a role", responses=problems(404))
async def show(
    name: Name,
    response: Response,
    caller: Annotated[Caller, needs("roles:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> RoleView:
    """The `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        role = (await repository.all_roles(session)).get(name)
    if role is None:
        raise NotFound(what="role")
    tagged(response, role.version)
    return RoleView.of(role)


@routes.patch(
    "/{name}",
    operation_id="roles.update",
    summary="Change a role",
    response_model=RoleView,
    responses=problems(404, 409, 412, 428),
)
async def update(
    name: Name,
    body: RoleUpdate,
    caller: Annotated[Caller, needs("roles:edit")],
    command: Annotated[Command, Depends(command_of)],
    identity: IdentityParts,
) -> Response:
    """For every account with the role, in all communities; sign-ins feel it at once."""
    answer = await command.run(lambda tx: update_role(tx, name, body), view=RoleView.of, if_match_required=True)
    identity.sessions.forget_all()
    return answer
