"""Every list as an Excel sheet."""

import io
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel
from python_calamine import CalamineWorkbook

from services.tickets.routes import ROUTERS
from services.tickets.sheet_shapes import SHAPES
from services.tickets.sheet_words import CELLS, TITLES
from shared.runtime.cells import columns_of, holds_id
from shared.runtime.files.answers import XLSX
from shared.runtime.http import list_sheets
from shared.runtime.http.list_sheets import item_of
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.answers import agreed, drafted
from tests.service.tickets.desk import HOME, Desk, account
from tests.service.tickets.test_assemblies import PATH as ASSEMBLIES
from tests.service.tickets.test_assemblies import SMALL, closed, vote, voting
from tests.service.tickets.test_intake import statements
from tests.service.tickets.test_promises import PROMISES, made
from tests.service.tickets.test_surveys import asked, furnished, opened, paper

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
    listed = str(route.operation_id)
    shape, item = SHAPES.get(listed), item_of(route)
    assert item is not None
    columns = columns_of(shape.made if shape else item, CELLS.of(listed))
    assert columns
    for column in columns:
        assert column.words.zh
        assert column.words.en
        assert column.words.zh != column.words.en
    for locale in ("zh-CN", "en"):
        heads = [column.title(locale) for column in columns]
        assert len(set(heads)) == len(heads), heads


def codes_of(annotation: Any) -> Iterator[type[Enum]]:
    """Every enumeration that a sheet's row may hold, however deep, where a column shows it."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            if CELLS.shows(name):
                yield from codes_of(info.annotation)
    for part in get_args(annotation):
        yield from codes_of(part)


def test_every_code_of_every_sheet_has_words() -> None:
    rows = [SHAPES[id_].made if (id_ := str(it.operation_id)) in SHAPES else item_of(it) for it in LISTS]
    without = {
        f"{code.__name__}.{member.name}"
        for row in rows
        for code in codes_of(row)
        for member in code
        if (code, member.value) not in CELLS.codes
    }
    assert not without


def test_no_sheet_is_shaped_or_titled_that_does_not_exist() -> None:
    assert {*SHAPES, *CELLS.of_lists, *CELLS.left_out_of} <= set(TITLES)


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
    assert [line["承诺内容"] for line in shown] == [f"={place}点前回电" for place in range(5)]
    assert {(line["种类"], line["房号"], line["责任人"]) for line in shown} == {("回电", HOME, "front_desk")}
    due = desk.rig.clock.now() + timedelta(hours=5)
    assert shown[0]["到期时间"] == due.astimezone(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None, microsecond=0)
    english = await sheet_of(desk, PROMISES, "en")
    assert {line["事由"] for line in shown} == {f"种类: 房间; 编号: {HOME}"}
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


async def told(desk: Desk, path: str, language: str) -> list[dict[str, Any]]:
    _, _, head, *rows = await sheet_of(desk, path, language)
    assert not [cell for row in rows for cell in row if holds_id(str(cell))]
    return [dict(zip(head, row, strict=True)) for row in rows]


async def test_an_assemblys_sheets_tell_areas_in_square_metres_and_matters_by_title(desk: Desk) -> None:
    assembly = await voting(desk)
    await vote(desk, assembly, SMALL[0], "for", "against")
    await closed(desk, assembly)
    (ballot,) = await told(desk, f"{ASSEMBLIES}/{assembly['id']}/ballots", "zh-CN")
    assert ballot["表决意见"] == "1. 更换 3 号楼电梯: 同意\n2. 大堂设广告位: 反对"
    (line,) = await told(desk, ASSEMBLIES, "en")
    assert line["Area (m²)"] == 568.5
    assert "Area (m²): Part: 89.50; Whole: 568.50; Numerator: 2" in line["Result"]
    assert "Matter: 2. 大堂设广告位" in line["Result"]


async def test_papers_of_a_survey_and_a_draft_of_the_answer_book_show_their_questions(desk: Desk) -> None:
    await furnished(desk)
    survey = await opened(desk)
    room_code = (await asked(desk, survey))[0]
    assert (await paper(desk, survey, room_code, "satisfied", "unsatisfied")).status_code == 201
    path = f"/v1/surveys/{survey['id']}"
    (given,) = await told(desk, f"{path}/answers", "en")
    assert given["Marks"].splitlines()[1] == "Question: Are repairs prompt?; Mark: Unsatisfied"
    (visit,) = await told(desk, f"{path}/visits", "zh-CN")
    assert visit["不满意项目"] == "报修服务？"
    await drafted(desk)
    gone = await agreed(desk, question={"zh": "停用的？", "en": "Withdrawn?"})
    await desk.as_("service_lead").post(f"/v1/answers/{gone['id']}/withdraw", json={"reason": "规定已变"})
    assert {(line["问题"], line["状态"]) for line in await told(desk, "/v1/answers", "zh-CN")} == {
        ("装修申请要带什么资料？", "草稿"),
        ("停用的？", "已停用"),
    }
