"""Handbook R-08: an import's report, a line for each row of the roster, in the reader's language."""

import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
import python_calamine

from services.residents.roster.domain import leaves
from shared.kernel.ids import new_id
from tests.service.residents.builders import did
from tests.service.residents.counting import counted
from tests.service.residents.rosters import CARD, IMPORTS, applied, ask, checked, importer, room, upload, xlsx
from tests.service.support import ELSEWHERE, ServiceRig

Lines = list[list[Any]]


async def report(client: httpx.AsyncClient, import_id: str, language: str = "en") -> tuple[httpx.Response, Lines]:
    answer = await client.get(f"{IMPORTS}/{import_id}/report.xlsx", headers={"Accept-Language": language})
    if answer.status_code != 200:
        return answer, []
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return answer, book.get_sheet_by_index(0).to_python()


async def test_every_row_is_there_with_verdict_cells_and_differences(rig: ServiceRig) -> None:
    before = [room("9#1-1-1"), room("9#1-1-2", owner_name="周敏"), room("9#1-1-3", owner_name="何立")]
    async with importer(rig) as client:
        await applied(rig, client, xlsx(before))
        rows = [
            room("9#1-1-3", owner_name="别人"),
            room("9#1-1-1", area_m2=92.1, owner_phone="13900139000", owner_id_number=CARD),
            room("9#1-1-2", owner_name="周敏"),
            room("9#1-1-4", owner_name="=1+1", owner_phone="12"),
            room("9#1-1-5", owner_name="新户"),
        ]
        made = await checked(rig, client, xlsx(rows))
        answer, english = await report(client, made["id"])
        _, chinese = await report(client, made["id"], "zh-CN")
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert 'filename="roster-report-' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    title, _, head, *lines = english
    assert title[0].startswith("roster · Checked · 5 rows: 1 new, 1 changed, 1 the same, 1 in error, 1 in conflict")
    assert head[:3] == ["Row", "Verdict", "Room"]
    assert [(line[0], line[1], line[2]) for line in lines] == [
        (2, "In conflict with the register", "9#1-1-3"),
        (3, "Changed", "9#1-1-1"),
        (4, "Same", "9#1-1-2"),
        (5, "In error", ""),
        (6, "New", "9#1-1-5"),
    ]
    assert "another holder" in lines[0][3]
    assert lines[1][4].split("\n") == [
        "Area in m²: 89.50 → 92.10",
        "ID number 陈晨: — → ****",
        "Phone 陈晨: 138****8000 → 139****9000",
    ]
    assert lines[3][3].startswith("名册!L5 业主电话: ")
    assert chinese[4][1] == "有变更"
    assert chinese[6][3].startswith("名册!L5 业主电话：")
    assert CARD.encode() not in answer.content


async def test_the_rows_stand_in_the_sheets_order_whatever_their_verdicts_and_cost_a_query_a_leaf(
    rig: ServiceRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with importer(rig) as client:
        few = await checked(rig, client, xlsx(mixed(8)))
        many = await checked(rig, client, xlsx(mixed(400)))
        with counted(rig) as small:
            _, few_lines = await report(client, few["id"])
        with counted(rig) as large:
            _, many_lines = await report(client, many["id"])
    assert [line[0] for line in few_lines[3:]] == list(range(2, 10))
    assert [line[0] for line in many_lines[3:]] == list(range(2, 402))
    assert [line[1] for line in many_lines[3:7]] == ["In error", "New", "New", "In error"]
    assert len(small) == len(large) == 3 + 2
    assert leaves.LEAF_ROWS == 500


def mixed(count: int) -> list[dict[str, Any]]:
    """Every third one has no area."""
    return [
        room(f"9#1-{at // 4 + 1}-{at % 4 + 1}", owner_name=f"业主{at}", **({"area_m2": None} if at % 3 == 0 else {}))
        for at in range(count)
    ]


async def test_rows_over_several_leaves_are_merged_in_order(rig: ServiceRig) -> None:
    rows = [
        room(f"9#{at // 400 + 1}-{at % 400 // 4 + 1}-{at % 4 + 1}", **({"area_m2": None} if at % 2 else {}))
        for at in range(1300)
    ]
    async with importer(rig) as client:
        made = await checked(rig, client, xlsx(rows))
        with counted(rig) as queries:
            _, lines = await report(client, made["id"])
    assert [line[0] for line in lines[3:]] == list(range(2, 1302))
    assert {line[1] for line in lines[3::2]} == {"New"}
    assert len(queries) == 3 + 4


async def test_what_became_of_a_row_is_told_after_the_undo(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        made = await applied(rig, client, xlsx([room("9#1-1-1"), room("9#1-1-2", owner_name="周敏")]))
        page = await did(await client.get("/v1/households", params={"room_code": "9#1-1-1"}))
        home = page["items"][0]["id"]
        asked = {"kind": "admit", "text": "保姆"}
        await did(await client.post(f"/v1/households/{home}/instructions", json=asked))
        await did(await ask(client, made["id"], "undo"))
        await rig.run_job("roster_imports")
        _, lines = await report(client, made["id"])
    assert "not taken back" in lines[3][5]
    assert lines[4][5] in {"", None}
    assert "Undone" in lines[0][0]


async def test_there_is_no_report_before_the_dry_run_of_a_bad_file_or_once_the_rows_are_gone(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        waiting = await upload(client, xlsx([room()]))
        early, _ = await report(client, waiting["id"])
        await rig.run_job("roster_imports")
        bad = await checked(rig, client, xlsx([room()], sheet="名册").replace(b"sheet1.xml", b"sheet9.xml"))
        failed, _ = await report(client, bad["id"])
        rig.clock.advance(timedelta(days=31))
        await rig.run_job("forget_roster_imports")
        forgotten, _ = await report(client, waiting["id"])
    assert (early.status_code, early.json()["type"]) == (409, "urn:lobby:problem:roster-report-not-ready")
    assert (bad["status"], forgotten.status_code) == ("failed", 409)
    assert forgotten.json()["type"] == "urn:lobby:problem:roster-rows-forgotten"
    assert (failed.status_code, failed.json()["type"]) == (409, "urn:lobby:problem:roster-report-not-ready")


async def test_strangers_get_no_report(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        made = await checked(rig, client, xlsx([room()]))
        assert (await report(client, new_id()))[0].status_code == 404
    async with importer(rig, communities=(ELSEWHERE,)) as stranger:
        assert (await report(stranger, made["id"]))[0].status_code == 404
    async with rig.client("households:export") as without:
        assert (await report(without, made["id"]))[0].status_code == 403
