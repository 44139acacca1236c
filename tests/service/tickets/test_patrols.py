"""Areas walked daily, spot-checks, findings until they are rechecked, scores. Source: handbook T-25."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from httpx import Response
from python_calamine import CalamineWorkbook

from shared.contracts.residents import (
    RenovationCompleted,
    RenovationPermitted,
    RenovationResumed,
    RenovationSuspended,
)
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import HOME, Desk, account, household, room

ITEMS = [
    {"code": "floor", "standard": "地面无积水", "points": 10},
    {"code": "light", "standard": "照明完好", "points": 5},
]
TOMORROW = "2026-11-24T10:00:00+08:00"


def good(response: Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json()


async def area(desk: Desk, code: str = "3#-lobby", **given: Any) -> dict[str, Any]:
    body = {"kind": "cleaning", "code": code, "name": "大堂", "items": ITEMS, **given}
    made: dict[str, Any] = good(await desk.as_("service_lead").post("/v1/patrols/areas", json=body), 201)
    return made


def walk_of(area_id: str, floor: int = 10, light: int = 5, **finding: Any) -> dict[str, Any]:
    if floor < 10 and not finding:
        finding = {"description": "有污渍", "deadline_at": TOMORROW}
    first = {"item": "floor", "points": floor, **({"finding": finding} if finding else {})}
    return {"area_id": area_id, "results": [first, {"item": "light", "points": light}]}


async def found(desk: Desk) -> dict[str, Any]:
    """A finding of a guard's walk, due tomorrow."""
    place = await area(desk)
    body = walk_of(place["id"], 4, description="积水", deadline_at=TOMORROW)
    walk = good(await desk.as_("security").post("/v1/patrols/walks", json=body), 201)
    shown: dict[str, Any] = good(await desk.as_("security").get(f"/v1/patrols/findings/{walk['finding_ids'][0]}"))
    return shown


async def did(desk: Desk, finding: dict[str, Any], verb: str, role: str = "security", **body: Any) -> Response:
    return await desk.as_(role).post(f"/v1/patrols/findings/{finding['id']}/{verb}", json=body)


async def left(desk: Desk) -> list[str]:
    due = good(await desk.as_("security").get("/v1/patrols/due"))
    return [each["code"] for each in due["left"]]


async def test_what_nobody_has_walked_today_is_a_list_and_begins_anew_tomorrow(desk: Desk) -> None:
    lobby, _garden = await area(desk), await area(desk, "garden", kind="greening")
    assert await left(desk) == ["3#-lobby", "garden"]
    good(await desk.as_("service_lead").post("/v1/patrols/spot-checks", json=walk_of(lobby["id"])), 201)
    assert await left(desk) == ["3#-lobby", "garden"], "a spot-check is not the day's walk"
    walk = good(await desk.as_("security").post("/v1/patrols/walks", json=walk_of(lobby["id"], 8)), 201)
    assert (walk["earned"], walk["possible"], walk["walked_on"]) == (13, 15, "2026-11-23")
    assert await left(desk) == ["garden"]
    desk.rig.clock.advance(timedelta(hours=14))  # midnight in Shanghai
    assert await left(desk) == ["3#-lobby", "garden"]


async def test_lists_cost_the_same_whatever_they_hold(desk: Desk) -> None:
    places = [await area(desk, f"{number}#-lobby") for number in range(4)]
    for place in places:
        body = walk_of(place["id"], 4, description="积水", deadline_at=TOMORROW)
        good(await desk.as_("security").post("/v1/patrols/walks", json=body), 201)
    route = {"name": "早班", "area_ids": [place["id"] for place in places]}
    good(await desk.as_("service_lead").post("/v1/patrols/routes", json=route), 201)
    guard = desk.as_("security")
    for path, cost in (
        ("areas", 1), ("routes", 3), ("due", 3), ("walks", 2), ("findings", 2), ("spot-checks", 2), ("scores", 4)
    ):  # fmt: skip
        with counted(desk.rig) as queries:
            good(await guard.get(f"/v1/patrols/{path}"))
        assert len(queries) == cost, path
    page = good(await guard.get("/v1/patrols/findings", params={"limit": 3}))
    rest = good(await guard.get("/v1/patrols/findings", params={"limit": 3, "cursor": page["next_cursor"]}))
    assert [len(page["items"]), len(rest["items"])] == [3, 1]


