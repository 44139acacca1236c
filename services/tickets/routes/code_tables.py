"""Labels of tickets' enumerations, for the gateway's `/v1/code-tables`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.tickets.domain.labels import CODE_TABLES
from services.tickets.schemas import CodeLabel
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, caller_of

routes = APIRouter(prefix="/internal", include_in_schema=False)


@routes.get("/code-tables")
async def code_tables(
    _caller: Annotated[Caller, Depends(caller_of)], reader: Annotated[Reader, Depends(reader_of)]
) -> dict[str, list[CodeLabel]]:
    """Every value with its words in the request's language."""
    return {
        table: [CodeLabel(code=code, label=words.pick(reader.locale)) for code, words in labels.items()]
        for table, labels in CODE_TABLES.items()
    }
