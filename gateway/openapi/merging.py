"""Several services' OpenAPI documents as one; pure.

A component that two services define alike is shared; one that they define differently gets its service's name
before it, in every reference too.
"""

import copy
import re
from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]
_REFERENCE = re.compile(r"^#/components/([^/]+)/(.+)$")
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
SCHEME = "staff"


def merge(documents: Mapping[str, Document], frame: Document) -> Document:
    """`frame` gives info, servers and security schemes; `documents` come in the order of their tags."""
    merged: Document = {**copy.deepcopy(frame), "paths": {}}
    components: dict[str, dict[str, Any]] = merged.setdefault("components", {})
    for service, document in documents.items():
        own = copy.deepcopy(document)
        names = _names(service, own.get("components", {}), components)
        own = _renamed(own, names)
        for kind, entries in own.get("components", {}).items():
            if kind != "securitySchemes":
                components.setdefault(kind, {}).update(
                    {names.get((kind, name), name): entry for name, entry in entries.items()}
                )
        for path, item in own.get("paths", {}).items():
            if not path.startswith("/internal"):
                merged["paths"].setdefault(path, {}).update(_tagged(item, service))
    return merged


def _names(
    service: str, own: Mapping[str, Mapping[str, Any]], taken: Mapping[str, Mapping[str, Any]]
) -> dict[tuple[str, str], str]:
    """New names for the components that collide. One that refers to a renamed one differs too, so it goes round."""
    names: dict[tuple[str, str], str] = {}
    while True:
        found = dict(names)
        for kind, entries in own.items():
            for name, entry in entries.items():
                if kind == "securitySchemes" or (kind, name) in found:
                    continue
                known = taken.get(kind, {}).get(name)
                if known is not None and known != _renamed(entry, found):
                    found[kind, name] = _free(f"{service.capitalize()}{name}", own.get(kind, {}), taken.get(kind, {}))
        if found == names:
            return names
        names = found


def _free(name: str, *taken: Mapping[str, Any]) -> str:
    while any(name in names for names in taken):
        name += "_"
    return name


def _renamed(node: Any, names: Mapping[tuple[str, str], str]) -> Any:
    if isinstance(node, dict):
        return {
            key: _reference(value, names) if key == "$ref" and isinstance(value, str) else _renamed(value, names)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_renamed(entry, names) for entry in node]
    return node


def _reference(target: str, names: Mapping[tuple[str, str], str]) -> str:
    found = _REFERENCE.match(target)
    if found is None:
        return target
    kind, name = found[1], found[2]
    return f"#/components/{kind}/{names.get((kind, name), name)}"


def _tagged(item: Mapping[str, Any], service: str) -> dict[str, Any]:
    """Operations that name no tag get their service's; all say which security scheme they need."""
    tagged = dict(item)
    for method in _METHODS:
        operation = tagged.get(method)
        if operation is None:
            continue
        operation.setdefault("tags", [service])
        operation["x-lobby-service"] = service
        if operation.get("security"):
            operation["security"] = [{SCHEME: []}]
    return tagged


def complete(merged: Document) -> Document:
    """What the gateway adds to every operation: its own refusals, and the headers of its answers."""
    headers = merged["components"].setdefault("headers", {})
    headers |= _HEADERS
    for path, item in merged["paths"].items():
        for method in _METHODS:
            if (operation := item.get(method)) is not None:
                _complete_operation(path, method, operation)
    return merged


def _complete_operation(path: str, method: str, operation: dict[str, Any]) -> None:
    answers: dict[str, Any] = operation.setdefault("responses", {})
    if operation.get("security"):
        for status, words in _REFUSALS.items():
            answers.setdefault(status, _problem(words))
    has_etag = (method == "get" and path.endswith("}")) or any(
        parameter.get("name", "").lower() == "if-match" for parameter in operation.get("parameters", [])
    )
    for status, answer in answers.items():
        if "$ref" in answer:
            continue
        said = answer.setdefault("headers", {})
        said.setdefault("X-Request-Id", {"$ref": "#/components/headers/X-Request-Id"})
        if operation.get("security") and status != "401":
            for name in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
                said.setdefault(name, {"$ref": f"#/components/headers/{name}"})
        if status in {"429", "503"}:
            said.setdefault("Retry-After", {"$ref": "#/components/headers/Retry-After"})
        if has_etag and status in {"200", "201"}:
            said.setdefault("ETag", {"$ref": "#/components/headers/ETag"})


def _problem(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}


_REFUSALS = {
    "400": "Malformed request",
    "401": "Not signed in, or the token is forged or expired",
    "403": "The permission is not granted",
    "413": "Body larger than 10 MB",
    "429": "Too many requests; see Retry-After",
    "503": "For the moment unavailable; see Retry-After",
}
_NUMBER = {"type": "integer", "minimum": 0}
_HEADERS = {
    "X-Request-Id": {
        "description": "The request's `X-Request-Id`, or one that was made for it",
        "schema": {"type": "string"},
    },
    "RateLimit-Limit": {"description": "Requests that the account has in a window", "schema": _NUMBER},
    "RateLimit-Remaining": {"description": "What is left of them in the present window", "schema": _NUMBER},
    "RateLimit-Reset": {"description": "Seconds until the next window", "schema": _NUMBER},
    "Retry-After": {"description": "Seconds after which to try again", "schema": _NUMBER},
    "ETag": {"description": "The version read or made, for a later `If-Match`", "schema": {"type": "string"}},
}
