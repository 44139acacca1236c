"""Bulk verbs, the Excel list and saved views. Source: api.md, permissions.md."""

import asyncio
import errno
import io
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from services.tickets.requests.routes import bulk
from shared.runtime.files import answers, book_answers
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import HOME, Desk, account
from tests.service.tickets.test_intake import statements

PATH, VIEWS = "/v1/tickets", "/v1/saved-views"


def rows_of(sheet: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python(skip_empty_area=False)


async def on_many(desk: Desk, role: str, ids: list[str], action: str, **body: Any) -> dict[str, Any]:
    answer = await desk.as_(role).post(f"{PATH}/bulk", json={"ids": ids, "action": action, action: body})
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


async def test_each_is_done_or_refused_by_itself(desk: Desk) -> None:
    first, gone, second = await desk.open(), await desk.closed(), await desk.open()
    asked = [second["id"], gone["id"], "no-such", first["id"], second["id"]]
    done = await on_many(desk, "service_assistant", asked, "dispatch", assignee_id=account("technician"))
    assert (done["done"], done["refused"]) == (2, 2)
    assert [result["ticket_id"] for result in done["results"]] == asked[:4]
    assert [result["status"] for result in done["results"]] == ["dispatched", None, None, "dispatched"]
    problems = [result["problem"] and result["problem"]["type"].rpartition(":")[2] for result in done["results"]]
    assert problems == [None, "illegal-transition", "not-found", None]
    assert (await desk.show(gone["id"])) == gone | (await desk.show(gone["id"]))
    told = await desk.rig.told("ticket.dispatched")
    assert sorted(event.subject for event in told) == sorted([first["id"], second["id"], gone["id"]])


async def test_a_refused_one_leaves_no_trace(desk: Desk) -> None:
    ticket = await desk.open()
    before = (await desk.show(ticket["id"]), len(await desk.rig.told()))
    done = await on_many(desk, "service_assistant", [ticket["id"]], "dispatch", assignee_id=account("security"))
    assert done["results"][0]["problem"]["pointer"] == "/dispatch/assignee_id"
    assert (await desk.show(ticket["id"]), len(await desk.rig.told())) == before
    lines = await desk.as_("manager").get(f"{PATH}/{ticket['id']}/history")
    assert len(lines.json()["items"]) == 1


async def test_the_same_key_does_it_once(desk: Desk) -> None:
    ticket = await desk.open()
    body = {"ids": [ticket["id"]], "action": "dispatch", "dispatch": {"department": "security"}}
    client = desk.as_("service_lead")
    first = await client.post(f"{PATH}/bulk", json=body, headers={"Idempotency-Key": "all"})
    again = await client.post(f"{PATH}/bulk", json=body, headers={"Idempotency-Key": "all"})
    assert again.content == first.content
    assert len(await desk.rig.told("ticket.dispatched")) == 1


async def test_the_other_verbs_too(desk: Desk) -> None:
    done = [(await desk.completed())["id"] for _ in range(2)]
    closed = await on_many(desk, "front_desk", done, "close", told_requester=True, satisfied=True)
    assert [result["status"] for result in closed["results"]] == ["closed", "closed"]
    ticket = await desk.open()
    passed = await on_many(desk, "front_desk", [ticket["id"]], "hand_over", owner_id=account("service_lead"))
    assert passed["done"] == 1
    gone = await on_many(desk, "front_desk", [ticket["id"]], "dismiss", outcome="invalid", explanation="x")
    assert gone["results"][0]["problem"]["type"] == "urn:lobby:problem:lead-decides"
    gone = await on_many(desk, "front_desk", [ticket["id"]], "dismiss", outcome="withdrawn", explanation="x")
    assert gone["results"][0]["status"] == "closed"


async def test_a_verb_in_bulk_asks_for_its_own_grant(desk: Desk) -> None:
    ticket = await desk.open()
    body = {"ids": [ticket["id"]], "action": "dispatch", "dispatch": {"department": "security"}}
    assert (await desk.as_("front_desk").post(f"{PATH}/bulk", json=body)).status_code == 403
    assert (await desk.as_("technician").post(f"{PATH}/bulk", json=body)).status_code == 403
    other = await desk.as_("manager", community=ELSEWHERE).post(f"{PATH}/bulk", json=body)
    assert other.json()["results"][0]["problem"]["type"] == "urn:lobby:problem:not-found"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"ids": [], "action": "close"}, "/ids"),
        ({"ids": ["a"] * 101, "action": "close"}, "/ids"),
        ({"ids": ["a\x00"], "action": "close"}, "/ids/0"),
        ({"ids": ["a"], "action": "explode"}, "/action"),
        ({"ids": ["a"], "action": "close"}, "/"),
        ({"ids": ["a"], "action": "close", "dispatch": {"department": "security"}}, "/"),
        ({"ids": ["a"], "action": "dispatch", "dispatch": {}}, "/dispatch/assignee_id"),
        ({"ids": ["a"], "action": "dispatch", "dispatch": {"department": "moon"}}, "/dispatch/department"),
    ],
)
async def test_an_order_that_makes_no_sense_is_refused(desk: Desk, body: dict[str, Any], pointer: str) -> None:
    answer = await desk.as_("service_lead").post(f"{PATH}/bulk", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_the_list_is_a_sheet_with_masked_phones(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_BATCH", 2)
    for number in range(4):
        await desk.open(summary=f"=1+{number}")
    await desk.closed(summary="灯不亮")
    lead = desk.rig.client("tickets:export", roles=["service_lead"], headers={"Accept-Language": "zh-CN"})
    async with lead:
        with statements(desk) as seen:
            answer = await lead.get(f"{PATH}/export.xlsx", params={"sort": "opened_at"})
        closed = await lead.get(f"{PATH}/export.xlsx", params={"status": "closed", "q": "灯"})
    assert answer.status_code == 200, answer.text
    assert len(seen) == 2 + 3 * 3, "two before, three a batch"
    assert "tickets-20261123.xlsx" in answer.headers["content-disposition"]
    rows = rows_of(answer.content)
    assert rows[0][0] == "阳光花园 工单 · 2026-11-23"
    head, *tickets = rows[2:]
    assert head[:4] == ["编号", "受理时间", "状态", "类别"]
    assert [row[11] for row in tickets] == ["=1+0", "=1+1", "=1+2", "=1+3", "灯不亮"]
    assert {row[10] for row in tickets} == {"138****5678"}
    assert (tickets[0][1].hour, tickets[0][12], tickets[0][8]) == (10, "front_desk", HOME)
    assert tickets[4][2] == "已关闭"
    assert [row[11] for row in rows_of(closed.content)[3:]] == ["灯不亮"]


@pytest.fixture
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the service puts temporary files."""
    folder = tmp_path / "aside"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


async def test_a_sheet_is_sent_from_a_file_that_is_gone_afterwards(desk: Desk, aside: Path) -> None:
    await desk.open()
    async with desk.rig.client("tickets:export", roles=["service_lead"]) as lead:
        answer = await lead.get(f"{PATH}/export.xlsx")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert len(rows_of(answer.content)) == 4
    assert list(aside.iterdir()) == []


async def test_a_sheet_that_takes_long_is_answered_before_it_is_done(
    desk: Desk, aside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the gateway gives up on who says nothing for ten seconds."""
    monkeypatch.setattr(answers, "ANSWER_AFTER_S", 0)
    await desk.open()
    async with desk.rig.client("tickets:export", roles=["service_lead"]) as lead:
        answer = await lead.get(f"{PATH}/export.xlsx")
        assert (answer.status_code, "content-length" in answer.headers) == (200, False)
        assert len(rows_of(answer.content)) == 4
        assert "tickets-20261123.xlsx" in answer.headers["content-disposition"]

        async def fail(*_args: object, **_named: object) -> None:
            await asyncio.sleep(0.05)
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(bulk, "list_tickets", fail)
        with pytest.raises(RuntimeError, match="already started"):
            await lead.get(f"{PATH}/export.xlsx")
    assert list(aside.iterdir()) == []


class FullDisk(io.BytesIO):
    """Takes nothing."""

    def write(self, _content: object, /) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


# The library's archive wants to end itself in a file that takes nothing.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_sheet_for_which_the_disk_has_no_room_is_refused_and_leaves_nothing(
    desk: Desk, aside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.open()
    full = FullDisk()
    async with desk.rig.client("tickets:export", roles=["service_lead"]) as lead:
        with monkeypatch.context() as patched:
            patched.setattr(book_answers, "TemporaryFile", lambda: full)
            answer = await lead.get(f"{PATH}/export.xlsx")
        assert (answer.status_code, answer.json()["type"]) == (507, "urn:lobby:problem:storage-full")
        assert full.closed
        assert (await lead.get(f"{PATH}/export.xlsx")).status_code == 200
    assert list(aside.iterdir()) == []


async def test_a_sheet_has_its_limits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await desk.as_("front_desk").get(f"{PATH}/export.xlsx")).status_code == 403
    monkeypatch.setattr(bulk, "MOST_ROWS", 1)
    await desk.open()
    lead = desk.rig.client("tickets:export", roles=["service_lead"])
    async with lead:
        assert (await lead.get(f"{PATH}/export.xlsx")).status_code == 200
        await desk.open()
        refused = await lead.get(f"{PATH}/export.xlsx")
        assert (await lead.get(f"{PATH}/export.xlsx?status=lost")).status_code == 422
        assert (await lead.get(f"{PATH}/export.xlsx?community_id={ELSEWHERE}")).status_code == 404
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:lobby:problem:export-too-large")


async def save(desk: Desk, role: str, status: int = 201, **body: Any) -> dict[str, Any]:
    answer = await desk.as_(role).post(VIEWS, json=body)
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def names(desk: Desk, role: str, **where: Any) -> list[str]:
    with statements(desk) as seen:
        answer = await desk.as_(role, **where).get(VIEWS)
    assert len(seen) == 1
    return [item["name"] for item in answer.json()["items"]]


async def test_a_view_is_its_makers_and_the_roles_it_is_shared_with(desk: Desk) -> None:
    filters = {"status": ["opened", "dispatched"], "open": True, "q": "漏水", "sort": "settle_by"}
    view = await save(desk, "service_lead", name="漏水未完", filters=filters, shared_with="front_desk")
    await save(desk, "service_lead", name="我的", filters={})
    await save(desk, "front_desk", name="前台", filters={"sort": "settle_by"})
    assert view["filters"] == filters
    assert await names(desk, "front_desk") == ["前台", "漏水未完"]
    assert await names(desk, "service_lead") == ["我的", "漏水未完"]
    assert await names(desk, "technician") == []
    assert await names(desk, "front_desk", community=ELSEWHERE) == []
    ticket = await desk.open()
    listed = await desk.as_("front_desk").get(f"{PATH}?{view['query']}")
    assert [item["id"] for item in listed.json()["items"]] == [ticket["id"]]


async def test_a_view_is_deleted_by_its_maker(desk: Desk) -> None:
    view = await save(desk, "service_lead", name="漏水", filters={"q": "漏水"}, shared_with="front_desk")
    path = f"{VIEWS}/{view['id']}"
    assert (await desk.as_("technician").delete(path)).status_code == 404
    assert (await desk.as_("service_lead", community=ELSEWHERE).delete(path)).status_code == 404
    assert (await desk.as_("front_desk").delete(path)).status_code == 403
    assert (await desk.as_("service_lead").delete(path)).json() == view
    assert (await desk.as_("service_lead").delete(path)).status_code == 404
    assert await names(desk, "front_desk") == []


async def test_a_name_is_taken_once(desk: Desk) -> None:
    await save(desk, "front_desk", name="漏水", filters={})
    refused = await save(desk, "front_desk", 409, name="漏水", filters={"open": True})
    assert (refused["type"], refused["errors"][0]["pointer"]) == ("urn:lobby:problem:view-name-taken", "/name")
    await save(desk, "service_lead", name="漏水", filters={})


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"filters": {}}, "/name"),
        ({"name": "a"}, "/filters"),
        ({"name": "a", "filters": {"status": ["lost"]}}, "/filters/status/0"),
        ({"name": "a", "filters": {"colour": "red"}}, "/filters/colour"),
        ({"name": "a", "filters": {}, "shared_with": "manager"}, "/shared_with"),
        ({"name": "a", "filters": {}, "shared_with": "nobody"}, "/shared_with"),
    ],
)
async def test_a_view_that_makes_no_sense_is_refused(desk: Desk, body: dict[str, Any], pointer: str) -> None:
    assert (await save(desk, "front_desk", 422, **body))["errors"][0]["pointer"] == pointer
    assert await names(desk, "front_desk") == []


