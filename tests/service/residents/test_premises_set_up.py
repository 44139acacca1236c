"""Handbook R-01, R-06, A-06: premises are entered one by one, a room is read with who holds it, the report counts."""

import io
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from shared.kernel.ids import new_id, stable_id
from tests.service.residents.builders import FOREIGN_ROOM, WANG, departs, desk, did, member
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

WANG_ROOM_ID = stable_id("demo", "room", "3#2-5-1")
REPORT = f"/v1/communities/{GARDEN}/room-state-report"
REGISTER = f"/v1/communities/{GARDEN}/household-register.xlsx"
COMMUNITY = {"code": "NEW", "name_zh": "新城", "name_en": "New Town"}


def cells(sheet: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()


async def test_a_production_database_is_filled_without_a_file(rig: ServiceRig) -> None:
    mine = new_id()
    async with desk(rig, communities=(mine,)) as client:
        early = await client.post("/v1/rooms", json={"code": "1#1-1-1", "area_m2": "80"})
        community = await did(await client.post("/v1/communities", json=COMMUNITY), 201)
        again = await client.post("/v1/communities", json=COMMUNITY)
        room = await did(await client.post("/v1/rooms", json={"code": "１#1-01-1", "area_m2": "89.50"}), 201)
        twice = await client.post("/v1/rooms", json={"code": "1#1-1-1", "area_m2": "80"})
        home = await client.post("/v1/households", json={"room_code": "1#1-1-1", "members": [member()]})
    assert (community["id"], community["reception_opens"], early.status_code) == (mine, "08:00:00", 404)
    assert (room["code"], room["building"], room["floor"], room["area_m2"]) == ("1#1-1-1", "1", "1", "89.50")
    assert (again.json()["type"], twice.json()["type"]) == (
        "urn:lobby:problem:community-known",
        "urn:lobby:problem:room-known",
    )
    assert home.status_code == 201
    assert [event.data["code"] for event in await rig.told("community.changed") if event.subject == mine] == ["NEW"]
    told = [event.data for event in await rig.told("room.changed") if event.community == mine]
    assert [(room["occupancy"], room["version"], Decimal(room["area_m2"])) for room in told] == [
        ("unsold", 1, Decimal("89.50")),
        ("occupied", 2, Decimal("89.50")),
    ]


async def test_nobody_sets_up_what_is_not_theirs_or_takes_anothers_code(rig: ServiceRig) -> None:
    async with desk(rig, communities=(new_id(),)) as client:
        foreign = await client.post("/v1/communities", json=COMMUNITY | {"community_id": ELSEWHERE})
        taken = await client.post("/v1/communities", json=COMMUNITY | {"code": "SG"})
        zone = await client.post("/v1/communities", json=COMMUNITY | {"time_zone": "Mars/Olympus"})
        hours = await client.post("/v1/communities", json=COMMUNITY | {"reception_opens": "18:00:00+08:00"})
        room = await client.post("/v1/rooms", json={"code": "1#1-1-1", "area_m2": "80", "community_id": GARDEN})
    assert [answer.status_code for answer in (foreign, taken, zone, hours, room)] == [404, 409, 422, 422, 404]
    assert zone.json()["errors"][0]["pointer"] == "/time_zone"


async def test_a_community_changes_with_its_own_calendar(rig: ServiceRig) -> None:
    path = f"/v1/communities/{GARDEN}"
    body = {"reception_closes": "18:00:00", "calendar_entries": [{"day": "2026-12-31", "kind": "holiday"}]}
    async with desk(rig) as client:
        shown = await client.get(path)
        changed = await did(await client.patch(path, json=body, headers={"If-Match": shown.headers["ETag"]}))
        stale = await client.patch(path, json=body, headers={"If-Match": shown.headers["ETag"]})
        missing = await client.patch(path, json=body)
        emptied = await client.patch(path, json={"name_zh": None}, headers={"If-Match": "*"})
        foreign = await client.patch(f"/v1/communities/{ELSEWHERE}", json=body, headers={"If-Match": "*"})
    assert (changed["reception_closes"], changed["version"]) == ("18:00:00", 2)
    assert (await rig.told("community.changed"))[-1].data["calendar_entries"] == body["calendar_entries"]
    assert [answer.status_code for answer in (stale, missing, emptied, foreign)] == [412, 428, 422, 404]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"area_m2": "89.505"}, "/area_m2"),
        ({"area_m2": "-1"}, "/area_m2"),
        ({"area_m2": "NaN"}, "/area_m2"),
        ({"area_m2": 1e30}, "/area_m2"),
        ({"code": "三号楼"}, "/code"),
        ({"kind": "castle"}, "/kind"),
        ({"hand_over": "handed_over"}, "/hand_over"),
    ],
)
async def test_a_room_that_can_not_be_names_the_field(rig: ServiceRig, body: dict[str, Any], pointer: str) -> None:
    async with desk(rig) as client:
        answer = await client.post("/v1/rooms", json={"code": "8#1-1-1", "area_m2": "80"} | body)
    assert answer.status_code in {409, 422}, answer.text
    if answer.status_code == 422:
        assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]


