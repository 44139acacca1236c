"""What the resource's modules share."""

from enum import Enum
from typing import Annotated, Any

from fastapi import Path

from services.residents.renovation.schemas.asked import Remark
from shared.runtime.http.fields import Identifier

PREFIX = "/v1/renovations"
TAGS: list[str | Enum] = ["renovations"]
RenovationId = Annotated[Identifier, Path()]
NO_REMARK = Remark()
PDF = "application/pdf"


def pdf_answers(what: str) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that answers a PDF."""
    return {200: {"description": what, "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}