async def test_a_view_is_changed_by_who_made_it(desk: Desk) -> None:
    filters = {"owner_id": "me", "opened_in": "today"}
    view = await save(desk, "service_lead", name="我的今天", filters=filters, shared_with="front_desk")
    assert view["query"] == "owner_id=me&opened_in=today"
    path, lead = f"{VIEWS}/{view['id']}", desk.as_("service_lead")
    assert (await lead.patch(path, json={"name": "x"})).status_code == 428
    changed = await lead.patch(path, json={"filters": {"open": True}}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["filters"], changed.json()["version"]) == (200, {"open": True}, 2)
    assert (changed.json()["name"], changed.json()["shared_with"]) == ("我的今天", "front_desk")
    assert (await lead.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 412
    await save(desk, "service_lead", name="别的", filters={})
    for body, status, pointer in (
        ({"name": "别的"}, 409, "/name"),
        ({"name": None}, 422, "/name"),
        ({"filters": {"phone": "12"}}, 422, "/filters/phone"),
        ({"filters": {"opened_in": "never"}}, 422, "/filters/opened_in"),
        ({"shared_with": "nobody"}, 422, "/shared_with"),
    ):
        answer = await lead.patch(path, json=body, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), body
    alone = await lead.patch(path, json={"name": "完", "shared_with": None}, headers={"If-Match": '"2"'})
    assert (alone.json()["name"], alone.json()["shared_with"], alone.json()["version"]) == ("完", None, 3)


async def test_a_view_that_is_shared_is_not_changed_by_its_readers(desk: Desk) -> None:
    view = await save(desk, "service_lead", name="漏水", filters={"q": "漏水"}, shared_with="front_desk")
    body, match = {"name": "x"}, {"If-Match": "*"}
    path = f"{VIEWS}/{view['id']}"
    assert (await desk.as_("front_desk").patch(path, json=body, headers=match)).status_code == 403
    assert (await desk.as_("technician").patch(path, json=body, headers=match)).status_code == 404
    assert (await desk.as_("manager", community=ELSEWHERE).patch(path, json=body, headers=match)).status_code == 404


async def test_mine_of_today_is_each_readers_own(desk: Desk) -> None:
    await desk.open(summary="前台的")
    mine = {"owner_id": "me", "opened_in": "today"}
    for role, summaries in (("front_desk", ["前台的"]), ("service_lead", [])):
        page = await desk.as_(role).get(PATH, params=mine)
        assert [item["summary"] for item in page.json()["items"]] == summaries
    desk.rig.clock.advance(timedelta(days=1))
    with statements(desk) as seen:
        assert (await desk.as_("front_desk").get(PATH, params=mine)).json()["items"] == []
    assert len(seen) == 2, "the calendar, and a page without rows, which have no clocks to read"
