"""A defect goes to the developer until the owner confirms the cure. Handbook R-23."""

import io
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from shared.contracts.residents import DefectCured, DefectRaised
from shared.kernel.ids import new_id
from tests.service.residents.builders import WANG, did
from tests.service.residents.counting import counted
from tests.service.residents.hand_over import announced, assistant, crack, cured, raised, settle, unsold_room, walked
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig


async def test_a_defect_is_put_right_looked_at_again_and_confirmed(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        defect = await raised(client)
        assert (defect["status"], defect["round"], defect["actions"]) == ("raised", 1, ["report_finished"])
        assert defect["number"] == defect["notices"][0]["number"] == "D261122-0001"
        finished = await did(await settle(client, defect["id"], "report-finished"))
        assert (finished["status"], finished["finished_on"]) == ("finished", "2026-11-22")
        invited = await did(await settle(client, defect["id"], "invite"))
        assert invited["visit_at"] == "2026-11-28T02:00:00Z"
        moved = await did(await settle(client, defect["id"], "invite", {"visit_at": "2026-11-29T10:00:00+08:00"}))
        assert moved["actions"] == ["invite", "confirm", "refuse"]
        closed = await did(await settle(client, defect["id"], "confirm"))
        [file] = (await did(await client.get("/v1/archives", params={"household_id": WANG})))["items"]
        entries = (await did(await client.get(f"/v1/archives/{file['id']}")))["entries"]

    assert (closed["status"], closed["cured_on"], closed["confirmed_by"]) == ("cured", "2026-11-22", "王芳")
    assert [each["action"] for each in closed["steps"]] == ["raise", "report_finished", "invite", "invite", "confirm"]
    [slip] = [entry for entry in entries if entry["kind"] == "defect_confirmation"]
    assert (slip["number"], slip["section"]) == ("D261122-0001-C", "room_inspection")
    [told] = await rig.told("defect.cured")
    event = DefectCured.model_validate(told.data)
    assert (event.household_id, str(event.cured_on), event.version) == (WANG, "2026-11-22", closed["version"])


async def test_what_the_owner_refuses_goes_to_the_developer_again(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        defect = await raised(client)
        for name in ("report-finished", "invite"):
            await did(await settle(client, defect["id"], name))
        back = await did(await settle(client, defect["id"], "refuse"))
        assert (back["status"], back["round"], back["deadline_on"]) == ("raised", 2, "2026-12-20")
        assert (back["finished_on"], back["visit_at"]) == (None, None)
        assert [notice["number"] for notice in back["notices"]] == ["D261122-0001", "D261122-0001/2"]
        assert back["notices"][1]["reason"] == "裂缝仍在"
        done = await cured(client, defect["id"])
    assert done["status"] == "cured"
    events = [DefectRaised.model_validate(told.data) for told in await rig.told("defect.raised")]
    assert [str(event.deadline_on) for event in events] == ["2026-12-06", "2026-12-20"]
    assert events[0].version < events[1].version


@pytest.mark.parametrize(
    ("before", "name", "body", "status", "pointer"),
    [
        ([], "invite", None, 409, None),
        ([], "confirm", None, 409, None),
        ([], "refuse", None, 409, None),
        (["report-finished"], "confirm", None, 409, None),
        (["report-finished"], "report-finished", None, 409, None),
        ([], "report-finished", {"finished_on": "2026-11-23"}, 422, "/finished_on"),
        ([], "report-finished", {"finished_on": "2026-11-21"}, 422, "/finished_on"),
        ([], "report-finished", {"note": "a\x00"}, 422, "/note"),
        (["report-finished"], "invite", {"visit_at": "2026-11-21T10:00:00+08:00"}, 422, "/visit_at"),
        (["report-finished"], "invite", {"visit_at": "9999-12-31T23:59:59-14:00"}, 422, "/visit_at"),
        (["report-finished"], "invite", {"visit_at": "soon"}, 422, "/visit_at"),
        (["report-finished", "invite"], "refuse", {"reason": "x", "deadline_on": "2026-11-21"}, 422, "/deadline_on"),
        (["report-finished", "invite"], "refuse", {"reason": "x", "deadline_on": "2029-01-01"}, 422, "/deadline_on"),
        (["report-finished", "invite"], "confirm", {"confirmed_by": "\x00"}, 422, "/confirmed_by"),
        (["report-finished", "invite", "confirm"], "refuse", None, 409, None),
    ],
)
async def test_what_is_not_its_turn_or_cannot_be_is_refused(
    rig: ServiceRig, before: list[str], name: str, body: Any, status: int, pointer: str | None
) -> None:
    async with assistant(rig) as client:
        defect = await raised(client)
        for each in before:
            await did(await settle(client, defect["id"], each))
        standing = await did(await client.get(f"/v1/defects/{defect['id']}"))
        problem = await did(await settle(client, defect["id"], name, body), status)
        if pointer is not None:
            assert problem["errors"][0]["pointer"] == pointer
        assert await did(await client.get(f"/v1/defects/{defect['id']}")) == standing


@pytest.mark.parametrize(
    ("over", "status", "pointer"),
    [
        ({"room_code": "9#9-9-9"}, 422, "/room_code"),
        ({"deadline_on": "2026-11-21"}, 422, "/deadline_on"),
        ({"deadline_on": "2100-01-01"}, 422, "/deadline_on"),
        ({"deadline_on": "2101-01-01"}, 422, "/deadline_on"),
        ({"kind": "haunted"}, 422, "/kind"),
        ({"place": "a\x00"}, 422, "/place"),
        ({"description": "x" * 4001}, 422, "/description"),
        ({"community_id": ELSEWHERE}, 404, None),
    ],
)
async def test_a_defect_that_cannot_be_is_refused(
    rig: ServiceRig, over: dict[str, Any], status: int, pointer: str | None
) -> None:
    body = crack(room_code="3#2-5-1") | over
    async with assistant(rig) as client:
        answer = await client.post("/v1/defects", json=body, headers={"Idempotency-Key": new_id()})
        problem = await did(answer, status)
        assert (await client.post("/v1/defects", json=crack(room_code="3#2-5-1"))).status_code == 400
    if pointer is not None:
        assert problem["errors"][0]["pointer"] == pointer
    assert await rig.told("defect.raised") == []


async def test_a_vacant_room_s_defect_belongs_to_no_household(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        defect = await raised(client, room_code=await unsold_room(rig))
        done = await cured(client, defect["id"])
    assert (done["household_id"], done["status"]) == (None, "cured")


async def test_overdue_ones_are_listed_by_the_community_s_calendar(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        due_today = await raised(client, deadline_on="2026-11-22")
        later = await raised(client, deadline_on="2026-11-25")
        done = await raised(client, deadline_on="2026-11-22")
        await cured(client, done["id"])

        async def overdue(value: str) -> list[str]:
            with counted(rig) as queries:
                page = await did(await client.get("/v1/defects", params={"overdue": value}))
            assert len(queries) == 2
            return [each["id"] for each in page["items"]]

        assert await overdue("true") == []
        rig.clock.advance(timedelta(hours=12))  # past midnight in Shanghai
        assert await overdue("true") == [due_today["id"]]
        assert set(await overdue("false")) == {later["id"], done["id"]}
        rig.clock.advance(timedelta(days=3))
        assert await overdue("true") == [later["id"], due_today["id"]]


async def test_lists_are_narrowed_paged_and_kept_in_the_community(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        for kind in ("structure", "lock"):
            await raised(client, kind=kind, contractor="甲公司")
        defect = await raised(client, kind="lock", contractor="甲公司")
        seen: list[str] = []
        cursor = None
        while True:
            params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            with counted(rig) as queries:
                page = await did(await client.get("/v1/defects", params=params))
            assert len(queries) == 1
            seen += [each["number"] for each in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
        assert seen == ["D261122-0003", "D261122-0002", "D261122-0001"]
        with counted(rig) as queries:
            await did(await client.get(f"/v1/defects/{defect['id']}"))
        assert len(queries) == 3
        for params in (
            {"kind": "lock"},
            {"kind": "lock", "status": "raised"},
            {"kind": "lock", "contractor": "甲公司"},
            {"kind": "lock", "room_code": "3#2-5-1"},
            {"kind": "lock", "community_id": GARDEN},
        ):
            assert len((await did(await client.get("/v1/defects", params=params)))["items"]) == 2
        assert (await did(await client.get("/v1/defects", params={"contractor": "乙公司"})))["items"] == []
    async with assistant(rig, communities=(ELSEWHERE,)) as stranger:
        assert (await stranger.get(f"/v1/defects/{defect['id']}")).status_code == 404
        assert (await settle(stranger, defect["id"], "report-finished")).status_code == 404
        for path in ("", "/summary", "/summary/pdf", "/summary/xlsx"):
            assert (await stranger.get(f"/v1/defects{path}", params={"community_id": GARDEN})).status_code == 404
        assert (await did(await stranger.get("/v1/defects", params={"overdue": "true"})))["items"] == []


async def some_history(rig: ServiceRig) -> None:
    """Five defects of three firms, the oldest 40 days ago; one cured, two overdue."""
    rig.clock.advance(timedelta(days=-40))
    async with assistant(rig) as client:
        await raised(client, kind="structure", contractor="甲公司", deadline_on="2026-11-01")
        closed = await raised(client, kind="lock", contractor="乙公司", deadline_on="2026-11-01")
        for name, body in (
            ("report-finished", None),
            ("invite", {"visit_at": "2026-10-20T10:00:00+08:00"}),
            ("confirm", None),
        ):
            await did(await settle(client, closed["id"], name, body))
    rig.clock.advance(timedelta(days=30))
    async with assistant(rig) as client:
        await raised(client, kind="structure", contractor="甲公司", deadline_on="2026-11-20")
    rig.clock.advance(timedelta(days=10))
    async with assistant(rig) as client:
        await raised(client, kind="lock", contractor=None)
        await raised(client, kind="structure", contractor="=HYPERLINK(1)")


async def test_the_summary_counts_by_type_contractor_and_age_in_two_queries(rig: ServiceRig) -> None:
    await some_history(rig)
    async with assistant(rig) as client:
        with counted(rig) as queries:
            summary = await did(await client.get("/v1/defects/summary"))
    assert len(queries) == 2

    def rows(part: str) -> dict[str | None, tuple[int, int, int, int]]:
        return {row["code"]: (row["raised"], row["open"], row["overdue"], row["cured"]) for row in summary[part]}

    assert (summary["raised"], summary["open"], summary["overdue"], summary["cured"]) == (5, 4, 2, 1)
    assert rows("by_kind") == {"structure": (3, 3, 2, 0), "lock": (2, 1, 0, 1)}
    assert rows("by_contractor") == {
        "甲公司": (2, 2, 2, 0),
        "乙公司": (1, 0, 0, 1),
        None: (1, 1, 0, 0),
        "=HYPERLINK(1)": (1, 1, 0, 0),
    }
    assert summary["by_contractor"][0]["label"] == "甲公司"
    assert rows("by_age") == {
        "up_to_7_days": (2, 2, 0, 0),
        "up_to_30_days": (1, 1, 1, 0),
        "up_to_90_days": (2, 1, 1, 1),
    }


async def test_the_summary_is_an_excel_file_whose_words_are_words(rig: ServiceRig) -> None:
    await some_history(rig)
    async with assistant(rig, headers={"Accept-Language": "zh-CN"}) as client:
        answer = await client.get("/v1/defects/summary/xlsx")
    assert answer.status_code == 200
    assert "spreadsheetml" in answer.headers["content-type"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["按类别", "按施工单位", "按时长"]
    firms = book.get_sheet_by_name("按施工单位").to_python()
    assert firms[2] == ["施工单位", "累计", "未整改", "超期", "已确认"]
    assert firms[3] == ["甲公司", 2, 2, 2, 0]
    assert "=HYPERLINK(1)" in {row[0] for row in firms}
    assert "未指明施工单位" in {row[0] for row in firms}


async def test_notices_slips_and_the_summary_are_printed(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        empty = await client.get("/v1/defects/summary/pdf")
        assert empty.content.startswith(b"%PDF-")
        defect = await raised(client, description="长" * 400 + "x" * 300, contractor=None)
        path = f"/v1/defects/{defect['id']}"
        early = await did(await client.get(f"{path}/confirmation/pdf"), 409)
        assert early["type"] == "urn:lobby:problem:defect-not-cured"
        for name in ("report-finished", "invite", "refuse", "report-finished", "invite", "confirm"):
            await did(await settle(client, defect["id"], name))
        for paper in ("notices/1/pdf", "notices/2/pdf", "confirmation/pdf"):
            printed = await client.get(f"{path}/{paper}")
            assert printed.headers["content-type"] == "application/pdf", printed.text
            assert printed.content.startswith(b"%PDF-")
        assert (await client.get(f"{path}/notices/3/pdf")).status_code == 404
        assert (await client.get(f"{path}/notices/{10**30}/pdf")).status_code == 422
        summary = await client.get("/v1/defects/summary/pdf")
        assert summary.headers["content-disposition"].endswith("SG-defects.pdf")


async def test_a_move_in_s_defects_may_stay_open_after_it(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        done = await walked(client, move_in["id"])
        open_ones = (await did(await client.get("/v1/defects", params={"move_in_id": move_in["id"]})))["items"]
        assert {each["status"] for each in open_ones} == {"raised"}
        closed = await cured(client, open_ones[0]["id"])
    assert closed["household_id"] == done["household_id"]
