"""The register on paper and as a sheet. Source: handbook R-02, R-04."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.residents.households import repository
from services.residents.households.models import Household
from services.residents.households.papers import register_form_pdf
from services.residents.households.register_sheet import TITLE, register_columns, register_rows
from services.residents.households.repository import HouseholdFilter
from services.residents.households.routes.parts import HouseholdId, WholeView
from services.residents.premises import repository as premises
from shared.runtime.files.answers import PDF, XLSX, file_answer, file_responses
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs
from shared.runtime.sheets import Book

routes = APIRouter(prefix="/v1")

_BATCH = 500


@routes.get(
    "/households/{household_id}/register-form.pdf",
    operation_id="households.print_register_form",
    summary="A household's register form as PDF",
    tags=["households"],
    response_class=Response,
    responses=file_responses(PDF, 404),
)
async def print_form(
    household_id: HouseholdId,
    caller: Annotated[Caller, needs("households:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    view: WholeView,
) -> Response:
    """业户登记表 in Chinese and English, to be checked and signed; numbers are masked (handbook R-02, R-04)."""
    async with reader.session() as session:
        household = await repository.load_whole_household(session, household_id, caller.communities)
        room = await premises.load_room(session, household.room_id, caller.communities)
        community = await premises.load_community(session, household.community_id, caller.communities)
    pdf = await asyncio.to_thread(register_form_pdf, view(household), room, community, printed_at=reader.now)
    return file_answer(pdf, PDF, f"register-form-{household.room_code}.pdf")


@routes.get(
    "/communities/{community_id}/household-register.xlsx",
    operation_id="communities.export_household_register",
    summary="The register of a community's present households as Excel sheet",
    tags=["communities"],
    response_class=Response,
    responses=file_responses(XLSX, 404),
)
async def export_register(
    community_id: Annotated[Identifier, Path()],
    caller: Annotated[Caller, needs("households:export")],
    reader: Annotated[Reader, Depends(reader_of)],
    building: Annotated[Code | None, Query(description="This building alone")] = None,
) -> Response:
    """A row a member, in walking order, in the language of Accept-Language (handbook R-02).

    Numbers are masked whoever asks (R-04). It is written batch by batch: a register of any size fits into memory.
    """
    async with reader.session() as session:
        community = await premises.load_community(session, community_id, caller.communities)
    name = community.name_zh if reader.locale == "zh-CN" else community.name_en
    day = reader.now.astimezone(community.zone).date()
    wanted = HouseholdFilter([community.id], building=building)
    title = f"{name} {TITLE.pick(reader.locale)} · {day}"
    return file_answer(await _sheet(reader, wanted, title), XLSX, f"household-register-{day:%Y%m%d}.xlsx")


async def _sheet(reader: Reader, wanted: HouseholdFilter, title: str) -> bytes:
    made = io.BytesIO()
    book = Book(made)
    sheet = book.sheet(TITLE.pick(reader.locale), register_columns(reader.locale), title=title)
    async for households in _batches(reader, wanted):
        rows = register_rows(households, reader.locale, year=reader.now.year)
        await asyncio.to_thread(sheet.add, rows)
    await asyncio.to_thread(book.close)
    return made.getvalue()


async def _batches(reader: Reader, wanted: HouseholdFilter) -> AsyncIterator[list[Household]]:
    """Each in a read of its own: a slow export holds no connection and no snapshot."""
    cursor: str | None = None
    while True:
        async with reader.session() as session:
            rows, cursor = await repository.list_whole_households(session, wanted, cursor=cursor, limit=_BATCH)
        yield rows
        if cursor is None:
            return
