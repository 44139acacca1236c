"""Whole stories through the gateway (handbook flows 1 and 2), the same on both ways to run the suite."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.journeys.people import People, eventually
from tests.journeys.renovation_story import Renovation
from tests.journeys.repair_story import Repair
from tests.stack import EmbeddedStack
from tests.stack.process import Stack

Midway = Callable[[], Awaitable[None]]


@pytest.fixture(params=["embedded", "embedded, killed in the middle", "full"])
def told_on(request: pytest.FixtureRequest) -> tuple[Stack, bool]:
    """The suite, and whether it is killed half-way."""
    name, _, killed = str(request.param).partition(", ")
    return request.getfixturevalue(name), bool(killed)


@pytest.fixture
def stack(told_on: tuple[Stack, bool]) -> Stack:
    return told_on[0]


@pytest.fixture
def midway(told_on: tuple[Stack, bool]) -> Midway:
    stack, is_killed = told_on

    async def power_cut() -> None:
        if is_killed:
            assert isinstance(stack, EmbeddedStack)
            stack.process.kill9()
            await asyncio.to_thread(stack.start)

    return power_cut


async def test_a_repair_that_costs_money(people: People, midway: Midway) -> None:
    story = Repair(people)
    await story.comes_in()
    await story.is_dispatched()
    await story.has_an_appointment()
    await story.is_quoted_and_agreed()
    await midway()
    await story.is_done_and_closed()
    await midway()
    await story.is_charged()
    await story.is_paid()
    await story.is_on_record()


async def test_a_renovation_up_to_the_worker_passes(people: People, midway: Midway) -> None:
    story = Renovation(people)
    await story.is_applied_for()
    await story.is_changed_and_approved()
    await midway()
    await story.is_charged()
    await story.is_paid_and_permitted()
    await midway()
    await story.has_its_passes_issued()
    await story.is_checked_at_the_gate()
    await story.is_suspended_and_resumed()
    await story.is_on_record()


async def test_two_residents_of_one_name_are_told_apart(people: People) -> None:
    """Unit, floor and room are confirmed first (handbook T-05)."""
    opening = {
        "room_code": "1#1-2-1",
        "category": "repair",
        "source": "front_desk",
        "summary": "门铃不响",
        "requester": {"name": "张伟", "phone": "13800138000"},
    }
    card = await people.get("front_desk", "/v1/front-desk/caller-card", room_code="1#1-2-1")
    (owner, *_) = card["parts"]["residents"]["data"]["matches"][0]["members"]
    assert (owner["name"], owner["same_name_rooms"]) == ("张伟", ["1#2-6-3"])

    zh = await people.refused(
        "front_desk", "POST", "/v1/tickets", 409, json=opening, headers={"Accept-Language": "zh-CN"}
    )
    en = await people.refused("front_desk", "POST", "/v1/tickets", 409, json=opening)
    confirmed = await people.post("front_desk", "/v1/tickets", {**opening, "room_confirmed": True})

    for document in (zh, en):
        assert document["type"] == "urn:lobby:problem:same-name-unconfirmed"
        assert document["errors"][0]["pointer"] == "/room_confirmed"
        assert "1#1-2-1" in document["detail"]
        assert "1#2-6-3" in document["detail"]
    assert "张伟”有多位" in zh["detail"]
    assert "Several residents are named 张伟" in en["detail"]
    assert (confirmed["room_code"], confirmed["status"]) == ("1#1-2-1", "opened")


async def test_an_english_speaking_household_reads_english(people: People) -> None:
    rooms = await people.items("manager", "/v1/rooms", occupancy="sold_vacant", limit=200)
    room = rooms[0]["code"]
    members = [{"name": "Jane Roe", "role": "owner", "phone": "13900139000", "language": "en"}]
    household = await people.post("service_assistant", "/v1/households", {"room_code": room, "members": members})
    await eventually(
        lambda: people.get("cashier", "/v1/front-desk/caller-card", room_code=room),
        lambda card: (card["parts"]["billing"]["data"] or {}).get("household_id") == household["id"],
    )

    opening = {
        "room_code": room,
        "category": "consultation",
        "source": "phone",
        "summary": "Where is the parking office?",
        "requester": {"name": "Jane Roe", "phone": "13900139000"},
    }
    ticket = await _opened_once_known(people, opening, household["id"])

    (told,) = await eventually(lambda: people.items("manager", "/v1/messages", about=ticket["id"]))
    assert told["language"] == "en"
    assert told["title"] == f"Request {ticket['number']} received"
    assert room in told["body"]


async def _opened_once_known(people: People, opening: dict[str, object], household_id: str) -> dict[str, object]:
    """Tickets hears of the new household on its own time."""
    return await eventually(
        lambda: people.post("front_desk", "/v1/tickets", opening),
        lambda ticket: ticket["household_id"] == household_id,
    )


async def test_words_come_in_the_readers_language(people: People) -> None:
    for language, repair, opened, closed in (("zh-CN", "维修", "已受理", "已完成"), ("en", "Repair", "received", "done")):
        tables = await people.get("front_desk", "/v1/code-tables", language=language)
        labels = {entry["code"]: entry["label"] for entry in tables["category"]}
        assert labels["repair"] == repair
        templates = await people.get("front_desk", "/v1/templates", language=language)
        titles = {each["name"]: each["title"] for each in templates["items"]}
        assert opened in titles["ticket_opened"]
        assert closed in titles["ticket_closed"]
