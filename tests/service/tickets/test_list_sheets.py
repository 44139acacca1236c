"""Every list as an Excel sheet."""

import io
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.routing import APIRoute
from python_calamine import CalamineWorkbook

from services.tickets.routes import ROUTERS
from services.tickets.sheet_words import CELLS, TITLES
from shared.runtime.cells import columns_of
from shared.runtime.files.answers import XLSX
from shared.runtime.http import list_sheets
from shared.runtime.http.list_sheets import item_of
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import HOME, Desk, account
from tests.service.tickets.test_intake import statements
from tests.service.tickets.test_promises import PROMISES, made

LISTS = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and item_of(route)]
OWN = "tickets.list"
"""The list of tickets, whose sheet is written by hand."""


async def sheet_of(
    desk: Desk, path: str, language: str = "zh-CN", role: str = "manager", **asked: Any
) -> list[list[Any]]:
    answer = await desk.as_("manager").get(f"{path}/export.xlsx", params=asked, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == XLSX
    assert answer.headers["cache-control"] == "no-store"
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("route", LISTS, ids=lambda route: str(route.operation_id))
def test_every_list_has_a_sheet_whose_words_exist_in_both_languages(route: APIRoute) -> None:
    if route.operation_id == OWN:
        return
    assert route.operation_id in TITLES
    item = item_of(route)
    assert item is not None
    columns = columns_of(item, CELLS)
    assert columns
    for column in columns:
        assert column.words.zh
        assert column.words.en
        assert column.words.zh != column.words.en


def test_no_list_is_named_that_does_not_exist() -> None:
    assert {route.operation_id for route in LISTS} == {*TITLES, OWN}


async def promised(desk: Desk, many: int) -> None:
    for place in range(many):
        await made(desk, hours=5 + place, what=f"={place}点前回电", owner_id=account("front_desk"))


async def test_a_sheet_holds_all_pages_of_the_list_in_the_readers_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_sheets, "_PAGE", 2)
    await promised(desk, 5)
    title, _, head, *rows = await sheet_of(desk, PROMISES)
    assert title[0] == "承诺"
    shown = [dict(zip(head, row, strict=True)) for row in rows]
    assert [line["内容"] for line in shown] == [f"={place}点前回电" for place in range(5)]
    assert {(line["种类"], line["房号"], line["责任人"]) for line in shown} == {("回电", HOME, "front_desk")}
    due = desk.rig.clock.now() + timedelta(hours=5)
    assert shown[0]["到期时间"] == due.astimezone(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None, microsecond=0)
    english = await sheet_of(desk, PROMISES, "en")
    assert english[0][0] == "Promises"
    assert (english[2][head.index("种类")], english[3][head.index("种类")]) == ("Kind", "Call back")


async def test_a_sheet_is_narrowed_as_the_list_is_and_costs_three_queries_a_page(desk: Desk) -> None:
    await promised(desk, 3)
    assert len(await sheet_of(desk, PROMISES, status="kept")) == 3
    with statements(desk) as one:
        await sheet_of(desk, PROMISES)
    await promised(desk, 9)
    with statements(desk) as many:
        assert len(await sheet_of(desk, PROMISES)) == 15
    assert len(one) == len(many)


async def test_a_sheet_asks_for_the_lists_own_grant_and_community(desk: Desk) -> None:
    await promised(desk, 1)
    nobody = desk.rig.client("surveys:read")
    assert (await nobody.get(f"{PROMISES}/export.xlsx")).status_code == 403
    elsewhere = desk.as_("manager", community=ELSEWHERE)
    refused = await elsewhere.get(f"{PROMISES}/export.xlsx", params={"community_id": GARDEN})
    assert refused.status_code == 404
    assert (await elsewhere.get(f"{PROMISES}/export.xlsx")).status_code == 200
    bad = await desk.as_("manager").get(f"{PROMISES}/export.xlsx", params={"status": "lost"})
    assert bad.status_code == 422
    assert bad.json()["errors"][0]["pointer"].startswith("/status")


async def test_more_rows_than_a_person_reads_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_sheets, "MOST_ROWS", 2)
    await promised(desk, 3)
    answer = await desk.as_("manager").get(f"{PROMISES}/export.xlsx")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:lobby:problem:export-too-large")
