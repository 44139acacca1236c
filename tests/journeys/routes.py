"""Every route of every program as the code has it, with the permission that it asks for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from embedded.suite import Secrets, Suite
from gateway.forwarding import InProcessUpstream
from gateway.proxy.front import Front


@dataclass(frozen=True)
class Route:
    """`permission` is None where none is asked for."""

    program: str
    method: str
    path: str
    operation_id: str | None
    permission: str | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_public(self) -> bool:
        """Reached through the gateway."""
        return self.path.startswith("/v1/")


def all_routes() -> list[Route]:
    """Of the apps as they are composed; nothing is started."""
    secrets = Secrets(signing="s" * 48, field="f" * 48, contact="c" * 48)
    with tempfile.TemporaryDirectory() as folder:
        front = Suite(Path(folder), secrets).app
    assert isinstance(front, Front)
    found = list(_routes("gateway", front.api))
    for name, upstream in front.upstreams.items():
        assert isinstance(upstream, InProcessUpstream)
        found += _routes(name, upstream._app)
    return found


def _routes(program: str, app: Any) -> Iterator[Route]:
    while not hasattr(app, "routes"):
        app = app.app
    for context in iter_route_contexts(app.routes):
        dependant = getattr(context, "dependant", None)
        permissions = set(_permissions(dependant)) if dependant is not None else set()
        assert len(permissions) <= 1, f"{context.path} asks for {permissions}"
        permission = next(iter(permissions), None)
        for method in sorted((context.methods or set()) - {"HEAD"}):
            operation_id = getattr(context, "operation_id", None)
            yield Route(program, method, str(context.path), operation_id, permission)


def _permissions(dependant: Dependant) -> Iterator[str]:
    for part in dependant.dependencies:
        permission = getattr(part.call, "permission", None)
        if permission is not None:
            yield permission
        yield from _permissions(part)


def filled(path: str, ids: Mapping[str, str], otherwise: str) -> str:
    """The path with `{name}` replaced by its id, or by `otherwise`."""
    parts = path.split("/")
    return "/".join(ids.get(part[1:-1], otherwise) if part.startswith("{") else part for part in parts)
