"""Internal tokens: verified by each service itself against the gateway's public keys. Source: architecture 6."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from shared.kernel.errors import DomainError, Forbidden, InvalidField, Kind, NotFound
from shared.kernel.text import Text
from shared.runtime.http.context import context_of, set_context

ISSUER = "lobby-gateway"
ALGORITHM = "Ed25519"  # RFC 9864: fully specified, in place of "EdDSA"
_CACHED_TOKENS = 4096


class Unauthenticated(DomainError):
    """No token, or one that is forged, expired or meant for somebody else."""

    slug = "unauthenticated"
    kind = Kind.UNAUTHENTICATED
    title = Text(zh="未登录", en="Not signed in")
    detail = Text(
        zh="令牌缺失、无效或已过期，请重新登录。",
        en="The token is missing, invalid or expired: sign in again.",
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and what they were granted. Every grant holds inside `communities` only."""

    account_id: str
    name: str
    roles: frozenset[str]
    permissions: frozenset[str]
    communities: frozenset[str]

    def may(self, permission: str) -> bool:
        """Whether `permission` (`resource:action`) is granted."""
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises Forbidden unless granted."""
        if permission not in self.permissions:
            raise Forbidden(permission=permission)

    def community(self, wanted: str | None, *, pointer: str = "/community_id") -> str:
        """The community meant: the named one, or the caller's only one.

        Raises NotFound for one outside the caller's, InvalidField when it must be named.
        """
        if wanted is not None:
            if wanted not in self.communities:
                raise NotFound(what="community", pointer=pointer)
            return wanted
        if len(self.communities) == 1:
            return next(iter(self.communities))
        raise InvalidField(
            pointer=pointer,
            reason=Text(zh="请指明小区", en="Name the community: the account has several or none"),
        )


class KeySource(Protocol):
    """Where the gateway's public keys come from."""

    async def keys(self, *, refresh: bool = False) -> KeySet:
        """The live keys; `refresh` asks anew, for a key id not seen before."""
        ...


class StaticKeys:
    """Keys handed over in the process (embedded, tests)."""

    def __init__(self, jwks: Mapping[str, Any] | Callable[[], Mapping[str, Any]]) -> None:
        self._jwks = jwks

    async def keys(self, *, refresh: bool = False) -> KeySet:
        """The keys as they are now."""
        jwks = self._jwks() if callable(self._jwks) else self._jwks
        return KeySet.import_key_set({"keys": list(jwks["keys"])})


class TokenVerifier:
    """Verifies and remembers: a token is checked once, then looked up until it expires."""

    def __init__(self, keys: KeySource, *, audience: str, now: Callable[[], float] = time.time) -> None:
        self._keys = keys
        self._audience = audience
        self._now = now
        self._seen: OrderedDict[str, tuple[float, Caller]] = OrderedDict()

    async def verify(self, token: str) -> Caller:
        """The caller. Raises Unauthenticated."""
        found = self._seen.get(token)
        if found is not None and found[0] > self._now():
            return found[1]
        claims = await self._claims(token)
        caller = Caller(
            account_id=str(claims["sub"]),
            name=str(claims.get("name", "")),
            roles=frozenset(_words(claims, "roles")),
            permissions=frozenset(_words(claims, "permissions")),
            communities=frozenset(_words(claims, "communities")),
        )
        self._seen[token] = (float(claims["exp"]), caller)
        if len(self._seen) > _CACHED_TOKENS:
            self._seen.popitem(last=False)
        return caller

    async def _claims(self, token: str) -> Mapping[str, Any]:
        for refresh in (False, True):
            try:
                decoded = jwt.decode(token, await self._keys.keys(refresh=refresh), algorithms=[ALGORITHM])
                registry = JWTClaimsRegistry(
                    now=lambda: int(self._now()),
                    iss={"essential": True, "value": ISSUER},
                    aud={"essential": True, "value": self._audience},
                    sub={"essential": True},
                    exp={"essential": True},
                )
                registry.validate(decoded.claims)
            except (JoseError, ValueError, KeyError) as error:
                if refresh or not _may_be_new_key(error):
                    raise Unauthenticated from error
            else:
                return decoded.claims
        raise Unauthenticated


def _may_be_new_key(error: Exception) -> bool:
    """A key id that is not known yet: the gateway may have rotated its keys."""
    return isinstance(error, ValueError | KeyError) or "key" in type(error).__name__.lower()


def _words(claims: Mapping[str, Any], name: str) -> Sequence[str]:
    content = claims.get(name, [])
    return [str(word) for word in content] if isinstance(content, list) else []


_bearer = OAuth2PasswordBearer(tokenUrl="/v1/auth/token", auto_error=False)


async def caller_of(request: Request, token: Annotated[str | None, Depends(_bearer)]) -> Caller:
    """Dependency: the signed-in caller. Raises Unauthenticated."""
    if not token:
        raise Unauthenticated
    verifier: TokenVerifier = request.app.state.verifier
    caller = await verifier.verify(token)
    set_context(request.scope, replace(context_of(request), actor=caller.account_id))
    return caller


def needs(permission: str) -> Any:
    """What a route asks of its caller, used inside `Annotated`: that grant, or 401/403."""

    async def granted(request: Request, token: Annotated[str | None, Depends(_bearer)]) -> Caller:
        caller = await caller_of(request, token)  # called, not depended on: each dependency more costs every request
        caller.require(permission)
        return caller

    granted.permission = permission  # type: ignore[attr-defined]  # read by the route × role matrix
    return Depends(granted)
