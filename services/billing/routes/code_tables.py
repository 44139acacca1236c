"""Words of this service's enumerations, for the gateway's `/v1/code-tables`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from services.billing.domain.labels import CODE_TABLES
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, caller_of

routes = APIRouter(prefix="/internal", include_in_schema=False)


class CodeLabel(BaseModel):
    """A code and its word in the caller's language."""

    code: str
    label: str


@routes.get("/code-tables")
async def code_tables(
    _caller: Annotated[Caller, Depends(caller_of)], reader: Annotated[Reader, Depends(reader_of)]
) -> dict[str, list[CodeLabel]]:
    """Every enumeration of billing."""
    return {
        name: [CodeLabel(code=code, label=words.pick(reader.locale)) for code, words in table.items()]
        for name, table in CODE_TABLES.items()
    }
