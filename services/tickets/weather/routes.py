"""`/v1/weather`. Source: handbook T-17."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.tickets.weather import repository as weather
from services.tickets.weather.domain.kinds import WeatherKind
from services.tickets.weather.schemas import WeatherRecord, WeatherView, WeatherWithdrawal
from services.tickets.weather.usecases.record_weather import record_weather
from services.tickets.weather.usecases.withdraw_weather import withdraw_weather
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

EntryId = Annotated[Identifier, Path(description="The entry's id")]

routes = APIRouter(prefix="/v1/weather", tags=["follow-ups"])


@routes.post(
    "",
    operation_id="weather.record",
    summary="Enter what the sky did",
    status_code=201,
    response_model=WeatherView,
    responses=problems(404, 409),
)
async def record(
    body: WeatherRecord,
    caller: Annotated[Caller, needs("weather:record")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By the desk or a feed. Rain makes the visits due that wait for it after a leak's repair (handbook T-17)."""
    return await command.run(lambda tx: record_weather(tx, caller, body), view=WeatherView.of, status=201)


@routes.post(
    "/{entry_id}/withdraw",
    operation_id="weather.withdraw",
    summary="Take a mistaken entry back",
    response_model=WeatherView,
    responses=problems(404, 409),
)
async def withdraw(
    entry_id: EntryId,
    body: WeatherWithdrawal,
    caller: Annotated[Caller, needs("weather:record")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By who entered it, or a lead. Visits that only this rain made due, and nobody tried yet, wait again."""
    return await command.run(lambda tx: withdraw_weather(tx, caller, entry_id, body.reason), view=WeatherView.of)


@routes.get("", operation_id="weather.list", summary="Read the weather book, latest first", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("weather:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    kind: WeatherKind | None = None,
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[WeatherView]:
    """One query a page."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, next_cursor = await weather.list_weather(session, communities, kind=kind, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, WeatherView.of)
