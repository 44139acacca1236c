"""No input makes a 500 (reliability.md)."""

import base64
import json

import pytest

from tests.service.residents.builders import EVERYTHING, LI, WANG, application, desk, member
from tests.service.support import GARDEN, ServiceRig

LISTS = (
    "/v1/communities",
    "/v1/rooms",
    "/v1/households",
    "/v1/archives",
    "/v1/renovations",
    "/v1/move-ins",
    "/v1/defects",
)
LISTS_OF_FILES = ("/v1/archives/loans", "/v1/archives/inventory-checks", "/v1/archives/destructions")
ODD = ("\x00", "a\x00b", "%", "'", "\\", "💡" * 30, "\ud7ff", "\U0010ffff", "\u202e", "-", "9" * 60)


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


CURSORS = (
    "x",
    cursor(1),
    cursor(1, 2),
    cursor("a", "b"),
    cursor("a", "b", "c"),
    cursor(1, 2, 3),
    cursor("a\x00", "b\x00"),
    cursor("a\x00", "b\x00", "c"),
    cursor("t:2026-11-22T00:00:00+00:00", "b"),
    cursor("t:2026-11-22T00:00:00+00:00", "b", "c"),
    cursor("t:0001-01-01T00:00:00+23:00", "b"),
    cursor(10**30, "b"),
)


@pytest.mark.parametrize("path", [*LISTS, *LISTS_OF_FILES])
async def test_a_forged_cursor_is_refused_or_read(rig: ServiceRig, path: str) -> None:
    async with desk(rig) as client:
        for forged in CURSORS:
            answer = await client.get(path, params={"cursor": forged})
            assert answer.status_code in {200, 422}, (path, forged, answer.text)


@pytest.mark.parametrize(
    "parameter",
    [
        ("/v1/rooms", "q"),
        ("/v1/rooms", "building"),
        ("/v1/rooms", "code"),
        ("/v1/rooms", "community_id"),
        ("/v1/households", "q"),
        ("/v1/households", "phone"),
        ("/v1/households", "room_code"),
        ("/v1/households", "building"),
        ("/v1/households", "plate"),
        (f"/v1/communities/{GARDEN}/household-register.xlsx", "building"),
        ("/v1/archives", "household_id"),
        ("/v1/archives", "room_code"),
        ("/v1/archives/loans", "archive_id"),
        ("/v1/archives/loans", "status"),
        ("/v1/archives/loans/excel", "since"),
        ("/v1/archives/inventory-checks", "kind"),
        ("/v1/archives/inventory-checks/due", "community_id"),
        ("/v1/archives/destruction-register", "archive_id"),
        ("/v1/renovations", "household_id"),
        ("/v1/renovations", "status"),
        ("/v1/move-ins", "room_code"),
        ("/v1/move-ins", "household_id"),
        ("/v1/defects", "contractor"),
        ("/v1/defects", "overdue"),
        ("/v1/defects", "move_in_id"),
        ("/internal/front-desk/caller-card", "phone"),
        ("/internal/front-desk/caller-card", "room_code"),
        ("/internal/front-desk/caller-card", "household_id"),
        ("/internal/front-desk/today", "community_id"),
    ],
)
async def test_an_odd_parameter_is_answered_as_nothing_found_or_refused(
    rig: ServiceRig, parameter: tuple[str, str]
) -> None:
    path, name = parameter
    async with desk(rig) as client:
        for odd in ODD:
            answer = await client.get(path, params={name: odd})
            assert answer.status_code in {200, 404, 422}, (odd, answer.text)


async def test_an_odd_id_in_the_path_is_not_found_or_refused(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        for resource in (*LISTS, "/v1/persons"):
            for odd in ("%00", "a%00b", "..", "%F0%9F%92%A1", "x" * 36, "x" * 37):
                read = await client.get(f"{resource}/{odd}")
                assert read.status_code in {404, 405, 422}, (resource, odd, read.text)
        for action in ("submit", "approve", "start", "resume"):
            answer = await client.post(f"/v1/renovations/x/{action}", headers={"Idempotency-Key": "k"})
            assert answer.status_code == 404


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', "1", '{"a":' * 2000])
async def test_a_body_that_is_no_such_object_is_refused(rig: ServiceRig, body: str) -> None:
    async with desk(rig, headers={"Content-Type": "application/json"}) as client:
        for path in (
            "/v1/households",
            "/v1/renovations",
            f"/v1/households/{WANG}/members",
            "/v1/defects",
            "/v1/move-ins",
        ):
            answer = await client.post(path, content=body)
            assert answer.status_code in {400, 422}, (path, answer.text)


async def test_every_operation_lists_its_refusals_and_says_what_it_does(rig: ServiceRig) -> None:
    paths = rig.app.openapi()["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) == 175
    for operation in operations:
        assert operation["summary"]
        assert "handbook" in operation["description"] or operation["operationId"] in {
            "communities.list",
            "renovations.show",
        }
        assert {"400", "401", "403", "422", "503"} <= operation["responses"].keys()
    assert not [path for path in paths if path.startswith("/internal")]


async def test_no_route_answers_without_a_token_or_without_its_grant(rig: ServiceRig) -> None:
    async with desk(rig, headers={"Authorization": "Bearer forged"}) as stranger, rig.client() as nobody:
        for path in (*LISTS, f"/v1/households/{LI}", "/internal/front-desk/today", "/internal/front-desk/caller-card"):
            assert (await stranger.get(path)).status_code == 401
            assert (await nobody.get(path)).status_code == 403
        for path, body in (("/v1/households", {"room_code": "1#1-1-1", "members": [member()]}),):
            assert (await stranger.post(path, json=body)).status_code == 401
            assert (await nobody.post(path, json=body)).status_code == 403
        assert (await nobody.post("/v1/renovations", json=application())).status_code == 403
    assert EVERYTHING


async def test_a_refused_phone_of_a_query_is_said_to_stand_in_the_query(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        answer = await client.get("/v1/households", params={"phone": "12"})
    assert answer.status_code == 422
    assert [(it["pointer"], it["place"]) for it in answer.json()["errors"]] == [("/phone", "query")]
