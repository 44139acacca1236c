"""Nobody sees or does what they weren't granted: every route × role × community, generated from the code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from gateway.demo import ELSEWHERE, GARDEN
from gateway.identity.domain.permissions import AUDIENCE, GATEWAY, PERMISSIONS
from gateway.identity.domain.roles import DEFAULT_ROLES
from shared.kernel.ids import new_id
from tests.journeys import belongings
from tests.journeys.people import People, people_of, problem
from tests.journeys.routes import Route, all_routes, filled
from tests.journeys.samples import body_of, files_of, query_of, required_query_of
from tests.stack import EmbeddedStack

ROUTES = all_routes()
GUARDED = [route for route in ROUTES if route.is_public and route.permission]
SIGN_IN_ROLES = [name for name in DEFAULT_ROLES if name not in {"resident", "partner"}]

# Who is signed in may ask for these, whatever the role; `token` is how one signs in.
WITHOUT_PERMISSION = {
    "POST /v1/auth/token",
    "POST /v1/auth/revoke",
    "GET /v1/auth/me",
    "GET /v1/code-tables",
}
# Reached from inside alone: the gateway's composition, health, descriptions, keys.
OPEN_TO_OPERATORS = {"/livez", "/readyz", "/metrics", "/openapi.json"}
GATEWAY_PAGES = {"/.well-known/jwks.json", "/asyncapi.json", "/docs", "/docs/{name}"}
# What these answer depends on two permissions, or is no business of anybody in particular.
INTERNAL_WITHOUT = {"/internal/code-tables", "/internal/front-desk/caller-card"}
# Refusals beyond the grant, by what a role's standing in the trade is (permissions.md: "may not").
OF_THE_TRADE = {"urn:lobby:problem:lead-decides"}
_SPAN = {"since": "2026-11-01T00:00:00Z", "until": "2026-12-01T00:00:00Z"}
ASKED_WITH = {
    "/v1/front-desk/caller-card": {"room_code": belongings.ROOM},
    "/v1/follow-ups/coverage": _SPAN,
    "/v1/promises/counts": _SPAN,
}
_FIRST_DOCUMENT_S = 60
"""The first one is put together of six programs' documents, which each make theirs at that moment."""


@pytest.fixture
async def people(embedded: EmbeddedStack) -> AsyncIterator[People]:
    async with people_of(embedded.url, embedded.password) as staff:
        yield staff


@pytest.fixture
async def document(embedded: EmbeddedStack) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=embedded.url, trust_env=False, timeout=_FIRST_DOCUMENT_S) as client:
        found: dict[str, Any] = (await client.get("/openapi.json")).json()
        return found


def test_no_route_goes_without_a_permission_but_the_known_ones() -> None:
    without = [route for route in ROUTES if route.permission is None]

    assert {str(route) for route in without if route.is_public} == WITHOUT_PERMISSION
    hidden = {(route.program, route.path) for route in without if not route.is_public}
    assert {path for program, path in hidden if program == GATEWAY} == OPEN_TO_OPERATORS | GATEWAY_PAGES
    assert {path for program, path in hidden if program != GATEWAY} == OPEN_TO_OPERATORS | INTERNAL_WITHOUT
    assert [path for program, path in hidden if path.endswith("caller-card")] == ["/internal/front-desk/caller-card"]


def test_every_permission_is_known_and_checked_by_the_service_that_its_token_is_for() -> None:
    for route in ROUTES:
        if route.permission is not None:
            assert AUDIENCE.get(route.permission) == route.program, f"{route} asks for {route.permission}"


def test_every_permission_is_asked_for_somewhere() -> None:
    asked = {route.permission for route in ROUTES}
    # Asked for inside the caller card.
    elsewhere = {"arrears:flag"}

    assert {each for every in PERMISSIONS.values() for each in every} - asked <= elsewhere


def test_no_default_role_grants_what_does_not_exist() -> None:
    for role in DEFAULT_ROLES.values():
        assert role.permissions <= AUDIENCE.keys(), role.name
    assert not DEFAULT_ROLES["resident"].permissions
    assert not DEFAULT_ROLES["partner"].permissions


@pytest.mark.parametrize("role", SIGN_IN_ROLES)
async def test_a_role_gets_403_where_it_has_no_grant_and_nowhere_else(people: People, role: str) -> None:
    granted = DEFAULT_ROLES[role].permissions
    wrong: list[str] = []
    for route in GUARDED:
        answer = await people.send(role, route.method, filled(route.path, {}, new_id()), json={})
        if route.permission not in granted:
            document = problem(answer, 403) if answer.status_code == 403 else {}
            if document.get("type") != "urn:lobby:problem:forbidden" or route.permission not in document["detail"]:
                wrong.append(f"{role} must not {route}: {answer.status_code} {answer.text[:120]}")
        elif answer.status_code in {401, 403} or answer.status_code >= 500:
            if answer.json().get("type") in OF_THE_TRADE:
                continue
            wrong.append(f"{role} may {route}: {answer.status_code} {answer.text[:120]}")

    assert wrong == []


