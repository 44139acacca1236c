"""`/openapi.json`, `/asyncapi.json`, `/docs`."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from gateway.openapi.catalogue import Catalogue
from shared.contracts.asyncapi import asyncapi
from shared.kernel.errors import NotFound

routes = APIRouter(include_in_schema=False)
ROUTERS: list[APIRouter] = [routes]

_JSON = "application/json"
_OWN = Path(__file__).parent / "page"
# Nothing from another host. Swagger UI sets styles on elements and has its icons as data.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PAGE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_ASSETS = {
    "start.js": "text/javascript; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon-32x32.png": "image/png",
}


@routes.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """All services' operations as one OpenAPI 3.1 document."""
    catalogue: Catalogue = request.app.state.catalogue
    return Response(await catalogue.document(), media_type=_JSON)


@routes.get("/asyncapi.json")
async def events() -> Response:
    """All events as one AsyncAPI 3.0 document."""
    return Response(_asyncapi(), media_type=_JSON)


@routes.get("/docs")
async def page() -> Response:
    """The reference page; loads nothing from another host."""
    return Response(_asset("index.html"), media_type="text/html; charset=utf-8", headers=_PAGE_HEADERS)


@routes.get("/docs/{name}")
async def asset(name: str) -> Response:
    """Script and style of the page."""
    if name not in _ASSETS:
        raise NotFound(what="file")
    headers = {**_PAGE_HEADERS, "Cache-Control": "public, max-age=3600"}
    return Response(_asset(name), media_type=_ASSETS[name], headers=headers)


@cache
def _asyncapi() -> bytes:
    return json.dumps(asyncapi(), ensure_ascii=False).encode()


@cache
def _asset(name: str) -> bytes:
    """Our own page, or Swagger UI as the package `fastapi-swagger` brings it."""
    own = _OWN / name
    if own.is_file():
        return own.read_bytes()
    return (files("fastapi_swagger") / "resources" / name).read_bytes()
