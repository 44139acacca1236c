"""What identity is made of in a running gateway; found as `app.state.identity`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from gateway.identity.failed_sign_ins import FailedSignIns
from gateway.identity.passwords import Passwords
from gateway.identity.sessions import Grant, Sessions
from gateway.identity.signing_keys import KeyRing
from gateway.settings import GatewaySettings
from shared.runtime.http.security import Caller, caller_of
from shared.runtime.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Identity:
    """The parts, wired once in `gateway.app`."""

    settings: GatewaySettings
    unit_of_work: UnitOfWork
    ring: KeyRing
    passwords: Passwords
    failures: FailedSignIns
    sessions: Sessions


def identity_of(request: Request) -> Identity:
    """Dependency."""
    found: Identity = request.app.state.identity
    return found


async def grant_of(request: Request, _caller: Annotated[Caller, Depends(caller_of)]) -> Grant:
    """Dependency: what the signed-in caller was granted. Raises Unauthenticated."""
    found: Identity = request.app.state.identity
    return await found.sessions.grant(request.headers.get("authorization", "").encode("latin-1") or None)


IdentityParts = Annotated[Identity, Depends(identity_of)]
SignedIn = Annotated[Grant, Depends(grant_of)]
