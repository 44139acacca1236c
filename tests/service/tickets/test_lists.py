"""The list of tickets: any filter, any order, search, pages. Source: api.md, decision 0019."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from services.tickets.requests.repository import searching
from services.tickets.requests.schemas import TicketView
from tests.service.tickets.desk import Desk, account, household
from tests.service.tickets.test_intake import statements

PATH = "/v1/tickets"


async def found(desk: Desk, role: str = "service_lead", **asked: Any) -> list[str]:
    """Summaries, over all pages."""
    client, seen = desk.as_(role), list[str]()
    cursor: dict[str, str] = {}
    while True:
        answer = await client.get(PATH, params={"limit": 2, **asked, **cursor})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        seen += [item["summary"] for item in page["items"]]
        if page["next_cursor"] is None:
            return seen
        cursor = {"cursor": page["next_cursor"]}


@pytest.fixture
async def morning(desk: Desk) -> Desk:
    """Five requests, one an hour; now it is three in the afternoon."""
    await desk.dispatched(summary="厨房水龙头漏水")
    desk.rig.clock.advance(timedelta(hours=1))
    await desk.open(summary="楼道灯不亮", room_code=None, source="gate", category="public_safety")
    desk.rig.clock.advance(timedelta(hours=1))
    await desk.open(summary="噪音扰民", category="complaint", severity="important", source="written")
    desk.rig.clock.advance(timedelta(hours=1))
    await desk.closed(summary="卫生间漏水 leak", paid=True)
    desk.rig.clock.advance(timedelta(hours=1))
    calm = {"room_code": "1#1-2-3", "room_confirmed": True, "requester": {"name": "陈静", "phone": "13812345678"}}
    await desk.open(summary="门锁坏了", description="钥匙断在锁芯里", severity="medium", **calm)
    desk.rig.clock.advance(timedelta(hours=1))
    return desk


ALL = ["门锁坏了", "卫生间漏水 leak", "噪音扰民", "楼道灯不亮", "厨房水龙头漏水"]


NARROWED: Sequence[tuple[dict[str, Any], Sequence[str]]] = [
    ({}, ALL),
    ({"sort": "opened_at"}, ALL[::-1]),
    ({"status": ["dispatched", "closed"]}, ["卫生间漏水 leak", "厨房水龙头漏水"]),
    ({"category": ["complaint", "public_safety"]}, ["噪音扰民", "楼道灯不亮"]),
    ({"severity": ["medium", "important"]}, ["门锁坏了", "噪音扰民"]),
    ({"nature": "important"}, ["噪音扰民", "楼道灯不亮"]),
    ({"department": "security"}, ["楼道灯不亮"]),
    ({"source": "written"}, ["噪音扰民"]),
    ({"room_code": "1#1-2-3"}, ["门锁坏了"]),
    ({"building": "1"}, ["门锁坏了"]),
    ({"household_id": household("1#1-2-3")}, ["门锁坏了"]),
    ({"assignee_id": account("technician"), "open": "true"}, ["厨房水龙头漏水"]),
    ({"owner_id": account("front_desk"), "open": "false"}, ["卫生间漏水 leak"]),
    ({"payment_status": "awaiting_charge"}, ["卫生间漏水 leak"]),
    ({"open": "true"}, [each for each in ALL if each != "卫生间漏水 leak"]),
    ({"opened_from": "2026-11-23T12:00:00+08:00"}, ALL[:3]),
    ({"opened_until": "2026-11-23T12:00:00+08:00"}, ALL[3:]),
    ({"sort": "settle_by"}, ["厨房水龙头漏水", "噪音扰民", "门锁坏了"]),
    ({"sort": "-settle_by"}, ["门锁坏了", "噪音扰民", "厨房水龙头漏水"]),
    ({"overdue": "true"}, ["门锁坏了", "噪音扰民", "楼道灯不亮"]),
    ({"overdue": "false"}, ["卫生间漏水 leak", "厨房水龙头漏水"]),
    ({"outcome": "solved"}, ["卫生间漏水 leak"]),
    ({"outcome": "merged"}, []),
    ({"validity": "valid"}, []),
    ({"is_warranty": "true"}, []),
    ({"is_warranty": "false", "building": "1"}, ["门锁坏了"]),
    ({"is_leak": "true"}, []),
    ({"paused": "true"}, []),
    ({"paused": "false", "building": "1"}, ["门锁坏了"]),
    ({"phone": "138 1234 5678", "building": "1"}, ["门锁坏了"]),
    ({"phone": "13900000000"}, []),
    ({"owner_id": "me"}, []),
    ({"companion_id": "me"}, []),
    ({"merged_into": "x"}, []),
    ({"rework_of": "x"}, []),
    ({"split_from": "x"}, []),
    ({"opened_in": "today"}, ALL),
    ({"opened_in": "this_week", "building": "1"}, ["门锁坏了"]),
    ({"closed_in": "this_month"}, ["卫生间漏水 leak"]),
    ({"closed_from": "2026-11-23T14:00:00+08:00"}, []),
    ({"closed_until": "2026-11-23T14:00:00+08:00"}, ["卫生间漏水 leak"]),
    ({"settle_until": "2026-11-25T10:00:00+08:00", "sort": "settle_by"}, ["厨房水龙头漏水"]),
    ({"settle_from": "2026-11-25T10:00:00+08:00"}, ["门锁坏了", "噪音扰民"]),
    ({"q": "漏水"}, ["卫生间漏水 leak", "厨房水龙头漏水"]),
    ({"q": "漏水 厨房"}, ["厨房水龙头漏水"]),
    ({"q": "水龙头"}, ["厨房水龙头漏水"]),
    ({"q": "锁"}, ["门锁坏了"]),
    ({"q": "锁芯"}, ["门锁坏了"]),
    ({"q": "陈静"}, ["门锁坏了"]),
    ({"q": "1#1-2"}, ["门锁坏了"]),
    ({"q": "LEA"}, ["卫生间漏水 leak"]),
    ({"q": "T261123-0003"}, ["噪音扰民"]),
    ({"q": "0003"}, ["噪音扰民"]),
    ({"q": "漏水", "category": "complaint"}, []),
    ({"q": "漏水", "sort": "settle_by"}, ["厨房水龙头漏水"]),
    ({"q": "'\"*%_\\"}, []),
    ({"q": "龙水"}, []),
]


async def test_a_list_is_narrowed_by_anything(morning: Desk) -> None:
    for asked, summaries in NARROWED:
        assert await found(morning, **asked) == list(summaries), asked


async def test_words_of_very_many_tickets_are_met_walking(morning: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has no plan for frequent terms; here one ticket is many."""
    monkeypatch.setattr(searching, "_MANY", 1)
    for asked, summaries in NARROWED:
        if "q" in asked:
            assert await found(morning, **asked) == list(summaries), asked


