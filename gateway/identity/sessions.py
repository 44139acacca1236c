"""From a bearer token to what it grants, without a database or a signature on the hot path.

A token is verified once; what it grants is read from the database then and again every few seconds. A change made
in this process takes effect at once (`forget…`), one made by another replica within `session_recheck_s`.
While the database is away a checked sign-in goes on for `session_stale_s`.
"""

from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry

from gateway.identity import repository
from gateway.identity.domain.permissions import GATEWAY, for_audience
from gateway.identity.repository import Standing
from gateway.identity.signing_keys import KeyRing
from gateway.settings import GatewaySettings
from shared.kernel.clock import Clock
from shared.runtime.database import Database, is_database_away
from shared.runtime.http.problems import DatabaseAway
from shared.runtime.http.security import ALGORITHM, ISSUER, Caller, Unauthenticated

OUTER_AUDIENCE = "lobby"
_REMEMBERED = 20_000
_RENEW_BEFORE_S = 60.0
_LONGEST_TOKEN = 4096


@dataclass(slots=True)
class Grant:
    """What a token grants now. `stamp` changes with the account and its roles; moments are Unix seconds."""

    session_id: str
    account_id: str
    username: str
    name: str
    locale: str
    roles: tuple[str, ...]
    communities: tuple[str, ...]
    permissions: frozenset[str]
    stamp: tuple[object, ...]
    expires_at: float
    checked_at: float
    recheck_at: float
    internal: dict[str, tuple[bytes, float]] = field(default_factory=dict)

    def caller(self) -> Caller:
        """As the gateway's own routes see it."""
        return Caller(
            account_id=self.account_id,
            name=self.name,
            roles=frozenset(self.roles),
            permissions=frozenset(for_audience(self.permissions, GATEWAY)),
            communities=frozenset(self.communities),
        )


class Sessions:
    """Remembers grants by the `Authorization` header's bytes."""

    def __init__(self, database: Database, clock: Clock, ring: KeyRing, settings: GatewaySettings) -> None:
        self._database = database
        self._clock = clock
        self._ring = ring
        self._settings = settings
        self._known: dict[bytes, Grant] = {}
        self._forgotten = 0

    def now(self) -> float:
        """Unix seconds of the gateway's clock."""
        return self._clock.now().timestamp()

    async def grant(self, authorization: bytes | None) -> Grant:
        """Raises Unauthenticated, and DatabaseAway for a token that was not seen before."""
        if authorization is None:
            raise Unauthenticated
        found = self._known.get(authorization)
        now = self.now()
        if found is None:
            return await self._first(authorization, now)
        if now >= found.expires_at:
            self._known.pop(authorization, None)
            raise Unauthenticated
        return found if now < found.recheck_at else await self._again(authorization, found, now)

    async def verify(self, token: str) -> Caller:
        """As `TokenVerifier` does in a service: the gateway's own routes ask here. Raises Unauthenticated."""
        grant = await self.grant(b"Bearer " + token.encode("utf-8", "surrogateescape"))
        return grant.caller()

    def internal_token(self, grant: Grant, service: str) -> bytes:
        """The `Authorization` header for a service, signed anew when it is about to expire."""
        now = self.now()
        found = grant.internal.get(service)
        if found is not None and found[1] - _RENEW_BEFORE_S > now:
            return found[0]
        expires_at = now + self._settings.internal_token_s
        claims = {
            "iss": ISSUER,
            "aud": service,
            "sub": grant.account_id,
            "name": grant.name,
            "roles": list(grant.roles),
            "permissions": for_audience(grant.permissions, service),
            "communities": list(grant.communities),
            "iat": int(now),
            "exp": int(expires_at),
        }
        header = b"Bearer " + self._ring.sign(claims).encode()
        grant.internal[service] = (header, expires_at)
        return header

    def forget_account(self, account_id: str) -> None:
        """Its grants are read anew at the next request."""
        self._forgotten += 1
        self._known = {key: grant for key, grant in self._known.items() if grant.account_id != account_id}

    def forget_session(self, session_id: str) -> None:
        """A session was ended."""
        self._forgotten += 1
        self._known = {key: grant for key, grant in self._known.items() if grant.session_id != session_id}

    def forget_all(self) -> None:
        """A role was changed: it may be anybody's."""
        self._forgotten += 1
        self._known = {}

    async def _first(self, authorization: bytes, now: float) -> Grant:
        claims = await self._claims(authorization)
        try:
            standing = await self._present_standing(str(claims["sid"]))
        except Exception as error:
            if is_database_away(error):
                raise DatabaseAway from error
            raise
        if standing is None or standing.account.id != claims["sub"]:
            raise Unauthenticated
        grant = self._granted(standing, float(claims["exp"]), now)
        self._remember(authorization, grant, now)
        return grant

    async def _present_standing(self, session_id: str) -> Standing | None:
        """Read again when something was forgotten meanwhile: what was read may be from before the change."""
        while True:
            forgotten = self._forgotten
            standing = await self._standing(session_id)
            if forgotten == self._forgotten:
                return standing

    async def _again(self, authorization: bytes, known: Grant, now: float) -> Grant:
        # Those who come meanwhile use what is known: one asks for all.
        known.recheck_at = now + max(self._settings.session_recheck_s, 0.05)
        try:
            standing = await self._present_standing(known.session_id)
        except Exception as error:
            if not is_database_away(error):
                raise
            if now - known.checked_at > self._settings.session_stale_s:
                known.recheck_at = now
                raise DatabaseAway from error
            return known
        if standing is None:
            self._known.pop(authorization, None)
            raise Unauthenticated
        fresh = self._granted(standing, known.expires_at, now)
        if fresh.stamp == known.stamp:
            fresh.internal = known.internal
        self._known[authorization] = fresh
        return fresh

    async def _standing(self, session_id: str) -> Standing | None:
        async with self._database.read() as session:
            return await repository.standing_of(session, session_id, self._clock.now())

    def _granted(self, standing: Standing, expires_at: float, now: float) -> Grant:
        account = standing.account
        roles = tuple(account.roles)
        permissions = repository.permissions_of(standing.roles, roles)
        return Grant(
            session_id=standing.session.id,
            account_id=account.id,
            username=account.username,
            name=account.display_name,
            locale=account.locale,
            roles=roles,
            communities=tuple(account.communities),
            permissions=permissions,
            stamp=(
                account.version,
                *((name, standing.roles[name].version) for name in roles if name in standing.roles),
            ),
            expires_at=expires_at,
            checked_at=now,
            recheck_at=now + self._settings.session_recheck_s,
        )

    def _remember(self, authorization: bytes, grant: Grant, now: float) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known = {key: known for key, known in self._known.items() if known.expires_at > now}
            while len(self._known) >= _REMEMBERED:
                self._known.pop(next(iter(self._known)))
        self._known[authorization] = grant

    async def _claims(self, authorization: bytes) -> dict[str, Any]:
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer" or not token.strip() or len(token) > _LONGEST_TOKEN:
            raise Unauthenticated
        await self._ring.ready()
        registry = JWTClaimsRegistry(
            now=lambda: int(self.now()),
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": OUTER_AUDIENCE},
            sub={"essential": True},
            sid={"essential": True},
            exp={"essential": True},
        )
        try:
            decoded = jwt.decode(token.strip(), self._ring.trusted(), algorithms=[ALGORITHM])
            registry.validate(decoded.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Unauthenticated from error
        return decoded.claims
