"""Routes change from the next round on, and scores are summed once. Source: handbook T-25."""

from datetime import timedelta
from typing import Any

from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import Desk, account
from tests.service.tickets.test_patrols import area, good, walk_of

PATH = "/v1/patrols/routes"


async def walked(desk: Desk, area_id: str, floor: int = 10) -> None:
    good(await desk.as_("security").post("/v1/patrols/walks", json=walk_of(area_id, floor)), 201)


async def route_of(desk: Desk, *codes: str) -> tuple[dict[str, Any], list[str]]:
    """A route through new areas of these codes."""
    ids = [(await area(desk, code))["id"] for code in codes]
    route: dict[str, Any] = good(
        await desk.as_("service_lead").post(PATH, json={"name": "早班", "area_ids": ids[:2]}), 201
    )
    return route, ids


async def round_of(desk: Desk, route: dict[str, Any], day: str | None = None) -> dict[str, Any]:
    params = {"day": day} if day else {}
    found: dict[str, Any] = good(await desk.as_("security").get(f"{PATH}/{route['id']}/round", params=params))
    return found


async def test_a_change_applies_from_the_next_round_and_past_rounds_keep_what_they_had(desk: Desk) -> None:
    route, (lobby, garden, roof) = await route_of(desk, "lobby", "garden", "roof")
    lead, path = desk.as_("service_lead"), f"{PATH}/{route['id']}"
    await walked(desk, lobby)
    assert (await lead.patch(path, json={"area_ids": [roof]})).status_code == 428
    changed = good(
        await lead.patch(path, json={"area_ids": [roof, garden], "name": "晚班"}, headers={"If-Match": '"1"'})
    )
    assert (changed["name"], changed["area_ids"], changed["version"]) == ("晚班", [lobby, garden], 2)
    assert changed["next"] == {"applies_from": "2026-11-24", "area_ids": [roof, garden]}
    assert (await lead.patch(path, json={"area_ids": [roof]}, headers={"If-Match": '"1"'})).status_code == 412
    today = await round_of(desk, route)
    assert [stop["code"] for stop in today["stops"]] == ["lobby", "garden"]
    assert (today["walked"], today["missing"], today["stops"][0]["walked_by"]) == (1, 1, account("security"))

    desk.rig.clock.advance(timedelta(hours=14))  # midnight in Shanghai
    shown = good(await lead.get(path))
    assert (shown["area_ids"], shown["next"]) == ([roof, garden], None)
    await walked(desk, roof)
    assert [(stop["code"], stop["walk_id"] is None) for stop in (await round_of(desk, route))["stops"]] == [
        ("roof", False),
        ("garden", True),
    ]
    before = await round_of(desk, route, "2026-11-23")
    assert before["stops"] == today["stops"]
    assert (await round_of(desk, route, "2026-11-22"))["stops"] == [], "the route was not there yet"
    (listed,) = good(await lead.get(PATH))["items"]
    assert listed == shown


async def test_a_change_that_waits_is_replaced_or_taken_back(desk: Desk) -> None:
    route, (lobby, garden, roof) = await route_of(desk, "lobby", "garden", "roof")
    lead, path = desk.as_("service_lead"), f"{PATH}/{route['id']}"
    for version, areas in ((1, [roof]), (2, [roof, lobby])):
        changed = good(await lead.patch(path, json={"area_ids": areas}, headers={"If-Match": f'"{version}"'}))
        assert changed["next"]["area_ids"] == areas
    back = good(await lead.patch(path, json={"area_ids": [lobby, garden]}, headers={"If-Match": '"3"'}))
    assert (back["area_ids"], back["next"], back["version"]) == ([lobby, garden], None, 4)


async def test_a_bad_change_changes_nothing_and_routes_stay_in_their_community(desk: Desk) -> None:
    route, (lobby, *_rest) = await route_of(desk, "lobby", "garden")
    lead, path = desk.as_("service_lead"), f"{PATH}/{route['id']}"
    for body, status, pointer in (
        ({"area_ids": []}, 422, "/area_ids"),
        ({"area_ids": [lobby, "nowhere"]}, 404, "/area_ids/1"),
        ({"name": " "}, 422, "/name"),
        ({"stops": [lobby]}, 422, "/stops"),
    ):
        refused = await lead.patch(path, json=body, headers={"If-Match": '"1"'})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (status, pointer), body
    twice = await lead.patch(path, json={"area_ids": [lobby, lobby]}, headers={"If-Match": '"1"'})
    assert (twice.status_code, twice.json()["errors"][0]["pointer"]) == (422, "/area_ids/1")
    assert good(await lead.get(path)) == route
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 404
    for wanted in (path, f"{path}/round"):
        assert (await stranger.get(wanted)).status_code == 404
    guard = desk.as_("security")
    assert (await guard.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 403
    assert (await guard.get(f"{path}/round", params={"day": "yesterday"})).status_code == 422
    with counted(desk.rig) as queries:
        await round_of(desk, route)
    assert len(queries) == 5


async def test_a_month_is_summed_once_and_changes_no_more(desk: Desk) -> None:
    place = await area(desk)
    body = walk_of(place["id"], 4, description="积水", deadline_at="2026-11-24T10:00:00+08:00")
    finding = good(await desk.as_("security").post("/v1/patrols/walks", json=body), 201)["finding_ids"][0]
    lead, wanted = desk.as_("service_lead"), {"period": "2026-11"}
    desk.rig.clock.advance(timedelta(days=2, hours=14, minutes=30))  # half past midnight of the 26th
    await desk.rig.run_job("sum_patrol_scores")
    early = good(await lead.get("/v1/patrols/scores", params=wanted))
    assert (early["is_final"], early["summed_at"], early["earned"]) == (False, None, 9)
    desk.rig.clock.advance(timedelta(minutes=30))
    for _ in range(2):
        await desk.rig.run_job("sum_patrol_scores")
    stored = good(await lead.get("/v1/patrols/scores", params=wanted))
    assert (stored["is_final"], stored["summed_at"]) == (True, "2026-11-25T17:00:00Z")
    assert (stored["earned"], stored["areas"][0]["unsettled"]) == (9, 1)

    for verb, said in (("fix", {}), ("recheck", {"passed": True})):
        by = "security" if verb == "fix" else "service_lead"
        good(await desk.as_(by).post(f"/v1/patrols/findings/{finding}/{verb}", json=said))
    desk.rig.clock.advance(timedelta(days=1))
    await desk.rig.run_job("sum_patrol_scores")
    with counted(desk.rig) as queries:
        assert good(await lead.get("/v1/patrols/scores", params=wanted)) == stored
    assert len(queries) == 2, "read, not summed"


async def test_what_the_timer_missed_is_made_up_for_with_the_year(desk: Desk) -> None:
    place = await area(desk)
    await walked(desk, place["id"])
    desk.rig.clock.advance(timedelta(days=33))  # 26 December
    await desk.rig.run_job("sum_patrol_scores")
    lead = desk.as_("service_lead")
    found = {
        period: good(await lead.get("/v1/patrols/scores", params={"period": period}))
        for period in ("2026-11", "2026-12", "2026", "2027-01")
    }
    assert [it["is_final"] for it in found.values()] == [True, True, True, False]
    assert [it["possible"] for it in found.values()] == [15, 0, 15, 0]
