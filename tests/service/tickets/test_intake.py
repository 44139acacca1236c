"""What is asked for at intake. Source: handbook T-01 … T-05."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import HOME, Desk, opening


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """What the database is asked meanwhile, transaction control left out."""
    engine = desk.rig.service.database.engine.sync_engine
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_the_issues_own_example_is_taken(desk: Desk) -> None:
    answer = await desk.as_("front_desk").post("/v1/tickets", json=opening(), headers={"Idempotency-Key": "call-1"})
    assert answer.status_code == 201, answer.text
    ticket = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/v1/tickets/{ticket['id']}"
    assert ticket["department"] == "engineering"
    assert ticket["actions"] == [
        "dispatch",
        "dismiss",
        "flag_warranty",
        "merge",
        "update",
        "hand_over",
        "split",
        "appoint",
        "respond",
        "escalate",
        "judge",
        "report_progress",
        "pause",
    ]
    (told,) = await desk.rig.told("ticket.opened")
    assert (told.subject, told.sequence, told.data["version"]) == (ticket["id"], 1, 1)
    assert "138" not in told.to_bytes().decode()


async def test_the_same_key_and_body_take_the_request_in_once(desk: Desk) -> None:
    client = desk.as_("front_desk")
    first = await client.post("/v1/tickets", json=opening(), headers={"Idempotency-Key": "k"})
    again = await client.post("/v1/tickets", json=opening(), headers={"Idempotency-Key": "k"})
    other = await client.post("/v1/tickets", json=opening(summary="灯坏了"), headers={"Idempotency-Key": "k"})
    assert again.content == first.content
    assert other.status_code == 422
    assert other.json()["type"] == "urn:lobby:problem:idempotency-key-reused"
    assert len(await desk.rig.told("ticket.opened")) == 1


async def test_two_residents_of_one_name_are_told_apart_first(desk: Desk) -> None:
    client = desk.as_("front_desk")
    asked = opening(room_code="1#1-2-3", requester={"name": "陈静", "phone": "13812345678"})
    refused = await client.post("/v1/tickets", json=asked)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:lobby:problem:same-name-unconfirmed"
    assert refused.json()["errors"][0]["pointer"] == "/room_confirmed"
    assert "1#1-2-3、2#1-4-2" in refused.json()["detail"]
    assert (await client.post("/v1/tickets", json=asked | {"room_confirmed": True})).status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"room_code": "9#9-9-9"}, "/room_code"),
        ({"category": "gossip"}, "/category"),
        ({"severity": "major"}, "/severity"),
        ({"requester": {"name": "王芳", "phone": "12"}}, "/requester/phone"),
        ({"requester": {"name": "王\x00芳", "phone": "13812345678"}}, "/requester/name"),
        ({"summary": ""}, "/summary"),
        ({"summary": "x" * 201}, "/summary"),
        ({"description": "a\x00b"}, "/description"),
        ({"colour": "red"}, "/colour"),
    ],
)
async def test_bad_content_is_told_by_its_field_and_changes_nothing(
    desk: Desk, change: dict[str, Any], pointer: str
) -> None:
    answer = await desk.as_("front_desk").post("/v1/tickets", json=opening(**change))
    assert answer.status_code == 422, answer.text
    assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]
    assert not await desk.rig.told("ticket.opened")


async def test_a_refusal_is_told_in_the_callers_language(desk: Desk) -> None:
    answer = await desk.as_("front_desk", language="zh-CN").post("/v1/tickets", json=opening(room_code="9#9-9-9"))
    assert answer.json()["detail"] == "小区内没有房号 9#9-9-9。"


async def test_another_communitys_ticket_does_not_exist(desk: Desk) -> None:
    ticket = await desk.open()
    stranger = desk.as_("manager", community=ELSEWHERE)
    here = f"/v1/tickets/{ticket['id']}"
    answers = [
        await stranger.get(here),
        await stranger.get(f"{here}/history"),
        await stranger.post(f"{here}/dispatch", json={"department": "security"}),
        await stranger.post(f"{here}/dismiss", json={"outcome": "withdrawn", "explanation": "x"}),
        await stranger.patch(here, json={"summary": "x"}, headers={"If-Match": '"1"'}),
        await desk.as_("manager").get(f"/v1/tickets?community_id={ELSEWHERE}"),
        await stranger.get("/v1/tickets/no-such-ticket"),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert (await stranger.get("/v1/tickets")).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("ticket_id", ["%00", "x" * 37, "%F0%9F%98%80"])
async def test_an_odd_id_is_refused_or_not_found(desk: Desk, ticket_id: str) -> None:
    answer = await desk.as_("manager").get(f"/v1/tickets/{ticket_id}")
    assert answer.status_code in {404, 422}


async def test_a_list_asks_the_database_twice_whatever_it_holds(desk: Desk) -> None:
    counts = []
    for wanted in (1, 12):
        while len((await desk.as_("front_desk").get("/v1/tickets")).json()["items"]) < wanted:
            await desk.open()
        with statements(desk) as seen:
            page = await desk.as_("front_desk").get("/v1/tickets?limit=200")
        assert len(page.json()["items"]) == wanted
        counts.append(len(seen))
    assert counts == [2, 2]


async def test_taking_a_request_in_asks_the_database_little(desk: Desk) -> None:
    """Key, place, number; the ticket with clocks and history; key, outbox: performance row 4 counts on it."""
    with statements(desk) as seen:
        await desk.as_("front_desk").post("/v1/tickets", json=opening(), headers={"Idempotency-Key": "k"})
    assert len(seen) == (8 if desk.rig.service.database.is_sqlite else 6), seen


async def test_a_list_is_paged_and_filtered(desk: Desk) -> None:
    made = []
    for minute in range(5):
        desk.rig.clock.advance(timedelta(minutes=minute))
        made.append((await desk.open(category="complaint" if minute % 2 else "repair"))["id"])
    client, seen, cursor = desk.as_("front_desk"), [], ""
    while True:
        page = (await client.get(f"/v1/tickets?limit=2{cursor}")).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == made[::-1]
    complaints = (await client.get("/v1/tickets", params={"category": "complaint", "room_code": HOME})).json()
    assert [item["id"] for item in complaints["items"]] == [made[3], made[1]]
    assert (await client.get("/v1/tickets?department=security")).json()["items"] == []
    assert (await client.get("/v1/tickets?status=lost")).status_code == 422


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMl0", "WyJ0OjIwMjYtMTEtMjNUMDI6MDA6MDArMDA6MDAiLCJcdTAwMDAiXQ"])
async def test_a_forged_cursor_is_refused(desk: Desk, cursor: str) -> None:
    answer = await desk.as_("front_desk").get(f"/v1/tickets?cursor={cursor}")
    assert answer.status_code == 422, answer.text
