"""Who is who, and in whose language: on both ways to run the suite."""

from __future__ import annotations

from tests.journeys.people import People, eventually


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
    name = f"Jane Roe {room}"
    members = [{"name": name, "role": "owner", "phone": "13900139000", "language": "en"}]
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
        "requester": {"name": name, "phone": "13900139000"},
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
    for language, repair, opened, closed in (
        ("zh-CN", "维修", "已受理", "已完成"),
        ("en", "Repair", "received", "done"),
    ):
        tables = await people.get("front_desk", "/v1/code-tables", language=language)
        labels = {entry["code"]: entry["label"] for entry in tables["ticket_category"]}
        assert labels["repair"] == repair
        templates = await people.get("front_desk", "/v1/templates", language=language)
        titles = {each["name"]: each["title"] for each in templates["items"]}
        assert opened in titles["ticket_opened"]
        assert closed in titles["ticket_closed"]