async def test_three_spot_checks_a_week_are_counted_by_day(desk: Desk) -> None:
    place = await area(desk)
    for days in (0, 0, 1):
        desk.rig.clock.advance(timedelta(days=days))
        good(await desk.as_("service_lead").post("/v1/patrols/spot-checks", json=walk_of(place["id"])), 201)
    week = good(await desk.as_("security").get("/v1/patrols/spot-checks"))
    assert (week["week_from"], week["made"], week["missing"]) == ("2026-11-23", 2, 1)
    before = good(await desk.as_("security").get("/v1/patrols/spot-checks", params={"day": "2026-11-22"}))
    assert (before["week_until"], before["made"], before["missing"]) == ("2026-11-22", 0, 3)
    refused = await desk.as_("security").post("/v1/patrols/spot-checks", json=walk_of(place["id"]))
    assert refused.status_code == 403


async def test_a_finding_is_put_right_until_another_person_is_content(desk: Desk) -> None:
    finding = await found(desk)
    assert (finding["status"], finding["standard"], finding["round"]) == ("found", "地面无积水", 1)
    (told,) = await desk.rig.told("patrol.finding_recorded")
    assert (told.data["area_code"], told.data["item"]) == ("3#-lobby", "floor")
    assert (await did(desk, finding, "recheck", passed=True)).status_code == 409
    good(await did(desk, finding, "fix", note="已清理"))
    assert (await did(desk, finding, "recheck", passed=True)).json()["type"].endswith("own-repair")
    no_day = await did(desk, finding, "recheck", "service_lead", passed=False)
    assert (no_day.status_code, no_day.json()["errors"][0]["pointer"]) == (422, "/deadline_at")
    again = good(await did(desk, finding, "recheck", "service_lead", passed=False, deadline_at=TOMORROW))
    assert (again["status"], again["round"]) == ("found", 2)
    good(await did(desk, finding, "fix"))
    done = good(await did(desk, finding, "recheck", "service_lead", passed=True))
    assert [step["action"] for step in done["history"]] == ["fix", "again", "fix", "pass"]
    assert (await did(desk, finding, "fix")).status_code == 409


async def test_what_is_not_put_right_in_time_is_listed_as_late(desk: Desk) -> None:
    await found(desk)
    guard = desk.as_("security")
    assert good(await guard.get("/v1/patrols/findings", params={"late": True}))["items"] == []
    desk.rig.clock.advance(timedelta(days=1, seconds=1))
    assert len(good(await guard.get("/v1/patrols/findings", params={"late": True}))["items"]) == 1


async def test_a_finding_opens_one_ticket_and_is_linked_to_it(desk: Desk) -> None:
    finding = await found(desk)
    linked = good(await did(desk, finding, "open-ticket", phone="13812345678"))
    ticket = await desk.show(linked["ticket_id"])
    assert (ticket["number"], ticket["department"], ticket["source"]) == (
        linked["ticket_number"],
        "environment",
        "collected",
    )
    assert (ticket["category"], ticket["summary"]) == ("problem_report", "3#-lobby 积水")
    assert len(await desk.rig.told("ticket.opened")) == 1
    again = await did(desk, finding, "open-ticket", phone="13812345678")
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "patrol-ticket-exists")
    bad = await did(desk, await found_elsewhere(desk), "open-ticket", phone="12")
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "/phone")


