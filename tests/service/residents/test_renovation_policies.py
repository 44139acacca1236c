"""A community's own values of the renovation's rules: read, set, applied. Source: handbook R-32 to R-37."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.residents.renovation import papers
from services.residents.renovation.domain.policy import HANDBOOK
from shared.kernel.ids import new_id
from tests.service.residents.builders import MANAGER, act, application, desk, did, draft, manager
from tests.service.residents.counting import counted
from tests.service.residents.test_inspections_and_measures import rounds_due
from tests.service.residents.works import guard, hot_work, round_with, show, under_way
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

POLICIES = "/v1/renovation-policies"
GRANTS = ("renovation_policies:read", "renovation_policies:edit")
SHORT_DAY = [{"begins": "14:30", "ends": "17:30"}, {"begins": "08:30", "ends": "11:30"}]


async def put(rig: ServiceRig, change: dict[str, Any], *, if_match: str | None = "*", **who: Any) -> httpx.Response:
    async with rig.client(*GRANTS, **({"account_id": MANAGER, "roles": ("manager",)} | who)) as client:
        headers = {"If-Match": if_match} if if_match else {}
        return await client.put(POLICIES, json=change, headers=headers)


async def applying(rig: ServiceRig) -> dict[str, Any]:
    async with rig.client("renovation_policies:read") as client:
        return await did(await client.get(POLICIES))


async def test_a_community_without_own_values_has_the_handbooks(rig: ServiceRig) -> None:
    async with rig.client("renovation_policies:read") as client:
        with counted(rig) as queries:
            answer = await client.get(POLICIES)
    assert (answer.status_code, answer.headers["etag"], len(queries)) == (200, '"0"', 2)
    assert answer.json() == {
        "community_id": GARDEN,
        "works": {
            "hours": [{"begins": "08:00", "ends": "12:00"}, {"begins": "14:00", "ends": "18:00"}],
            "quiet_on_rest_days": True,
        },
        "permits": {"longest_days": 366, "extension_notice_days": 7},
        "hot_work": {"longest_hours": 8},
        "inspections": {"service_every_days": 7, "manager_every_days": 7},
        "notices": {"rectify_days": 3, "latest_deadline_days": 30},
        "overtime": {"longest_hours": 36},
        "version": 0,
    }


async def test_what_was_read_can_be_set_and_sections_that_are_left_out_stay(rig: ServiceRig) -> None:
    shown = await applying(rig)
    body = {name: value for name, value in shown.items() if name not in {"community_id", "version"}}
    same = await put(rig, body, if_match='"0"')
    assert (same.status_code, same.headers["etag"], same.json()) == (200, '"1"', shown | {"version": 1})
    await did(await put(rig, {"works": {"hours": SHORT_DAY}}, if_match='"1"'))
    changed = await did(await put(rig, {"notices": {"rectify_days": 5}}, if_match='"2"'))
    assert changed["works"]["hours"] == [SHORT_DAY[1], SHORT_DAY[0]]
    assert changed["notices"] == {"rectify_days": 5, "latest_deadline_days": 30}
    assert (await applying(rig))["version"] == 3


async def test_a_permit_keeps_the_hours_of_its_issue(rig: ServiceRig, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[Any] = []

    def compile_and_note(_template: Path, data: dict[str, Any], **_: Any) -> bytes:
        printed.append(data)
        return b"%PDF"

    monkeypatch.setattr(papers, "compile_paper", compile_and_note)
    before = await under_way(rig)
    await did(await put(rig, {"works": {"hours": SHORT_DAY, "quiet_on_rest_days": False}}))
    drafted = await draft(rig)
    after = await under_way(rig)
    async with guard(rig) as client:
        for renovation_id in (before, after):
            await client.get(f"/v1/renovations/{renovation_id}/permit.pdf")
    assert (await show(rig, before))["hours"] == "08:00–12:00, 14:00–18:00"
    assert (await show(rig, after))["hours"] == (await show(rig, drafted))["hours"] == "08:30–11:30, 14:30–17:30"
    assert [sheet["hours"] for sheet in printed] == [["08:00–12:00", "14:00–18:00"], ["08:30–11:30", "14:30–17:30"]]
    assert [sheet["quiet_en"] is None for sheet in printed] == [False, True]


async def test_periods_notices_and_fires_go_by_the_policy(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    change = {
        "permits": {"longest_days": 30, "extension_notice_days": 10},
        "hot_work": {"longest_hours": 2},
        "notices": {"rectify_days": 1, "latest_deadline_days": 2},
        "overtime": {"longest_hours": 20},
    }
    await did(await put(rig, change))
    worker_id = (await show(rig, renovation_id))["workers"][0]["id"]
    async with desk(rig) as client, guard(rig) as inspector:
        fire = await did(await act(client, renovation_id, "hot-works", hot_work(worker_id)), 422)
        late = round_with("rubbish", rectify_by="2026-11-25")
        deadline = await did(await act(inspector, renovation_id, "inspections", late), 422)
        made = await did(await act(inspector, renovation_id, "inspections", round_with("rubbish")), 201)
        night = {"kind": "overtime", "day": "2026-11-22", "until": "2026-11-22T21:00:00+08:00", "reason": "赶工"}
        overtime = await did(await act(client, renovation_id, "overtime", night | {"worker_ids": [worker_id]}), 422)
        more = {"ends_on": "2027-03-31", "reason": "延期"}
        extension = await did(await act(client, renovation_id, "extensions", more), 422)
        long = await client.post("/v1/renovations", json=application(ends_on="2026-12-31"))
    assert "last 2 hours" in fire["detail"]
    assert "within 2 days" in deadline["detail"]
    assert made["notice"]["rectify_by"] == "2026-11-23"
    assert "within 20 hours" in overtime["detail"]
    assert "30 days" in extension["detail"]
    assert (long.status_code, long.json()["errors"][0]["pointer"]) == (422, "/ends_on")


async def test_rounds_and_the_end_of_permits_are_watched_by_the_policy(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig, ends_on="2026-12-10")
    await did(await put(rig, {"inspections": {"manager_every_days": 2}, "permits": {"extension_notice_days": 20}}))
    await rig.run_job("watch_permits")
    async with guard(rig) as security, desk(rig) as service, manager(rig) as head:
        for who in (security, service, head):
            await did(await act(who, renovation_id, "inspections", round_with()), 201)
        rig.clock.advance(timedelta(days=2))
        due = await rounds_due(rig)
        today = await did(await head.get("/internal/front-desk/today"))
    assert len(await rig.told("renovation.extension_due")) == 1
    assert due == {"security", "manager"}
    assert [row["renovation_id"] for row in today["permits_expiring"]] == [renovation_id]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"works": {"hours": []}}, "/works/hours"),
    ({"works": {"hours": [{"begins": "12:00", "ends": "08:00"}]}}, "/works/hours/0/ends"),
    ({"works": {"hours": [SHORT_DAY[0], {"begins": "16:00", "ends": "18:00"}]}}, "/works/hours/1/begins"),
    ({"works": {"hours": [{"begins": "25:00", "ends": "26:00"}]}}, "/works/hours/0/begins"),
    ({"works": {"quiet_on_rest_days": "perhaps"}}, "/works/quiet_on_rest_days"),
    ({"permits": {"longest_days": 0}}, "/permits/longest_days"),
    ({"permits": {"extension_notice_days": 61}}, "/permits/extension_notice_days"),
    ({"hot_work": {"longest_hours": 9}}, "/hot_work/longest_hours"),
    ({"inspections": {"service_every_days": 8}}, "/inspections/service_every_days"),
    ({"inspections": {"security_every_days": 2}}, "/inspections/security_every_days"),
    ({"notices": {"rectify_days": 10, "latest_deadline_days": 5}}, "/notices/rectify_days"),
    ({"overtime": {"longest_hours": 49}}, "/overtime/longest_hours"),
    ({"paint": {}}, "/paint"),
]


@pytest.mark.parametrize(("change", "pointer"), BAD)
async def test_a_bad_value_is_named_and_changes_nothing(rig: ServiceRig, change: dict[str, Any], pointer: str) -> None:
    problem = await did(await put(rig, {"notices": {"rectify_days": 2}} | change), 422)
    assert pointer in [fault["pointer"] for fault in problem["errors"]]
    shown = await applying(rig)
    assert (shown["version"], shown["notices"]["rectify_days"]) == (0, HANDBOOK.notices.rectify_days)


async def test_two_who_set_at_once_do_not_overwrite_each_other(rig: ServiceRig) -> None:
    assert (await put(rig, {}, if_match=None)).status_code == 428
    changes = ({"notices": {"rectify_days": days}} for days in (1, 2))
    answers = await asyncio.gather(*(put(rig, change, if_match='"0"') for change in changes))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert (await applying(rig))["version"] == 1


async def test_only_who_may_and_only_their_communities(rig: ServiceRig) -> None:
    async with rig.client("renovation_policies:read") as reading, rig.client("renovations:read") as without:
        assert (await reading.put(POLICIES, json={}, headers={"If-Match": "*"})).status_code == 403
        assert (await without.get(POLICIES)).status_code == 403
        assert (await reading.get(POLICIES, params={"community_id": ELSEWHERE})).status_code == 404
        assert (await reading.get(POLICIES, params={"community_id": new_id()})).status_code == 404
    await did(await put(rig, {"notices": {"rectify_days": 2}}, communities=(ELSEWHERE,)))
    assert (await applying(rig))["version"] == 0
