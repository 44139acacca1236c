"""Lists refuse query parameters that they don't know. Source: api.md."""

from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Query
from pydantic import BaseModel, ConfigDict

from shared.kernel.errors import Forbidden
from shared.runtime.http.known_parameters import known_parameters
from shared.runtime.http.paging import Cursor, Limit, Page
from shared.runtime.http.problems import install_problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.routing import add_routes


class Narrowing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: str | None = None


class Whole(BaseModel):
    items: list[str]
    total: int


def who(x_role: Annotated[str, Header()] = "desk", zone: str = "x") -> str:
    if x_role == "stranger":
        raise Forbidden(permission="things:read")
    return zone


Asking = Annotated[str, Depends(who)]
Reading = Annotated[Reader, Depends(reader_of)]


def app(*, is_closed: bool) -> httpx.AsyncClient:
    made, routes = FastAPI(redirect_slashes=False), APIRouter(prefix="/v1/things")

    @routes.get("")
    async def every(
        caller: Asking, reader: Reading, kind: str | None = None, limit: Limit = 5, cursor: Cursor = None
    ) -> Page[str]:
        return Page(items=[])

    @routes.get("/narrowed")
    async def narrowed(wanted: Annotated[Narrowing, Query()], reader: Reading) -> Page[str]:
        return Page(items=[])

    @routes.get("/{thing_id}/parts")
    async def parts(thing_id: str, reader: Reading) -> Page[str]:
        return Page(items=[])

    @routes.get("/{thing_id}")
    async def one(thing_id: str, reader: Reading) -> Whole:
        return Whole(items=[], total=0)

    install_problems(made)
    add_routes(made, [routes])
    if is_closed:
        made.state.known_parameters = known_parameters([routes])
    return httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url="http://things")


@pytest.mark.parametrize(
    ("path", "unknown"),
    [
        ("", []),
        ("?kind=a&limit=3&cursor=x&zone=y", []),
        ("?kint=a", ["/kint"]),
        ("?kind=a&z=1&kint=a&z=2", ["/kint", "/z"]),
        ("?x_role=desk", ["/x_role"]),
        ("?=", ["/"]),
        ("?kind", []),
        ("/narrowed?status=a", []),
        ("/narrowed?stat=a", ["/stat"]),
        ("/7/parts?limit=3", ["/limit"]),
        ("/7/parts?thing_id=8", ["/thing_id"]),
        ("/7?whatever=1", []),
    ],
)
async def test_a_list_names_what_it_does_not_know(path: str, unknown: list[str]) -> None:
    async with app(is_closed=True) as client:
        answer = await client.get(f"/v1/things{path}", headers={"Accept-Language": "en"})
    problem: dict[str, Any] = answer.json()
    assert answer.status_code == (422 if unknown else 200), problem
    assert [fault["pointer"] for fault in problem.get("errors", [])] == unknown
    assert {(fault["place"], fault["message"]) for fault in problem.get("errors", [])} <= {
        ("query", "未知字段"),
        ("query", "Unknown field"),
    }


async def test_who_may_not_read_it_is_not_told_of_parameters() -> None:
    async with app(is_closed=True) as client:
        assert (await client.get("/v1/things?kint=a", headers={"X-Role": "stranger"})).status_code == 403


async def test_a_service_that_does_not_close_its_lists_answers_as_before() -> None:
    async with app(is_closed=False) as client:
        assert (await client.get("/v1/things?kint=a")).status_code == 200