@pytest.mark.parametrize("role", ["resident", "partner"])
async def test_who_has_no_grant_at_all_is_refused_everywhere(
    embedded: EmbeddedStack, people: People, role: str
) -> None:
    username = await belongings.new_account(embedded, role)
    answers = {
        str(route): (await people.send(username, route.method, filled(route.path, {}, new_id()), json={})).status_code
        for route in GUARDED
    }

    assert {name: status for name, status in answers.items() if status != 403} == {}


async def test_without_a_token_every_route_answers_401(embedded: EmbeddedStack) -> None:
    async with httpx.AsyncClient(base_url=embedded.url, trust_env=False) as client:
        for route in [*GUARDED, *(each for each in ROUTES if str(each) in WITHOUT_PERMISSION)]:
            if route.path == "/v1/auth/token":
                continue
            answer = await client.request(route.method, filled(route.path, {}, new_id()), json={})
            assert problem(answer, 401)["type"] == "urn:lobby:problem:unauthenticated", str(route)
            assert answer.headers["www-authenticate"].startswith("Bearer"), str(route)


async def test_what_services_tell_each_other_is_not_reached_through_the_gateway(people: People) -> None:
    for path in sorted({route.path for route in ROUTES if route.path.startswith("/internal")}):
        await people.refused("manager", "GET", path, 404)
        await people.refused("manager", "GET", f"/v1/tickets/..{path}", 404)


async def test_another_communitys_things_do_not_exist(
    embedded: EmbeddedStack, people: People, document: dict[str, Any]
) -> None:
    """A caller with every permission, in a community of its own: 404, and nothing changed."""
    owned = await belongings.of_the_garden(people)
    stranger = await belongings.new_account(embedded, *SIGN_IN_ROLES, community=ELSEWHERE)
    before = await belongings.versions(people, owned)
    wrong: list[str] = []
    for route in GUARDED:
        names = {part[1:-1] for part in route.path.split("/") if part.startswith("{")}
        if not names or names & belongings.NOT_OF_A_COMMUNITY:
            continue
        assert names <= owned.keys(), f"{route}: no example of {names}"
        answer = await people.send(
            stranger,
            route.method,
            filled(route.path, owned, ""),
            json=body_of(document, route.path, route.method),
            files=files_of(document, route.path, route.method),
            params=required_query_of(document, route.path, route.method),
            headers={"If-Match": "*", "Idempotency-Key": new_id()},
        )
        if answer.status_code != 404:
            wrong.append(f"{route}: {answer.status_code} {answer.text[:200]}")
        else:
            problem(answer, 404)

    assert wrong == []
    assert await belongings.versions(people, owned) == before


async def test_a_list_named_for_another_community_is_404_and_an_unnamed_one_shows_own_things_only(
    people: People, document: dict[str, Any]
) -> None:
    lists = [route for route in GUARDED if route.method == "GET" and "{" not in route.path]
    assert len(lists) >= 15
    for route in lists:
        if route.permission not in DEFAULT_ROLES["manager"].permissions:
            continue
        params = required_query_of(document, route.path, "GET") | ASKED_WITH.get(route.path, {})
        if "community_id" in query_of(document, route.path, "GET"):
            await people.refused("other_manager", "GET", route.path, 404, params={**params, "community_id": GARDEN})
        answer = await people.send("other_manager", "GET", route.path, params=params)
        assert answer.status_code in {200, 404, 422}, f"{route}: {answer.text[:200]}"
        assert GARDEN not in answer.text, str(route)


async def test_a_new_thing_cannot_be_put_into_another_community(people: People, document: dict[str, Any]) -> None:
    creations = [route for route in GUARDED if route.method == "POST" and "{" not in route.path]
    tried = 0
    for route in creations:
        body = body_of(document, route.path, "POST")
        if "community_id" not in _properties(document, route):
            continue
        answer = await people.send(
            "other_manager",
            "POST",
            route.path,
            json={**body, "community_id": GARDEN},
            headers={"Idempotency-Key": new_id()},
        )
        assert problem(answer, 404)["type"] == "urn:lobby:problem:not-found", str(route)
        tried += 1
    assert tried >= 4


def _properties(document: dict[str, Any], route: Route) -> set[str]:
    content = document["paths"][route.path]["post"].get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return set(document["components"]["schemas"].get(reference.rpartition("/")[2], {}).get("properties", {}))
