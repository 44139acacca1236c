"""Bad input through the gateway: told what is wrong in the caller's language, and nothing is changed."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from shared.kernel.ids import new_id
from tests.journeys.people import PROBLEM, Json, People, problem
from tests.stack.process import Stack

LISTS = ("/v1/tickets", "/v1/charges", "/v1/payments", "/v1/renovations", "/v1/passes", "/v1/households")
ELEVEN_MB = 11 * 1024 * 1024


def opening(**different: Any) -> Json:
    return {
        "room_code": "3#2-5-1",
        "category": "repair",
        "source": "phone",
        "room_confirmed": True,
        "summary": "厨房水龙头漏水",
        "requester": {"name": "王芳", "phone": "13812345678"},
    } | different


@pytest.fixture
async def unchanged(people: People) -> AsyncIterator[None]:
    """Whatever the test does, the newest things of every kind are the same before and after."""

    async def newest() -> list[list[Json]]:
        return [await people.items("manager", path, limit=20) for path in LISTS]

    before = await newest()
    yield
    assert await newest() == before


async def in_both(people: People, method: str, path: str, status: int, **request: Any) -> tuple[Json, Json]:
    """The refusal in Chinese and in English."""
    more = request.pop("headers", {})
    return (
        await people.refused("manager", method, path, status, headers={**more, "Accept-Language": "zh-CN"}, **request),
        await people.refused("manager", method, path, status, headers={**more, "Accept-Language": "en"}, **request),
    )


def assert_says(document: Json, slug: str, pointer: str | None, *words: str) -> None:
    assert document["type"] == f"urn:lobby:problem:{slug}"
    said = document["detail"]
    if pointer is not None:
        faults = {fault["pointer"]: fault["message"] for fault in document["errors"]}
        assert pointer in faults, faults
        said += faults[pointer]
    for word in words:
        assert word in said, said


PLACES = [
    ("POST", "/v1/tickets", {"json": opening(room_code="9#9-9-9")}),
    ("POST", "/v1/payments", {"json": {"room_code": "9#9-9-9", "method": "cash", "amount_fen": 100}}),
    (
        "POST",
        "/v1/passes",
        {
            "json": {
                "kind": "temporary",
                "room_code": "9#9-9-9",
                "holder_name": "李师傅",
                "valid_until": "2099-01-01",
            }
        },
    ),
]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("method", "path", "request_"), PLACES, ids=[path for _, path, _ in PLACES])
async def test_an_unknown_room_is_named(people: People, method: str, path: str, request_: Json) -> None:
    zh, en = await in_both(people, method, path, 422, headers={"Idempotency-Key": new_id()}, **request_)

    assert_says(zh, "unknown-room", "/room_code", "小区内没有房号 9#9-9-9")
    assert_says(en, "unknown-room", "/room_code", "no room 9#9-9-9")
    assert zh["title"] == "房号不存在"
    assert en["title"] == "Unknown room"


async def test_the_card_of_an_unknown_room_is_404(people: People) -> None:
    document = await people.refused(
        "front_desk", "GET", "/v1/front-desk/caller-card", 404, params={"room_code": "9#9-9-9"}
    )

    assert_says(document, "not-found", None)


@pytest.mark.usefixtures("unchanged")
async def test_a_wrong_enumeration_tells_what_there_is(people: People) -> None:
    zh, en = await in_both(people, "POST", "/v1/tickets", 422, json=opening(category="repairs"))
    query = await people.refused("manager", "GET", "/v1/tickets", 422, params={"status": "open"})

    assert_says(zh, "invalid-content", "/category", "只能是", "'repair'", "'complaint'")
    assert_says(en, "invalid-content", "/category", "Must be one of", "'repair'", "'complaint'")
    assert_says(query, "invalid-content", "/status/0", "'opened'")
    assert query["errors"][0]["place"] == "query"


@pytest.mark.usefixtures("unchanged")
async def test_every_field_at_fault_is_named_at_once(people: People) -> None:
    body = opening(source="fax", summary="", surprise=1, requester={"name": "王芳"})

    document = await people.refused("manager", "POST", "/v1/tickets", 422, json=body)

    assert {fault["pointer"] for fault in document["errors"]} == {
        "/source",
        "/summary",
        "/surprise",
        "/requester/phone",
    }


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("phone", ["12345", "no phone at all", "+++", "138123456789012345", "１３８"])
async def test_a_phone_that_is_none_is_refused(people: People, phone: str) -> None:
    body = opening(requester={"name": "王芳", "phone": phone})

    zh, en = await in_both(people, "POST", "/v1/tickets", 422, json=body)
    card = await people.refused("front_desk", "GET", "/v1/front-desk/caller-card", 422, params={"phone": phone})

    for document in (zh, en):
        assert_says(document, "not-a-phone", "/requester/phone")
    assert zh["detail"] != en["detail"]
    assert_says(card, "not-a-phone", "/phone")


def spoken(url: str, *parts: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of what the server says to these bytes; it may stop listening half-way."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as connection:
        with contextlib.suppress(ConnectionError):  # refused before the end: what it said is still there to read
            for part in parts:
                connection.sendall(part)
        answer = HTTPResponse(connection)
        answer.begin()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read()


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", ["/v1/tickets", "/v1/staff"])
@pytest.mark.parametrize("is_declared", [True, False], ids=["declared", "chunked"])
async def test_a_body_of_11_mb_is_refused(stack: Stack, people: People, path: str, *, is_declared: bool) -> None:
    token = await people.token("admin" if path == "/v1/staff" else "manager")
    head = (
        f"POST {path} HTTP/1.1\r\nHost: lobby\r\nAuthorization: Bearer {token}\r\nAccept-Language: en\r\n"
        "Content-Type: application/json\r\n"
    )
    if is_declared:
        parts = [f"{head}Content-Length: {ELEVEN_MB}\r\n\r\n".encode()]
    else:
        chunk = b"%x\r\n%s\r\n" % (65536, b" " * 65536)
        parts = [f"{head}Transfer-Encoding: chunked\r\n\r\n".encode(), *[chunk] * (ELEVEN_MB // 65536), b"0\r\n\r\n"]

    status, headers, body = await asyncio.to_thread(spoken, stack.url, *parts)

    assert status == 413
    assert headers["content-type"] == PROBLEM
    assert b"urn:lobby:problem:body-too-large" in body
    assert b"at most 10 MB" in body


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b'{"room_code": "3#2-5-1",', 400),
        (b"\xff\xfe\x00", 400),
        (b'{"summary": "\xc3\x28"}', 400),
        (b"[" * 100_000, 400),
        (b"", 422),
        (b"[]", 422),
        (b"null", 422),
        (b'{"summary": "a\\u0000b"}', 422),
        (b'{"summary": "\\ud800"}', 422),
    ],
    ids=["cut off", "no text", "not UTF-8", "too deep", "nothing", "a list", "null", "NUL", "half a character"],
)
async def test_broken_json_is_malformed_and_other_json_is_refused(people: People, content: bytes, status: int) -> None:
    headers = {"Content-Type": "application/json"}

    zh, en = await in_both(people, "POST", "/v1/tickets", status, content=content, headers=headers)

    assert zh["type"] == en["type"] == f"urn:lobby:problem:{'malformed' if status == 400 else 'invalid-content'}"
    assert zh["title"] != en["title"]


async def test_a_thing_of_another_community_is_as_good_as_none(people: People) -> None:
    opened = await people.post("front_desk", "/v1/tickets", opening())
    ticket = opened["id"]
    household = (await people.items("manager", "/v1/households", limit=1))[0]["id"]

    for path in (f"/v1/tickets/{ticket}", f"/v1/households/{household}"):
        foreign = await people.refused("other_manager", "GET", path, 404)
        unknown = await people.refused("other_manager", "GET", f"{path.rpartition('/')[0]}/{new_id()}", 404)
        assert {name: foreign[name] for name in ("type", "title", "detail")} == {
            name: unknown[name] for name in ("type", "title", "detail")
        }
    await people.refused(
        "other_manager", "POST", f"/v1/tickets/{ticket}/dispatch", 404, json={"department": "security"}
    )


async def test_an_illegal_transition_tells_what_is_possible(people: People) -> None:
    ticket = await people.post("front_desk", "/v1/tickets", opening())
    path = f"/v1/tickets/{ticket['id']}"

    zh, en = await in_both(people, "POST", f"{path}/reopen", 409, json={"reason": "还在滴水"})

    assert_says(zh, "illegal-transition", None, "dispatch")
    assert_says(en, "illegal-transition", None, "dispatch", "reopen")
    assert zh["title"] == "当前状态不允许此操作"
    after = await people.get("front_desk", path)
    assert (after["status"], after["version"]) == ("opened", ticket["version"])


async def test_a_stale_if_match_changes_nothing(people: People) -> None:
    ticket = await people.post("front_desk", "/v1/tickets", opening())
    path, change = f"/v1/tickets/{ticket['id']}", {"summary": "厨房与卫生间水龙头漏水"}
    read = await people.send("front_desk", "GET", path)
    first = await people.send("front_desk", "PATCH", path, json=change, headers={"If-Match": read.headers["etag"]})

    zh, en = await in_both(
        people, "PATCH", path, 412, json={"summary": "别的"}, headers={"If-Match": read.headers["etag"]}
    )
    missing = await people.refused("front_desk", "PATCH", path, 428, json={"summary": "别的"})
    nonsense = await people.refused(
        "front_desk", "PATCH", path, 400, json={"summary": "别的"}, headers={"If-Match": '"x"'}
    )

    assert first.status_code == httpx.codes.OK
    assert first.headers["etag"] != read.headers["etag"]
    assert_says(zh, "stale", None, "已被修改")
    assert_says(en, "stale", None, "has changed")
    assert_says(missing, "if-match-required", None)
    assert_says(nonsense, "if-match-malformed", None)
    assert (await people.get("front_desk", path))["summary"] == change["summary"]


async def test_an_idempotency_key_with_another_body_is_refused(people: People) -> None:
    key = {"Idempotency-Key": new_id()}
    first = await people.send("front_desk", "POST", "/v1/tickets", json=opening(), headers=key)
    mine = (await people.items("manager", "/v1/tickets", limit=5))[0]

    other = await people.send("front_desk", "POST", "/v1/tickets", json=opening(summary="别的"), headers=key)
    again = await people.send("front_desk", "POST", "/v1/tickets", json=opening(), headers=key)
    else_where = await people.send("front_desk", "POST", f"/v1/tickets/{mine['id']}/respond", json={}, headers=key)

    assert_says(problem(other, 422), "idempotency-key-reused", None, "nothing was changed")
    assert_says(problem(else_where, 422), "idempotency-key-reused", None)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert (await people.items("manager", "/v1/tickets", limit=5))[0] == mine


@pytest.mark.usefixtures("unchanged")
async def test_money_is_not_taken_without_an_idempotency_key(people: People) -> None:
    body = {"room_code": "3#2-5-1", "method": "cash", "amount_fen": 100}

    document = await people.refused("cashier", "POST", "/v1/payments", 400, json=body)

    assert_says(document, "idempotency-key-required", None)
