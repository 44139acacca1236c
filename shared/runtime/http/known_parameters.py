"""Lists that refuse a query parameter they don't know: a filter that is misspelt would answer everything.

A list whose parameters are one model with `extra="forbid"` does so by itself, in the same words; here it is for those
that name their filters one by one.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

_SHEET = "/export.xlsx"
_OF_A_LIST = frozenset({"items", "next_cursor"})
KnownParameters = Mapping[str, frozenset[str]]
"""Names by the path of a list's route; an app has them as `app.state.known_parameters`."""


def known_parameters(routers: Iterable[APIRouter]) -> KnownParameters:
    """Of every list and every list's sheet among the routes."""
    routes = (route for router in routers for route in router.routes)
    return {
        route.path: frozenset(_names(route.dependant))
        for route in routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and _lists(route)
    }


def refuse_unknown(request: Request) -> None:
    """Raises RequestValidationError, which names each; nothing where the route is no such list."""
    known: KnownParameters | None = getattr(request.app.state, "known_parameters", None)
    if known is None or not request.scope["query_string"]:
        return
    names = known.get(getattr(request.scope.get("route"), "path", ""))
    if names is None:
        return
    unknown = sorted(set(request.query_params) - names)
    if unknown:
        raise RequestValidationError([_fault(name) for name in unknown])


def _fault(name: str) -> dict[str, Any]:
    return {"type": "extra_forbidden", "loc": ("query", name), "msg": "Extra inputs are not permitted", "input": None}


def _lists(route: APIRoute) -> bool:
    if route.path.endswith(_SHEET):
        return True
    model = route.response_model
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return False
    return "items" in model.model_fields and set(model.model_fields) <= _OF_A_LIST


def _names(dependant: Dependant) -> Iterator[str]:
    """A parameter that is a model stands for its fields."""
    for field in dependant.query_params:
        model = field.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (one.alias or name for name, one in model.model_fields.items())
        else:
            yield field.alias
    for part in dependant.dependencies:
        yield from _names(part)