async def test_a_room_changes_and_whoever_holds_it_limits_how(rig: ServiceRig) -> None:
    path = f"/v1/rooms/{WANG_ROOM_ID}"
    async with desk(rig, headers={"If-Match": "*"}) as client:
        changed = await did(await client.patch(path, json={"area_m2": "90.25", "occupancy": "renovating"}))
        empty = await client.patch(path, json={"occupancy": "sold_vacant"})
        foreign = await client.patch(f"/v1/rooms/{FOREIGN_ROOM}", json={"area_m2": "1"})
        [unsold] = (await did(await client.get("/v1/rooms", params={"occupancy": "unsold", "limit": 1})))["items"]
        early = await client.patch(f"/v1/rooms/{unsold['id']}", json={"hand_over": "handed_over"})
        sold = await did(
            await client.patch(
                f"/v1/rooms/{unsold['id']}", json={"occupancy": "sold_vacant", "hand_over": "handed_over"}
            )
        )
    async with desk(rig) as client:
        missing = await client.patch(path, json={"area_m2": "1"})
    assert (changed["area_m2"], changed["occupancy"], changed["version"]) == ("90.25", "renovating", 2)
    assert empty.json()["type"] == "urn:lobby:problem:room-held"
    assert early.json()["type"] == "urn:lobby:problem:room-unsold"
    assert (sold["hand_over"], foreign.status_code, missing.status_code) == ("handed_over", 404, 428)
    assert (await rig.told("room.changed"))[-2].data["area_m2"] == "90.25"


async def test_a_room_shows_who_holds_it_who_held_it_and_what_the_desk_is_asked(rig: ServiceRig) -> None:
    path = f"/v1/rooms/{WANG_ROOM_ID}/overview"
    async with desk(rig) as client:
        before = await did(await client.get(path))
        await departs(rig, WANG)
        home = await did(await client.post("/v1/households", json={"room_code": "3#2-5-1", "members": [member()]}), 201)
        with counted(rig) as queries:
            after = await did(await client.get(path))
        foreign = await client.get(f"/v1/rooms/{FOREIGN_ROOM}/overview")
    async with rig.client("rooms:read") as guard:
        narrow = await did(await guard.get(path))
    assert before["household"]["household_id"] == WANG
    assert [row["kind"] for row in before["instructions"]] == ["admit"]
    assert (after["household"]["household_id"], after["instructions"]) == (home["id"], [])
    assert [(row["household_id"], row["members"][0]["display_name"]) for row in after["history"]] == [(WANG, "王芳")]
    assert (narrow["history"], narrow["instructions"]) == (None, None)
    assert narrow["household"]["members"][0]["display_name"] == "陈晨"
    assert "138" not in str(after["household"])
    assert len(queries) <= 6
    assert foreign.status_code == 404


async def test_the_room_state_report_counts_every_room_once(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        with counted(rig) as queries:
            report = await did(await client.get(REPORT))
        await did(await client.post("/v1/rooms", json={"code": "B1#1-1-1", "area_m2": "12", "kind": "garage"}), 201)
        more = await did(await client.get(REPORT))
        foreign = await client.get(f"/v1/communities/{ELSEWHERE}/room-state-report")
    used = {each["occupancy"]: each["rooms"] for each in report["total"]["by_occupancy"]}
    assert used == {"sold_vacant": 20, "occupied": 170, "let": 30, "renovating": 0, "unsold": 20}
    assert [(each["building"], each["rooms"]) for each in report["buildings"]] == [("1", 80), ("2", 80), ("3", 80)]
    assert len(queries) == 2
    assert (more["total"]["rooms"], more["kinds"][-1]["kind"]) == (241, "garage")
    assert foreign.status_code == 404


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "房态报表"), ("en", "Room-state report")])
async def test_the_report_is_had_on_paper_and_as_a_sheet_in_the_readers_language(
    rig: ServiceRig, language: str, title: str
) -> None:
    async with desk(rig, headers={"Accept-Language": language}) as client:
        paper = await client.get(f"{REPORT}.pdf")
        sheet = await client.get(f"{REPORT}.xlsx")
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["Content-Type"] == "application/pdf"
    rows = cells(sheet.content)
    assert title in rows[0][0]
    assert rows[3][:4] == ["1", 80, 7741, 4]
    assert rows[-1][1] == 240


async def test_exports_are_masked_and_nothing_typed_becomes_a_formula(rig: ServiceRig) -> None:
    odd = member(name="=1+1", role="family", relation="@SUM(A1)", phone="13800138000", email="chen@example.com")
    async with desk(rig) as client:
        await did(await client.post(f"/v1/households/{WANG}/members", json=odd))
        sheet = await client.get(REGISTER)
        building = await client.get(REGISTER, params={"building": "3"})
        paper = await client.get(f"/v1/households/{WANG}/register-form.pdf")
    async with rig.client("households:read", "persons:reveal") as without:
        assert (await without.get(REGISTER)).status_code == 403
    rows = cells(sheet.content)
    [row] = [row for row in rows if row[3] == "=1+1"]
    assert row[:6] == ["3#2-5-1", "3", "5", "=1+1", "Family", "@SUM(A1)"]
    assert row[8:10] == ["138****8000", "c***@example.com"]
    assert b"13800138000" not in sheet.content
    assert len({row[0] for row in rows[3:] if row[0]}) == 200
    assert {row[1] for row in cells(building.content)[3:]} == {"3"}
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["Cache-Control"] == "no-store"


async def test_papers_of_another_community_do_not_exist(rig: ServiceRig) -> None:
    async with desk(rig, communities=(ELSEWHERE,)) as client:
        paths = (f"{REPORT}.pdf", f"{REPORT}.xlsx", REGISTER, f"/v1/households/{WANG}/register-form.pdf")
        assert {(await client.get(path)).status_code for path in paths} == {404}