async def test_what_is_corrected_is_found_by_its_new_words(desk: Desk) -> None:
    ticket = await desk.open()
    client = desk.as_("front_desk")
    change = {"summary": "阳台地漏堵塞", "description": "返味"}
    changed = await client.patch(f"{PATH}/{ticket['id']}", json=change, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    assert await found(desk, q="地漏 返味") == ["阳台地漏堵塞"]
    assert await found(desk, q="水龙头") == []
    assert await found(desk, q=ticket["number"]) == ["阳台地漏堵塞"]


async def test_field_staff_find_only_what_is_given_to_them(morning: Desk) -> None:
    assert await found(morning, "technician", q="漏水") == ["卫生间漏水 leak", "厨房水龙头漏水"]
    assert await found(morning, "security", q="漏水") == []


async def test_every_list_asks_the_database_twice(morning: Desk) -> None:
    client = morning.as_("service_lead")
    every: list[dict[str, Any]] = [
        {},
        {"q": "漏水"},
        {"sort": "settle_by"},
        {"overdue": True, "status": ["opened", "dispatched"]},
    ]
    for asked in every:
        with statements(morning) as seen:
            page = await client.get(PATH, params={"limit": 200, **asked})
        assert page.json()["items"]
        is_probed = "q" in asked and morning.rig.service.database.is_sqlite
        assert len(seen) == (3 if is_probed else 2), seen


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"status": ["lost"]}, "/status/0"),
        ({"category": "gossip"}, "/category/0"),
        ({"sort": "number"}, "/sort"),
        ({"open": "perhaps"}, "/open"),
        ({"opened_from": "2026-11-23T12:00:00"}, "/opened_from"),
        ({"opened_until": "0001-01-01T00:00:00+23:59"}, "/opened_until"),
        ({"q": "x" * 101}, "/q"),
        ({"q": "a\x00"}, "/q"),
        ({"q": " "}, "/q"),
        ({"building": "\x00"}, "/building"),
        ({"limit": 0}, "/limit"),
        ({"phone": "12"}, "/phone"),
        ({"opened_in": "yesterday"}, "/opened_in"),
        ({"outcome": "lost"}, "/outcome"),
        ({"colour": "red"}, "/colour"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_named(desk: Desk, asked: dict[str, Any], field: str) -> None:
    answer = await desk.as_("service_lead").get(PATH, params=asked)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == field
    assert answer.json()["errors"][0]["place"] == "query"


async def test_a_cursor_of_the_other_order_is_no_error(morning: Desk) -> None:
    first = (await morning.as_("manager").get(f"{PATH}?limit=1")).json()
    answer = await morning.as_("manager").get(f"{PATH}?sort=settle_by&cursor={first['next_cursor']}")
    assert answer.status_code == 200


@pytest.mark.parametrize("role", ["service_lead", "technician"])
async def test_the_list_writes_what_the_ticket_itself_shows(morning: Desk, role: str) -> None:
    """The list has no models; both are made of one set of fields."""
    client = morning.as_(role)
    page = await client.get(PATH, params={"limit": 200})
    assert page.headers["content-type"] == "application/json"
    assert len(page.json()["items"]) >= 2
    for item in page.json()["items"]:
        shown = (await client.get(f"{PATH}/{item['id']}")).json()
        assert item == {name: shown[name] for name in item}
        assert set(item) == set(TicketView.model_fields)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/tickets",
        "/v1/tickets/slips",
        "/v1/tickets/slips/export.xlsx",
        "/v1/tickets/{id}/slips",
        "/v1/tickets/{id}/notes",
        "/v1/tickets/{id}/attachments",
        "/v1/tickets/{id}/history",
        "/v1/promises",
        "/v1/promises/export.xlsx",
        "/v1/follow-ups",
        "/v1/answers",
    ],
)
async def test_a_misspelt_filter_is_refused_and_does_not_answer_everything(desk: Desk, path: str) -> None:
    ticket = await desk.open()
    found = await desk.as_("manager").get(path.format(id=ticket["id"]), params={"statos": "open"})
    assert found.status_code == 422, found.text
    assert found.json()["type"] == "urn:lobby:problem:invalid-content"
    assert found.json()["errors"] == [{"pointer": "/statos", "message": "Unknown field", "place": "query"}]
