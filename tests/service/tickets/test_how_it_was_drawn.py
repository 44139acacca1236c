"""Whoever doubts the sample draws it again; what a month lacks on site the system draws. Source: T-16, T-18."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import Desk

POLICIES = "/v1/service-policies"


def score_by_the_guide(seed: str, ticket_id: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\x1f{ticket_id}".encode()).digest()[:8]) % 10_000


async def on_site(desk: Desk, month: str = "2026-11") -> dict[str, Any]:
    answer = await desk.as_("service_lead").get("/v1/follow-ups/on-site", params={"month": month})
    assert answer.status_code == 200
    report: dict[str, Any] = answer.json()
    return report


async def test_every_closed_ticket_shows_the_draw_that_anybody_can_make_again(desk: Desk) -> None:
    reader = desk.as_("service_lead")
    seed = (await reader.get(POLICIES)).json()["follow_up"]["seed"]
    assert seed == GARDEN, "a community draws from its own id until it has a seed"
    taken: list[bool] = []
    ticket: dict[str, Any] = {}
    for _ in range(4):
        ticket = await desk.closed()
        draw = (await reader.get(f"/v1/follow-ups/draws/{ticket['id']}")).json()
        assert (draw["seed"], draw["percent"], draw["coverage_class"]) == (GARDEN, 30, "repair")
        assert draw["score"] == score_by_the_guide(GARDEN, ticket["id"])
        so_far = (len(taken), sum(taken))
        is_drawn = draw["score"] < 3000
        if not is_drawn:
            assert (draw["month_closed"], draw["month_planned"]) == so_far
        is_taken = is_drawn or so_far[1] < -(-30 * (so_far[0] + 1) // 100)
        assert draw["is_taken"] is is_taken
        assert ("drawn" in draw["cause"], "filled" in draw["cause"]) == (is_drawn, is_taken and not is_drawn)
        visits = (await desk.show(ticket["id"]))["follow_ups"]
        assert len(visits) == is_taken
        for visit in visits:
            assert (await reader.get(f"/v1/follow-ups/{visit['id']}")).json()["cause"] == draw["cause"]
        taken.append(is_taken)
    opened = await desk.open()
    assert (await reader.get(f"/v1/follow-ups/draws/{opened['id']}")).status_code == 404
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get(f"/v1/follow-ups/draws/{ticket['id']}")).status_code == 404


async def test_a_seed_of_its_own_holds_from_the_next_ticket_on_and_stays_when_a_share_is_set(desk: Desk) -> None:
    first = await desk.closed()
    manager = desk.as_("manager")

    async def put(version: int, **body: Any) -> dict[str, Any]:
        answer = await manager.put(POLICIES, json=body, headers={"If-Match": f'"{version}"'})
        assert answer.status_code == 200, answer.text
        section: dict[str, Any] = answer.json()["follow_up"]
        return section

    assert (await put(0, follow_up={"seed": "drawn at the year's meeting"}))["seed"] == "drawn at the year's meeting"
    assert (await put(1, follow_up={"coverage": {"repair": 60}}))["seed"] == "drawn at the year's meeting"
    second = await desk.closed()
    seeds = [(await manager.get(f"/v1/follow-ups/draws/{it['id']}")).json()["seed"] for it in (first, second)]
    assert seeds == [GARDEN, "drawn at the year's meeting"]


async def test_the_system_draws_what_a_month_lacks_on_site_once_a_day_from_the_policys_day(desk: Desk) -> None:
    complaint = await desk.closed(category="complaint", department="engineering", room_code="1#1-2-3")
    (visit,) = (await desk.show(complaint["id"]))["follow_ups"]
    changed = await desk.as_("manager").put(POLICIES, json={"on_site": {"draw_day": 25}}, headers={"If-Match": '"0"'})
    assert changed.status_code == 200
    await desk.rig.run_job("draw_on_site")
    assert (await on_site(desk))["draws"] == [], "it is the 23rd"

    desk.rig.clock.advance(datetime(2026, 11, 24, 15, 59, tzinfo=UTC) - desk.rig.clock.now())
    await desk.rig.run_job("draw_on_site")
    assert (await on_site(desk))["draws"] == [], "the 25th is the community's"
    desk.rig.clock.advance(datetime(2026, 11, 24, 16, 1, tzinfo=UTC) - desk.rig.clock.now())
    for _ in range(2):
        await desk.rig.run_job("draw_on_site")
    (draw,) = (await on_site(desk))["draws"]
    assert (draw["drawn_by"], draw["seed"], draw["households_wanted"]) == (None, GARDEN, 30)
    assert draw["follow_up_ids"] == [visit["id"]]
    shown = (await desk.as_("service_lead").get(f"/v1/follow-ups/{visit['id']}")).json()
    assert (shown["on_site_required"], shown["cause"]) == (True, ["every_one", "on_site_month"])


async def test_nothing_is_drawn_for_a_month_that_is_past(desk: Desk) -> None:
    lead = desk.as_("service_lead")
    answer = await lead.post("/v1/follow-ups/on-site-draw", json={"month": "2026-10"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:lobby:problem:month-is-past")
    assert answer.json()["errors"][0]["pointer"] == "/month"
    assert (await lead.post("/v1/follow-ups/on-site-draw", json={"month": "2026-11"})).status_code == 200
    assert len((await on_site(desk))["draws"]) == 1
    assert (await desk.as_("front_desk").post("/v1/follow-ups/on-site-draw", json={})).status_code == 403


async def test_who_is_asked_for_is_named_in_the_readers_words(desk: Desk) -> None:
    complaint = await desk.closed(category="complaint", department="engineering", severity="major")
    (visit,) = (await desk.show(complaint["id"]))["follow_ups"]
    for language, level in (("zh-CN", "项目负责人"), ("en", "Manager")):
        assistant = desk.as_("service_assistant", language=language)
        refused = await assistant.post(f"/v1/follow-ups/{visit['id']}/record", json={"result": "satisfied"})
        assert refused.status_code == 403
        assert level in refused.json()["detail"]
        assert "“" not in refused.json()["detail"]
