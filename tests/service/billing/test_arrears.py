"""Who goes over a threshold of arrears is told once a crossing, on the community's day. Source: handbook B-11, T-26."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from services.billing.usecases import judge_arrears
from tests.service.billing.builders import (
    HOUSEHOLD,
    NEIGHBOUR,
    NEXT_DOOR,
    ROOM,
    cashier,
    close_ticket,
    know_community,
    move_in,
    pay,
)
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, ServiceRig

TOLD = "arrears.threshold_crossed"
JOB = "judge_arrears"
POLICY = "/v1/arrears/policy"


async def due_on(rig: ServiceRig) -> Any:
    async with cashier(rig) as client:
        charges = (await client.get("/v1/charges")).json()["items"]
    return charges[0]["due_on"]


async def next_day(rig: ServiceRig, days: int = 1) -> None:
    rig.clock.advance(timedelta(days=days))
    await rig.run_job(JOB)


async def test_over_five_thousand_yuan_is_told_once_until_it_is_paid_and_comes_again(rig: ServiceRig) -> None:
    await close_ticket(rig, 500_100)
    await close_ticket(rig, 500_000, code=NEXT_DOOR)
    await rig.run_job(JOB)
    assert await rig.told(TOLD) == [], "nothing is past its due date yet"
    await next_day(rig, 60)
    await next_day(rig)
    (told,) = await rig.told(TOLD)
    assert told.data == {
        "crossing_id": told.subject,
        "household_id": HOUSEHOLD,
        "room_id": told.data["room_id"],
        "room_code": ROOM,
        "over": ["amount"],
        "overdue_fen": 500_100,
        "oldest_due_on": await due_on(rig),
        "crossed_on": "2027-01-21",
        "version": 1,
    }
    async with cashier(rig) as client:
        assert (await pay(client, 200)).status_code == 201
        await next_day(rig)
        (ended,) = (await client.get("/v1/arrears/crossings", params={"lasting": False})).json()["items"]
        assert (ended["ended_on"], ended["crossed_on"]) == ("2027-01-23", "2027-01-21")
        await close_ticket(rig, 300)
        await next_day(rig, 60)
        assert [it.data["overdue_fen"] for it in await rig.told(TOLD)] == [500_100, 500_200]
        (lasting,) = (await client.get("/v1/arrears/crossings", params={"lasting": True})).json()["items"]
        assert (lasting["household_id"], lasting["over"]) == (HOUSEHOLD, ["amount"])


async def test_over_half_a_year_is_told_and_a_second_threshold_is_the_same_crossing(rig: ServiceRig) -> None:
    await close_ticket(rig, 100)
    await next_day(rig, 180)
    assert await rig.told(TOLD) == []
    await next_day(rig, 60)
    (told,) = await rig.told(TOLD)
    assert (told.data["over"], told.data["overdue_fen"]) == (["age"], 100)
    await close_ticket(rig, 900_000)
    await next_day(rig, 60)
    assert len(await rig.told(TOLD)) == 1


async def test_a_day_is_judged_once_and_begins_at_the_communitys_midnight(rig: ServiceRig) -> None:
    await close_ticket(rig, 900_000)
    await next_day(rig, 60)  # noon in Shanghai
    async with cashier(rig) as client:
        await pay(client, 900_000)
        await close_ticket(rig, 700_000, code=NEXT_DOOR)
        rig.clock.advance(timedelta(hours=11, minutes=59))
        await rig.run_job(JOB)
        (lasting,) = (await client.get("/v1/arrears/crossings", params={"lasting": True})).json()["items"]
        assert lasting["household_id"] == HOUSEHOLD, "it is still the same day"
        rig.clock.advance(timedelta(minutes=1))
        await rig.run_job(JOB)
        assert (await client.get("/v1/arrears/crossings", params={"lasting": True})).json()["items"] == []


async def test_a_run_in_many_batches_leaves_nobody_out(rig: ServiceRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge_arrears, "_BATCH", 2)
    rooms = [ROOM, NEXT_DOOR, *(f"3#2-6-{door}" for door in range(1, 4))]
    for code in rooms[2:]:
        await move_in(rig, code, "周某")
    for code in rooms:
        await close_ticket(rig, 600_000, code=code)
    await next_day(rig, 60)
    await next_day(rig)
    assert sorted(it.data["room_code"] for it in await rig.told(TOLD)) == sorted(rooms)
    async with cashier(rig) as client:
        with counted(rig) as queries:
            page = (await client.get("/v1/arrears/crossings", params={"limit": 3})).json()
        assert len(queries) == 1
        rest = (await client.get("/v1/arrears/crossings", params={"cursor": page["next_cursor"]})).json()
    assert len(page["items"]) == 3
    assert sorted(it["room_code"] for it in page["items"] + rest["items"]) == sorted(rooms)


async def test_a_run_that_was_cut_off_is_taken_up_and_tells_nothing_twice(
    rig: ServiceRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await close_ticket(rig, 600_000)
    await close_ticket(rig, 600_000, code=NEXT_DOOR)
    rig.clock.advance(timedelta(days=60))
    monkeypatch.setattr(judge_arrears, "_BATCH", 1)

    def cut(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE arrears_policies"):
            raise ConnectionAbortedError

    engine = rig.service.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", cut)
    with pytest.raises(ConnectionAbortedError):
        await rig.run_job(JOB)
    event.remove(engine, "before_cursor_execute", cut)
    assert len(await rig.told(TOLD)) == 2
    await rig.run_job(JOB)
    assert sorted(it.data["household_id"] for it in await rig.told(TOLD)) == sorted([HOUSEHOLD, NEIGHBOUR])


async def test_a_community_sets_its_own_thresholds(rig: ServiceRig) -> None:
    await close_ticket(rig, 20_100)
    async with cashier(rig) as client:
        usual = await client.get(POLICY)
        assert (usual.json()["months"], usual.json()["amount_fen"], usual.headers["etag"]) == (6, 500_000, '"0"')
    async with cashier(rig, "arrears:set_policy", "charges:read") as manager:
        body = {"months": 3, "amount_fen": 20_000}
        assert (await manager.put(POLICY, json=body)).status_code == 428
        assert (await manager.put(POLICY, json=body, headers={"If-Match": '"7"'})).status_code == 412
        made = await manager.put(POLICY, json=body, headers={"If-Match": '"0"'})
        assert (made.status_code, made.json()["amount_fen"], made.json()["version"]) == (200, 20_000, 1)
        for wrong, pointer in (
            ({"months": 0, "amount_fen": 1}, "/months"),
            ({"months": 1, "amount_fen": 0}, "/amount_fen"),
        ):
            refused = await manager.put(POLICY, json=wrong, headers={"If-Match": '"1"'})
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
        assert (await manager.get(POLICY)).json()["months"] == 3
    await next_day(rig, 60)
    (told,) = await rig.told(TOLD)
    assert told.data["over"] == ["amount"]


async def test_another_community_and_who_may_not(rig: ServiceRig) -> None:
    await know_community(rig, ELSEWHERE, "EL")
    await close_ticket(rig, 600_000)
    await next_day(rig, 60)
    async with rig.client("charges:read", "arrears:set_policy", communities=[ELSEWHERE]) as stranger:
        assert (await stranger.get("/v1/arrears/crossings")).json()["items"] == []
        (told,) = await rig.told(TOLD)
        for path in ("/v1/arrears/crossings", POLICY):
            asked = await stranger.get(path, params={"community_id": told.community})
            assert asked.status_code == 404
        put = await stranger.put(
            POLICY,
            params={"community_id": told.community},
            json={"months": 1, "amount_fen": 1},
            headers={"If-Match": '"1"'},
        )
        assert put.status_code == 404
    async with cashier(rig, "payments:read") as other:
        assert (await other.get("/v1/arrears/crossings")).status_code == 403
        assert (await other.put(POLICY, json={}, headers={"If-Match": "*"})).status_code == 403
