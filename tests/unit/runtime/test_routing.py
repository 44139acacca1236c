"""Routes by the prefix of their path."""

from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from shared.runtime.http.routing import add_routes


def app() -> FastAPI:
    made = FastAPI(redirect_slashes=False)
    tickets, rooms, health = APIRouter(prefix="/v1/tickets"), APIRouter(prefix="/v1/rooms"), APIRouter()

    @tickets.get("")
    async def every() -> str:
        return "tickets"

    @tickets.get("/export.xlsx")
    async def sheet() -> str:
        return "sheet"

    @tickets.get("/{ticket_id}")
    async def one(ticket_id: str) -> str:
        return f"ticket {ticket_id}"

    @tickets.post("/{ticket_id}/close")
    async def close(ticket_id: str) -> str:
        return f"closed {ticket_id}"

    @rooms.get("/{code:path}")
    async def room(code: str) -> str:
        return f"room {code}"

    @health.get("/livez")
    async def livez() -> str:
        return "ok"

    add_routes(made, [tickets, rooms, health])
    return made


@pytest.mark.parametrize(
    ("method", "path", "status", "answer"),
    [
        ("GET", "/v1/tickets", 200, "tickets"),
        ("GET", "/v1/tickets/export.xlsx", 200, "sheet"),
        ("GET", "/v1/tickets/7", 200, "ticket 7"),
        ("POST", "/v1/tickets/7/close", 200, "closed 7"),
        ("GET", "/v1/rooms/3%232-5-1/and/more", 200, "room 3#2-5-1/and/more"),
        ("GET", "/livez", 200, "ok"),
        ("GET", "/v1/tickets/7/close", 405, None),
        ("DELETE", "/v1/tickets", 405, None),
        ("GET", "/v1/tickets/7/open", 404, None),
        ("GET", "/v1/ticket", 404, None),
        ("GET", "/v1", 404, None),
        ("GET", "/", 404, None),
        ("GET", "/v1/tickets/", 404, None),
        ("GET", "//v1/tickets", 404, None),
    ],
)
async def test_a_request_finds_its_route_or_the_refusal_that_every_router_gives(
    method: str, path: str, status: int, answer: Any
) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://service") as client:
        found = await client.request(method, path)
    assert found.status_code == status, found.text
    if answer is not None:
        assert found.json() == answer
    if status == 405:
        assert found.headers["allow"]


async def test_a_route_that_takes_anothers_place_before_the_first_request_is_the_one_that_answers() -> None:
    changed = app()
    changed.router.routes = [route for route in changed.router.routes if getattr(route, "path", "") != "/livez"]

    @changed.get("/livez")
    async def other() -> str:
        return "other"

    async with httpx.AsyncClient(transport=httpx.ASGITransport(changed), base_url="http://service") as client:
        assert (await client.get("/livez")).json() == "other"


def test_the_description_has_every_route() -> None:
    assert set(app().openapi()["paths"]) == {
        "/v1/tickets",
        "/v1/tickets/export.xlsx",
        "/v1/tickets/{ticket_id}",
        "/v1/tickets/{ticket_id}/close",
        "/v1/rooms/{code}",
        "/livez",
    }
