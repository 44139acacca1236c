"""Labels of this service's enumerations, for the gateway's `GET /v1/code-tables`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from services.residents.archives.domain.directory import RECORD_KINDS, SECTIONS
from services.residents.households.domain.membership import CHANNELS, ROLES
from services.residents.premises.domain.kinds import HAND_OVERS, OCCUPANCIES, ROOM_KINDS
from services.residents.renovation.domain.application import SIZES
from services.residents.renovation.domain.breaches import BREACHES, MEASURES
from services.residents.renovation.domain.lifecycle import STATUSES
from services.residents.renovation.domain.papers import PAPER_KINDS
from services.residents.roster.domain.lifecycle import ROW_KINDS
from services.residents.roster.domain.lifecycle import STATUSES as ROSTER_STATUSES
from shared.kernel.text import Text
from shared.runtime.http.reading import Reader, reader_of

routes = APIRouter(include_in_schema=False)

TABLES: Mapping[str, Mapping[Any, Text]] = {
    "room_kind": ROOM_KINDS,
    "occupancy": OCCUPANCIES,
    "hand_over": HAND_OVERS,
    "member_role": ROLES,
    "contact_channel": CHANNELS,
    "archive_section": SECTIONS,
    "archive_record_kind": RECORD_KINDS,
    "renovation_status": STATUSES,
    "renovation_size": SIZES,
    "renovation_paper_kind": PAPER_KINDS,
    "breach": BREACHES,
    "measure": MEASURES,
    "roster_import_status": ROSTER_STATUSES,
    "roster_row_kind": ROW_KINDS,
}


class CodeLabel(BaseModel):
    """A code and what it is called."""

    code: str
    label: str


@routes.get("/internal/code-tables")
async def code_tables(reader: Annotated[Reader, Depends(reader_of)]) -> dict[str, list[CodeLabel]]:
    """In the request's language; the same for everybody, so nobody needs to sign in."""
    return {name: _labels(table, reader) for name, table in TABLES.items()}


def _labels(table: Mapping[StrEnum, Text], reader: Reader) -> list[CodeLabel]:
    return [CodeLabel(code=code.value, label=words.pick(reader.locale)) for code, words in table.items()]
