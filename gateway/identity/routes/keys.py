"""The public keys, for services that verify the gateway's tokens themselves."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from gateway.identity.identity import IdentityParts

routes = APIRouter(include_in_schema=False)


@routes.get("/.well-known/jwks.json")
async def jwks(identity: IdentityParts) -> Response:
    """RFC 7517. Two live keys: the newest signs, the one before still verifies."""
    await identity.ring.ready()
    return JSONResponse(identity.ring.public(), headers={"Cache-Control": "public, max-age=60"})
