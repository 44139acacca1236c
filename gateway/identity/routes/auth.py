"""`/v1/auth`."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from gateway.identity.domain.sign_in import IncompleteTokenRequest, UnsupportedGrant
from gateway.identity.identity import IdentityParts, SignedIn
from gateway.identity.schemas import MeView, SignedOut, TokenView
from gateway.identity.usecases import sign_in as signing_in
from gateway.proxy.addresses import address_of
from shared.runtime.http.context import context_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Unauthenticated

routes = APIRouter(prefix="/v1/auth", tags=["auth"])

Field = Annotated[str | None, Form(max_length=4096)]
_LONGEST = 1024


@routes.post(
    "/token",
    operation_id="auth.token",
    summary="Sign in, or go on with a refresh token",
    responses={status: answer for status, answer in problems(429).items() if status in {400, 413, 422, 429, 503}},
)
async def token(
    request: Request,
    response: Response,
    identity: IdentityParts,
    grant_type: Annotated[str | None, Form(max_length=64, examples=["password"])] = None,
    username: Annotated[str | None, Form(max_length=4096, examples=["front_desk"])] = None,
    password: Field = None,
    refresh_token: Field = None,
) -> TokenView:
    """OAuth2 form (RFC 6749, sections 4.3 and 6). Refusals are problem details that also say `error`.

    A refresh token is good for one use: a second use ends the session. After too many failed sign-ins of an
    account from an address: 429 with `Retry-After`.
    """
    response.headers["Cache-Control"] = "no-store"
    if grant_type is None:
        raise IncompleteTokenRequest(parameter="grant_type")
    context = context_of(request)
    if grant_type == "refresh_token":
        return TokenView.of(await signing_in.refresh(identity, context, _given(refresh_token, "refresh_token")))
    if grant_type != "password":
        raise UnsupportedGrant
    name, secret = _given(username, "username"), _given(password, "password")
    address = address_of(request.scope, identity.settings.proxies)
    return TokenView.of(await signing_in.sign_in(identity, context, name, secret, address))


@routes.post(
    "/revoke",
    operation_id="auth.revoke",
    summary="Sign out",
    responses={status: answer for status, answer in problems().items() if status in {400, 401, 413, 422, 503}},
)
async def revoke(request: Request, identity: IdentityParts, token: Field = None) -> SignedOut:
    """End the session of the refresh token `token` (RFC 7009), or without one that of the bearer token.

    Access tokens of the session stop working at once.
    """
    context = context_of(request)
    if token:
        await signing_in.sign_out(identity, context, token)
        return SignedOut()
    authorization = request.headers.get("authorization", "")
    if not authorization:
        raise Unauthenticated
    grant = await identity.sessions.grant(authorization.encode("latin-1"))
    await signing_in.sign_out_session(identity, context, grant.session_id)
    return SignedOut()


@routes.get(
    "/me",
    operation_id="auth.me",
    summary="Who is signed in",
    responses={status: answer for status, answer in problems().items() if status in {401, 503}},
)
async def me(grant: SignedIn) -> MeView:
    """Roles, permissions and communities as they are now."""
    return MeView.of(grant)


def _given(parameter: str | None, name: str) -> str:
    if not parameter or len(parameter) > _LONGEST:
        raise IncompleteTokenRequest(parameter=name)
    return parameter
