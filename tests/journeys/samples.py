"""A body that an operation accepts, made from its description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
_TEXTS: Mapping[str, str] = {"date": "2026-12-01", "date-time": "2027-01-01T10:00:00+08:00"}


def body_of(document: Json, path: str, method: str) -> Any:
    """None for an operation without a JSON body."""
    operation = document["paths"][path][method.lower()]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else _sample(document, content["schema"])


def files_of(document: Json, path: str, method: str) -> dict[str, tuple[str, bytes]] | None:
    """A small PDF for an operation that takes a form with a file."""
    is_form = "multipart/form-data" in document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    return {"file": ("a.pdf", b"%PDF-1.7\n%%EOF\n")} if is_form else None


def query_of(document: Json, path: str, method: str) -> set[str]:
    """The names of its query parameters."""
    operation = document["paths"][path][method.lower()]
    return {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}


def required_query_of(document: Json, path: str, method: str) -> dict[str, Any]:
    """A value for each that must be there."""
    operation = document["paths"][path][method.lower()]
    wanted = [each for each in operation.get("parameters", []) if each["in"] == "query" and each.get("required")]
    return {each["name"]: _sample(document, each["schema"]) for each in wanted}


def _sample(document: Json, schema: Json) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _sample(document, document["components"]["schemas"][name])
    if schema.get("examples"):
        return schema["examples"][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _sample(document, next(each for each in schema["anyOf"] if each.get("type") != "null"))
    return _of_type(document, schema)


def _of_type(document: Json, schema: Json) -> Any:
    kind = schema.get("type")
    if kind == "object":
        properties: Json = schema.get("properties", {})
        return {name: _sample(document, properties[name]) for name in schema.get("required", [])}
    if kind == "array":
        return [_sample(document, schema["items"]) for _ in range(schema.get("minItems", 0))]
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    return _TEXTS.get(schema.get("format", ""), "x" * schema.get("minLength", 1))
