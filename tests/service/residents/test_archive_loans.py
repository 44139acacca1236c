"""Handbook R-12: reading, borrowing, copying."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from services.residents.archives.loans.models import ArchiveLoan
from tests.service.residents.builders import LI, MANAGER, did
from tests.service.residents.counting import counted
from tests.service.residents.files import ASSISTANT, LEAD, archive_id, assistant, chief, lead, post
from tests.service.support import ELSEWHERE, ServiceRig

POLICE = {
    "kind": "copy",
    "borrower": "outside",
    "borrower_name": "赵警官",
    "outside_body": "police",
    "letter_number": "京公调字〔2026〕118号",
    "id_number": "11010519491231002X",
    "purpose": "案件调查",
}


def inside(**over: Any) -> dict[str, Any]:
    return {"kind": "borrow", "borrower": "inside", "borrower_name": "李敏", "purpose": "核对产权面积"} | over


def sheet_of(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


async def asked(rig: ServiceRig, **over: Any) -> dict[str, Any]:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        return await did(await post(client, f"/v1/archives/{file_id}/loans", inside(**over)), 201)


async def handed_out(rig: ServiceRig, due_on: str = "2026-11-25", **over: Any) -> dict[str, Any]:
    loan = await asked(rig, **over)
    path = f"/v1/archives/loans/{loan['id']}"
    async with assistant(rig) as desk, lead(rig) as head:
        await did(await head.post(f"{path}/approve"))
        return await did(await desk.post(f"{path}/hand-out", json={"due_on": due_on}))


async def test_inside_the_department_its_head_approves_and_every_step_is_on_the_register(rig: ServiceRig) -> None:
    loan = await handed_out(rig)
    async with assistant(rig) as client:
        back = await did(await client.post(f"/v1/archives/loans/{loan['id']}/return", json={"note": "完好"}))
        shown = await did(await client.get(f"/v1/archives/loans/{loan['id']}"))
    assert (back["status"], back["return_note"], back["next_reminder_on"]) == ("returned", "完好", None)
    assert (shown["requested_by"], shown["decided_by"], shown["returned_to"]) == (ASSISTANT, LEAD, ASSISTANT)
    assert shown["due_on"] == "2026-11-25"


@pytest.mark.parametrize(
    "over",
    [
        {"borrower": "department", "department": "工程部"},
        {"borrower": "department", "department": "工程部", "kind": "read"},
        POLICE,
    ],
)
async def test_another_department_and_outside_bodies_need_the_manager(rig: ServiceRig, over: dict[str, Any]) -> None:
    loan = await asked(rig, **over)
    path = f"/v1/archives/loans/{loan['id']}/approve"
    async with lead(rig) as head, chief(rig) as manager:
        refused = await did(await head.post(path), 403)
        approved = await did(await manager.post(path))
    assert "archives:approve" in refused["detail"]
    assert approved["decided_by"] == MANAGER


async def test_an_important_file_is_copied_only_with_the_managers_word(rig: ServiceRig) -> None:
    async with chief(rig) as manager, lead(rig) as head:
        file_id = await archive_id(manager)
        await did(await manager.post(f"/v1/archives/{file_id}/classify", json={"importance": "important"}))
        copy, reading = await asked(rig, kind="copy"), await asked(rig, kind="read")
        await did(await head.post(f"/v1/archives/loans/{copy['id']}/approve"), 403)
        await did(await head.post(f"/v1/archives/loans/{reading['id']}/approve"))
        await did(await manager.post(f"/v1/archives/loans/{copy['id']}/approve"))
        copied = await did(await head.post(f"/v1/archives/loans/{copy['id']}/hand-out"))
    assert (copied["status"], copied["copies"], copied["due_on"]) == ("copied", 1, None)


async def test_nobody_approves_or_refuses_what_they_asked_for(rig: ServiceRig) -> None:
    async with chief(rig) as manager:
        file_id = await archive_id(manager)
        loan = await did(await post(manager, f"/v1/archives/{file_id}/loans", inside()), 201)
        for step in ("approve", "refuse"):
            refused = await did(await manager.post(f"/v1/archives/loans/{loan['id']}/{step}"), 403)
            assert refused["type"] == "urn:lobby:problem:own-request"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"borrower": "department"}, "/department"),
        ({"borrower": "outside"}, "/id_number"),
        (POLICE | {"letter_number": None}, "/letter_number"),
        (POLICE | {"outside_body": None}, "/outside_body"),
        (POLICE | {"id_number": "110105194912310021"}, "/id_number"),
        ({"id_number": "11010519491231002X"}, "/id_number"),
        ({"copies": 0}, "/copies"),
        ({"purpose": "a\x00"}, "/purpose"),
        ({"kind": "steal"}, "/kind"),
    ],
)
async def test_a_request_says_what_its_borrower_must_say(rig: ServiceRig, over: dict[str, Any], field: str) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        refused = await did(await post(client, f"/v1/archives/{file_id}/loans", inside(**over)), 422)
    assert [fault["pointer"] for fault in refused["errors"]] == [field]


async def test_the_borrowers_id_number_is_sealed_and_never_answered(rig: ServiceRig) -> None:
    loan = await asked(rig, **POLICE)
    assert loan["has_id_number"] is True
    assert "11010519491231002X" not in str(loan)
    async with rig.service.database.read() as session:
        [stored] = await session.scalars(select(ArchiveLoan))
    assert stored.id_number_sealed
    assert stored.id_number_index
    assert "11010519491231002X" not in str(vars(stored))


@pytest.mark.parametrize("due_on", ["2026-11-21", "2027-02-21", "1999-12-31", None])
async def test_an_original_goes_out_with_a_day_within_ninety(rig: ServiceRig, due_on: str | None) -> None:
    loan = await asked(rig)
    async with assistant(rig) as client, lead(rig) as head:
        await did(await head.post(f"/v1/archives/loans/{loan['id']}/approve"))
        refused = await did(
            await client.post(f"/v1/archives/loans/{loan['id']}/hand-out", json={"due_on": due_on}), 422
        )
        assert refused["errors"][0]["pointer"] == "/due_on"


async def test_there_is_one_original(rig: ServiceRig) -> None:
    await handed_out(rig)
    second = await asked(rig)
    async with lead(rig) as head:
        await did(await head.post(f"/v1/archives/loans/{second['id']}/approve"))
        refused = await did(
            await head.post(f"/v1/archives/loans/{second['id']}/hand-out", json={"due_on": "2026-11-30"}), 409
        )
    assert refused["type"] == "urn:lobby:problem:file-out"


async def test_a_reminder_comes_on_the_day_and_weekly_after_until_it_is_back(rig: ServiceRig) -> None:
    loan = await handed_out(rig, due_on="2026-11-25")
    days = []
    for _ in range(25):
        for _ in range(2):
            await rig.run_job("archive_loans_due")
        days.append(len(await rig.told("archive.loan_due")))
        rig.clock.advance(timedelta(days=1))
    told = [envelope.data for envelope in await rig.told("archive.loan_due")]
    assert [each["days_overdue"] for each in told] == [0, 7, 14, 21]
    assert days[2:4] == [0, 1]
    assert told[0]["number"] == "SG-3#2-5-1"
    assert [each["version"] for each in told] == sorted({each["version"] for each in told})
    async with assistant(rig) as client:
        out = await did(await client.get("/v1/archives/loans", params={"state": "overdue"}))
        await did(await client.post(f"/v1/archives/loans/{loan['id']}/return"))
        none = await did(await client.get("/v1/archives/loans", params={"state": "overdue"}))
    rig.clock.advance(timedelta(days=30))
    await rig.run_job("archive_loans_due")
    assert len(await rig.told("archive.loan_due")) == 4
    assert [each["id"] for each in out["items"]] == [loan["id"]]
    assert none["items"] == []


async def test_a_timer_that_slept_reminds_once_and_then_weekly(rig: ServiceRig) -> None:
    await handed_out(rig, due_on="2026-11-25")
    rig.clock.advance(timedelta(days=20))
    await rig.run_job("archive_loans_due")
    rig.clock.advance(timedelta(days=4))
    await rig.run_job("archive_loans_due")
    assert [each.data["days_overdue"] for each in await rig.told("archive.loan_due")] == [17, 21]


async def test_the_register_is_paged_and_narrowed_in_one_query(rig: ServiceRig) -> None:
    for kind in ("read", "borrow", "copy", "copy", "copy"):
        await asked(rig, kind=kind)
    async with assistant(rig) as client:
        seen, cursor = [], None
        while True:
            parameters: dict[str, Any] = {"limit": 2, "kind": "copy"} | ({"cursor": cursor} if cursor else {})
            with counted(rig) as queries:
                page = await did(await client.get("/v1/archives/loans", params=parameters))
            assert len(queries) == 1
            seen += [each["id"] for each in page["items"]]
            cursor = page.get("next_cursor")
            if not cursor:
                break
        other = await archive_id(client, LI)
        empty = await did(await client.get("/v1/archives/loans", params={"archive_id": other}))
    assert len(set(seen)) == 3
    assert empty["items"] == []


async def test_the_register_as_excel_holds_words_and_no_formulas(rig: ServiceRig) -> None:
    await asked(rig, purpose='=HYPERLINK("http://x")', borrower_name="+1")
    loan = await handed_out(rig)
    async with assistant(rig, headers={"Accept-Language": "zh-CN"}) as client:
        answer = await client.get("/v1/archives/loans/excel", params={"since": "2026-11-22", "until": "2026-11-22"})
        before = await client.get("/v1/archives/loans/excel", params={"until": "2026-11-21"})
        odd = await client.get("/v1/archives/loans/excel", params={"until": "9999-12-31"})
    rows = sheet_of(answer.content)
    assert rows[0][:4] == ["档案编号", "方式", "借阅人类别", "借阅人"]
    assert (rows[1][3], rows[1][6]) == ("+1", '=HYPERLINK("http://x")')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert (rows[2][0], rows[2][8]) == (loan["archive_number"], "借出中")
    assert str(rows[2][9]) == "2026-11-22 12:00:00"
    assert len(sheet_of(before.content)) == 1
    assert odd.status_code == 422


async def test_another_communitys_loan_does_not_exist(rig: ServiceRig) -> None:
    loan = await asked(rig)
    async with chief(rig, communities=(ELSEWHERE,)) as stranger:
        path = f"/v1/archives/loans/{loan['id']}"
        assert (await stranger.get(path)).status_code == 404
        for step in ("approve", "refuse", "withdraw", "hand-out", "return"):
            assert (await stranger.post(f"{path}/{step}")).status_code == 404
        assert (await did(await stranger.get("/v1/archives/loans")))["items"] == []
        assert (await post(stranger, f"/v1/archives/{loan['archive_id']}/loans", inside())).status_code == 404