async def found_elsewhere(desk: Desk) -> dict[str, Any]:
    place = await area(desk, "garden")
    body = walk_of(place["id"], 4, description="枯枝", deadline_at=TOMORROW)
    walk = good(await desk.as_("security").post("/v1/patrols/walks", json=body), 201)
    return {"id": walk["finding_ids"][0]}


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"results": [{"item": "floor", "points": 10}]}, 422, "/results"),
        ({"results": [{"item": "roof", "points": 1}]}, 422, "/results/0/item"),
        ({"results": [{"item": "floor", "points": 11}, {"item": "light", "points": 1}]}, 422, "/results/0/points"),
        ({"results": [{"item": "floor", "points": -1}]}, 422, "/results/0/points"),
        ({"results": [{"item": "floor", "points": 10}, {"item": "light", "points": 2}]}, 422, "/results/1/finding"),
        ({"results": []}, 422, "/results"),
    ],
)
async def test_a_walk_that_does_not_fit_its_area_changes_nothing(
    desk: Desk, body: dict[str, Any], status: int, pointer: str
) -> None:
    place = await area(desk)
    refused = await desk.as_("security").post("/v1/patrols/walks", json={"area_id": place["id"], **body})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (status, pointer)
    assert await left(desk) == ["3#-lobby"]


async def test_areas_are_the_leads_and_their_codes_are_their_own(desk: Desk) -> None:
    place = await area(desk)
    body = {"kind": "cleaning", "code": "3#-lobby", "name": "又一个", "items": ITEMS}
    lead = desk.as_("service_lead")
    taken = await lead.post("/v1/patrols/areas", json=body)
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (409, "/code")
    twice = await lead.post("/v1/patrols/areas", json=body | {"code": "x", "items": [ITEMS[0], ITEMS[0]]})
    assert (twice.status_code, twice.json()["errors"][0]["pointer"]) == (422, "/items/1/code")
    site = await lead.post("/v1/patrols/areas", json=body | {"kind": "renovation_site"})
    assert (site.status_code, site.json()["errors"][0]["pointer"]) == (409, "/kind")
    assert (await desk.as_("security").post("/v1/patrols/areas", json=body)).status_code == 403
    path = f"/v1/patrols/areas/{place['id']}"
    assert (await lead.patch(path, json={"is_active": False})).status_code == 428
    closed = good(await lead.patch(path, json={"is_active": False}, headers={"If-Match": '"1"'}))
    assert (closed["is_active"], closed["version"]) == (False, 2)
    assert (await lead.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 412
    refused = await desk.as_("security").post("/v1/patrols/walks", json=walk_of(place["id"]))
    assert refused.json()["type"].endswith("patrol-area-closed")
    stranger = desk.as_("service_lead", community=ELSEWHERE)
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post("/v1/patrols/routes", json={"name": "x", "area_ids": [place["id"]]})).status_code == 404


def works(event: type[Any], version: int, **more: Any) -> Any:
    return event(
        renovation_id="renovation-1", number="SG-R26-0001", room_id=room(HOME), room_code=HOME,
        household_id=household(HOME), size="small", starts_on=date(2026, 11, 20), ends_on=date(2026, 12, 20),
        contractor="装饰公司", workers=[], status="permitted", version=version, **more,
    )  # fmt: skip


async def test_a_site_is_patrolled_while_works_go_on(desk: Desk) -> None:
    permit = {
        "permit_number": "SG-P26-0001", "permit_code": "c", "valid_from": date(2026, 11, 20),
        "valid_until": date(2026, 12, 20), "permitted_at": datetime(2026, 11, 20, tzinfo=UTC),
    }  # fmt: skip
    permitted = works(RenovationPermitted, 5, **permit)
    await desk.rig.tell(permitted, subject="renovation-1")
    assert await left(desk) == ["SG-R26-0001"]
    await desk.rig.tell(works(RenovationSuspended, 6, reason="rubbish"), subject="renovation-1")
    await desk.rig.tell(permitted, subject="renovation-1")
    assert await left(desk) == [], "a late permit starts nothing"
    await desk.rig.tell(works(RenovationResumed, 7), subject="renovation-1")
    assert await left(desk) == ["SG-R26-0001"]
    (site,) = good(await desk.as_("security").get("/v1/patrols/areas"))["items"]
    refused = await desk.as_("manager").patch(
        f"/v1/patrols/areas/{site['id']}", json={"is_active": False}, headers={"If-Match": f'"{site["version"]}"'}
    )
    assert refused.status_code == 409
    done = works(RenovationCompleted, 8, completed_on=date(2026, 11, 23), deductions=[])
    await desk.rig.tell(done, subject="renovation-1")
    assert await left(desk) == []


