"""`/v1/code-tables`."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from gateway.front_desk.desk import Part
from gateway.front_desk.routes.front_desk import Asked, TheDesk
from gateway.identity.domain.roles import DEFAULT_ROLES
from gateway.settings import SERVICES
from shared.kernel.text import Locale
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, caller_of

routes = APIRouter(prefix="/v1/code-tables", tags=["front-desk"])


class CodeLabel(BaseModel):
    """A word of an enumeration, and how it is called in the request's language."""

    code: str = Field(examples=["repair"])
    label: str = Field(examples=["维修"])


@routes.get(
    "",
    operation_id="code_tables.list",
    summary="Enumerations with their labels",
    responses={status: answer for status, answer in problems(429).items() if status in {401, 429, 503}},
)
async def list_(
    response: Response, _caller: Annotated[Caller, Depends(caller_of)], desk: TheDesk, question: Asked
) -> dict[str, list[CodeLabel]]:
    """By name, in the language of `Accept-Language`. A name that several services use differently has theirs before it.

    While a service is away its last known tables stand; `X-Lobby-Missing` names those of which none is known.
    """
    parts = await desk.ask_all(question, SERVICES, "/internal/code-tables", {})
    missing = [service for service, part in parts.items() if part.status not in {"ok", "stale"}]
    if missing:
        response.headers["X-Lobby-Missing"] = ", ".join(missing)
    return merged_tables(parts, question.locale)


def merged_tables(parts: Mapping[str, Part], locale: Locale) -> dict[str, list[CodeLabel]]:
    """The tables of all parts, and the gateway's own."""
    tables = {"roles": [CodeLabel(code=role.name, label=role.label.pick(locale)) for role in DEFAULT_ROLES.values()]}
    for service, part in parts.items():
        for name, entries in _tables(part.content).items():
            known = tables.get(name)
            if known is None:
                tables[name] = entries
            elif known != entries:
                tables[f"{service}.{name}"] = entries
    return tables


def _tables(content: Any) -> dict[str, list[CodeLabel]]:
    if not isinstance(content, dict):
        return {}
    return {
        str(name): [CodeLabel.model_validate(entry) for entry in entries]
        for name, entries in content.items()
        if isinstance(entries, list)
    }
