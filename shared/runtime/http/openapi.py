"""What every operation's description shares: the problem schema; FastAPI's own error schemas are gone."""

from typing import Any

from fastapi import FastAPI

from shared.runtime.http.problems import Problem

_FASTAPI_OWN = {"HTTPValidationError", "ValidationError"}


def describe(app: FastAPI) -> None:
    """Make `app.openapi()` complete: `Problem` is a component, FastAPI's own error schemas are gone."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = generate()
            components = schema.setdefault("components", {}).setdefault("schemas", {})
            for name in _FASTAPI_OWN:
                components.pop(name, None)
            own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            components.update(own.pop("$defs", {}))
            components["Problem"] = own
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to change the schema
