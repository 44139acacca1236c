"""`/v1/staff`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from gateway.identity import repository
from gateway.identity.identity import IdentityParts
from gateway.identity.schemas import AccountCreation, AccountUpdate, AccountView, PasswordSetting
from gateway.identity.usecases.create_account import create_account
from gateway.identity.usecases.set_account_active import disable_account, enable_account
from gateway.identity.usecases.set_password import set_password
from gateway.identity.usecases.update_account import update_account
from shared.kernel.text import Text
from shared.runtime.http.commands import Command, IfMatch, command_of
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.patterns import worded
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/staff", tags=["staff"])

AccountId = Annotated[
    str,
    Path(
        max_length=36,
        pattern=worded(r"^[0-9a-f-]+$", Text(zh="应为标识（UUID）", en="An id (a UUID)")),
        description="The account's id",
    ),
]
Editor = Annotated[Caller, needs("staff:edit")]
Change = Annotated[Command, Depends(command_of)]


class Keyless(Command):
    """A change that stores no fingerprint of its body: one with a password could be guessed from it."""

    def __init__(self, request: Request, if_match: IfMatch = None) -> None:
        super().__init__(request, None, if_match)


KeylessChange = Annotated[Keyless, Depends()]


@routes.get("", operation_id="staff.list", summary="List accounts", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("staff:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Annotated[str | None, Query(max_length=36)] = None,
    active: Annotated[bool | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AccountView]:
    """By username; only accounts that share a community with the caller."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, next_cursor = await repository.list_accounts(
            session, communities, active=active, cursor=cursor, limit=limit
        )
    return paged(rows, next_cursor, AccountView.of)


@routes.post(
    "",
    operation_id="staff.create",
    summary="Create an account",
    status_code=201,
    response_model=AccountView,
    responses=problems(409),
)
async def create(body: AccountCreation, caller: Editor, command: Change) -> Response:
    """It has no password yet. Its communities must be the caller's own (permissions.md)."""
    return await command.run(lambda tx: create_account(tx, caller, body), view=AccountView.of, status=201)


@routes.get("/{account_id}", operation_id="staff.show", summary="Read an account", responses=problems(404))
async def show(
    account_id: AccountId,
    response: Response,
    caller: Annotated[Caller, needs("staff:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> AccountView:
    """The `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        account = await repository.load_account(session, account_id, caller.communities)
    tagged(response, account.version)
    return AccountView.of(account)


@routes.patch(
    "/{account_id}",
    operation_id="staff.update",
    summary="Change an account",
    response_model=AccountView,
    responses=problems(404, 409, 412, 428),
)
async def update(
    account_id: AccountId, body: AccountUpdate, caller: Editor, command: Change, identity: IdentityParts
) -> Response:
    """Takes effect on sign-ins at once. Nobody changes their own roles or communities (permissions.md)."""
    answer = await command.run(
        lambda tx: update_account(tx, caller, account_id, body), view=AccountView.of, if_match_required=True
    )
    identity.sessions.forget_account(account_id)
    return answer


@routes.post(
    "/{account_id}/disable",
    operation_id="staff.disable",
    summary="Disable an account",
    response_model=AccountView,
    responses=problems(404, 409, 412),
)
async def disable(account_id: AccountId, caller: Editor, command: Change, identity: IdentityParts) -> Response:
    """Ends its sign-ins at once, on other replicas of the gateway within seconds."""
    answer = await command.run(lambda tx: disable_account(tx, caller, account_id), view=AccountView.of)
    identity.sessions.forget_account(account_id)
    return answer


@routes.post(
    "/{account_id}/enable",
    operation_id="staff.enable",
    summary="Enable an account",
    response_model=AccountView,
    responses=problems(404, 409, 412),
)
async def enable(account_id: AccountId, caller: Editor, command: Change, identity: IdentityParts) -> Response:
    """It may sign in again."""
    answer = await command.run(lambda tx: enable_account(tx, caller, account_id), view=AccountView.of)
    identity.sessions.forget_account(account_id)
    return answer


@routes.put(
    "/{account_id}/password",
    operation_id="staff.set_password",
    summary="Set an account's password",
    response_model=AccountView,
    responses=problems(404, 409, 412),
)
async def put_password(
    account_id: AccountId, body: PasswordSetting, caller: Editor, command: KeylessChange, identity: IdentityParts
) -> Response:
    """Ends its sign-ins at once. A PUT may be repeated as it is, so it takes no Idempotency-Key."""
    hashed = await identity.passwords.hash(body.password)
    answer = await command.run(lambda tx: set_password(tx, caller, account_id, hashed), view=AccountView.of)
    identity.sessions.forget_account(account_id)
    return answer
