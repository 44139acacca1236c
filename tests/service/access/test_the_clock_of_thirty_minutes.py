"""Handbook A-31: the whole within 30 minutes, and a breach is recorded exactly."""

from datetime import timedelta

from tests.service.access.builders import ALL, Works, passes_of, show, walk
from tests.service.support import SUNDAY_NOON, ServiceRig

DUE = (SUNDAY_NOON + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")


async def test_the_job_records_the_moment_of_the_breach_not_its_own(rig: ServiceRig) -> None:
    works = Works(rig, workers=2)
    await works.begin()
    rig.clock.advance(timedelta(minutes=30))
    await rig.run_job("record-pass-breaches")
    assert {card["breached_at"] for card in await passes_of(rig, works)} == {None}
    rig.clock.advance(timedelta(minutes=7))
    await rig.run_job("record-pass-breaches")
    first = await passes_of(rig, works)
    assert {card["breached_at"] for card in first} == {DUE}
    await rig.run_job("record-pass-breaches")
    assert await passes_of(rig, works) == first


async def test_issued_on_the_last_second_is_in_time(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    made = await walk(rig, (await passes_of(rig, works))[0]["id"], "make")
    rig.clock.advance(timedelta(minutes=30))
    async with rig.client(*ALL) as client:
        issued = await client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": "x"})
    assert issued.json()["breached_at"] is None
    rig.clock.advance(timedelta(hours=1))
    await rig.run_job("record-pass-breaches")
    assert (await show(rig, made["id"]))["breached_at"] is None


async def test_issued_late_before_the_job_came_by_is_a_breach_too(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    made = await walk(rig, (await passes_of(rig, works))[0]["id"], "make")
    rig.clock.advance(timedelta(minutes=31))
    async with rig.client(*ALL) as client:
        issued = await client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": "x"})
    assert issued.json()["breached_at"] == DUE


async def test_a_refused_pass_breaches_nothing(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    pass_id = (await passes_of(rig, works))[0]["id"]
    async with rig.client(*ALL) as client:
        await client.post(f"/v1/passes/{pass_id}/review", json={"decision": "refuse", "reason": "no photo"})
    rig.clock.advance(timedelta(hours=1))
    await rig.run_job("record-pass-breaches")
    assert (await show(rig, pass_id))["breached_at"] is None


async def test_a_hundred_and_more_breaches_are_all_recorded_in_one_turn(rig: ServiceRig) -> None:
    works = Works(rig, workers=130)
    await works.begin()
    rig.clock.advance(timedelta(minutes=31))
    await rig.run_job("record-pass-breaches")
    async with rig.client("passes:read") as client:
        today = (await client.get("/internal/front-desk/today")).json()
        listed = (await client.get("/v1/passes", params={"renovation_id": works.id, "limit": 200})).json()["items"]
    assert today["over_the_clock"]["count"] == 130
    assert {card["breached_at"] for card in listed} == {DUE}
