"""`/v1/tariffs`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.billing.domain.days import local_day
from services.billing.repository import replicas, tariffs
from services.billing.routes.parameters import CommunityId, OptionalDay
from services.billing.schemas.tariffs import PriceAdding, TariffItemAdding, TariffItemView
from services.billing.usecases.add_price import add_price
from services.billing.usecases.add_tariff_item import add_tariff_item
from services.billing.usecases.prices import ItemOnDay
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tariffs", tags=["tariffs"])

Item = Annotated[Code, Path(description="The item's code", examples=["repair_tap"])]


def _view(found: ItemOnDay) -> TariffItemView:
    return TariffItemView.of(found.item, found.on)


@routes.get(
    "",
    operation_id="tariffs.list",
    summary="The tariff in force on a day",
    responses=problems(404),
)
async def list_(
    caller: Annotated[Caller, needs("tariffs:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    on: OptionalDay = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[TariffItemView]:
    """One community's items with a price on the day, by default today, by code (handbook B-01)."""
    async with reader.session() as session:
        community = await replicas.load_community(session, caller.community(community_id))
        day = on or local_day(reader.now, community.time_zone)
        rows, next_cursor = await tariffs.list_items_in_force(session, community.id, day, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, lambda item: TariffItemView.of(item, day))


@routes.post(
    "",
    operation_id="tariffs.add",
    summary="Add an item to the tariff",
    status_code=201,
    response_model=TariffItemView,
    responses=problems(404, 409),
)
async def add(
    body: TariffItemAdding,
    caller: Annotated[Caller, needs("tariffs:edit")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """With its first price, from today or later (handbook B-01, B-02)."""
    return await command.run(lambda tx: add_tariff_item(tx, caller, body), view=_view, status=201)


@routes.get(
    "/{item}",
    operation_id="tariffs.show",
    summary="Read a tariff item with all its prices",
    responses=problems(404),
)
async def show(
    item: Item,
    response: Response,
    caller: Annotated[Caller, needs("tariffs:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    on: OptionalDay = None,
    community_id: CommunityId = None,
) -> TariffItemView:
    """The price in force on the day, by default today, and every version (handbook B-01)."""
    async with reader.session() as session:
        community = await replicas.load_community(session, caller.community(community_id))
        found = await tariffs.load_item(session, community.id, item)
    tagged(response, found.version)
    return TariffItemView.of(found, on or local_day(reader.now, community.time_zone))


@routes.post(
    "/{item}/versions",
    operation_id="tariffs.add_version",
    summary="Give an item another price from a day on",
    status_code=201,
    response_model=TariffItemView,
    responses=problems(404, 409, 412),
)
async def add_version(
    item: Item,
    body: PriceAdding,
    caller: Annotated[Caller, needs("tariffs:edit")],
    command: Annotated[Command, Depends(command_of)],
    community_id: CommunityId = None,
) -> Response:
    """From today or later; what was charged so far keeps its price (handbook B-01)."""
    return await command.run(lambda tx: add_price(tx, caller, community_id, item, body), view=_view, status=201)
