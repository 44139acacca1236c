"""Routes by the prefix of their path: a service has two hundred, and a router tries them one by one.

`FastAPI.include_router` makes every route a second time, at the first request, and looks for it twice at each. Our
routers' routes are complete as they are, so they are the app's own; a request is tried against those of its resource.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

_SEGMENTS = 3  # "", "v1", "tickets"


def add_routes(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Make the routers' routes the app's, found by their first two segments."""
    app.router.routes.extend(route for router in routers for route in router.routes)
    app.router.middleware_stack = _ByPrefix(app.router)


class _ByPrefix:
    """The router's way in. What belongs to no resource is tried against everything, as ever."""

    def __init__(self, router: APIRouter) -> None:
        self._router = router

    @cached_property
    def _parts(self) -> Mapping[str, APIRouter]:
        """Made at the first request, when an app has all its routes."""
        groups: dict[str, list[BaseRoute]] = defaultdict(list)
        for route in self._router.routes:
            if isinstance(route, Route) and "{" not in (prefix := _prefix(route.path)):
                groups[prefix].append(route)
        return {prefix: APIRouter(routes=routes, redirect_slashes=False) for prefix, routes in groups.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        part = self._parts.get(_prefix(scope["path"])) if scope["type"] == "http" else None
        await (part or self._router).app(scope, receive, send)


def _prefix(path: str) -> str:
    return "/".join(path.split("/", _SEGMENTS)[:_SEGMENTS])