async def test_scores_are_summed_to_the_25th_and_by_year(desk: Desk) -> None:
    place = await area(desk)
    desk.rig.clock.advance(timedelta(days=2))  # the 25th
    late: dict[str, Any] = {
        "description": "有污渍",
        "deadline_at": (desk.rig.clock.now() + timedelta(days=1)).isoformat(),
    }
    good(await desk.as_("security").post("/v1/patrols/walks", json=walk_of(place["id"], 4, **late)), 201)
    desk.rig.clock.advance(timedelta(days=1))
    body = walk_of(place["id"], 10, description="裂缝", deadline_at="2026-12-24T10:00:00+08:00")
    good(await desk.as_("security").post("/v1/patrols/walks", json=body), 201)
    await desk.rig.run_job("sum_patrol_scores")
    lead = desk.as_("service_lead")
    by_period = {
        period: good(await lead.get("/v1/patrols/scores", params={"period": period}))
        for period in ("2026-11", "2026-12", "2026")
    }
    assert [(it["earned"], it["possible"], it["percent"]) for it in by_period.values()] == [
        (9, 15, "60.0"),
        (15, 15, "100.0"),
        (24, 30, "80.0"),
    ]
    assert [it["is_final"] for it in by_period.values()] == [True, False, False]
    assert (by_period["2026-12"]["areas"][0]["findings"], by_period["2026-12"]["areas"][0]["unsettled"]) == (1, 1)
    assert good(await lead.get("/v1/patrols/scores"))["period"] == "2026-12"
    bad = await lead.get("/v1/patrols/scores", params={"period": "2026-13"})
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "/period")
    sheet = await lead.get("/v1/patrols/scores/xlsx", params={"period": "2026"}, headers={"Accept-Language": "zh-CN"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "巡查评分 2026（2025-12-26 至 2026-12-25）"
    assert rows[3][:8] == ["保洁", "3#-lobby", "大堂", 2, 0, 24, 30, 80.0]


async def test_who_walked_is_kept(desk: Desk) -> None:
    finding = await found(desk)
    assert finding["found_by"] == account("security")


async def test_an_area_that_nobody_walked_stands_in_the_scores(desk: Desk) -> None:
    walked, never = await area(desk), await area(desk, "garden", kind="greening")
    for days in (0, 0, 1):
        desk.rig.clock.advance(timedelta(days=days))
        good(await desk.as_("security").post("/v1/patrols/walks", json=walk_of(walked["id"])), 201)
    good(await desk.as_("service_lead").post("/v1/patrols/spot-checks", json=walk_of(never["id"])), 201)

    async def lines(**asked: str) -> dict[str, tuple[int, int | None, str | None]]:
        report = good(await desk.as_("security").get("/v1/patrols/scores", params=asked))
        return {it["code"]: (it["days_walked"], it["days_due"], it["percent"]) for it in report["areas"]}

    assert await lines() == {"3#-lobby": (2, 2, "100.0"), "garden": (0, 2, "100.0")}
    unseen = await area(desk, "roof", kind="floors")
    assert (await lines())["roof"] == (0, 1, None)
    assert await lines(period="2026-10") == {}, "they were not there yet"
    path = f"/v1/patrols/areas/{unseen['id']}"
    good(await desk.as_("service_lead").patch(path, json={"is_active": False}, headers={"If-Match": '"1"'}))
    assert "roof" not in await lines()
