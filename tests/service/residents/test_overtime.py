"""Handbook R-37: overtime and overnight stay are registered with security."""

from typing import Any

from tests.service.residents.builders import act, desk, did
from tests.service.residents.works import act_on, guard, under_way, worker_ids
from tests.service.support import ELSEWHERE, ServiceRig

OVERTIME = {"day": "2026-11-22", "until": "2026-11-22T21:00:00+08:00", "reason": "自流平"}


async def test_overtime_is_registered_by_security_and_listed_for_the_night(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    workers = await worker_ids(rig, renovation_id)
    async with desk(rig) as client, guard(rig) as security:
        asked = await did(await act(client, renovation_id, "overtime", OVERTIME | {"worker_ids": workers[:2]}))
        [wanted] = asked["overtimes"]
        own = await did(await act_on(client, f"overtime/{wanted['id']}", "approve"), 403)
        await did(await act_on(security, f"overtime/{wanted['id']}", "approve"))
        again = await did(await act_on(security, f"overtime/{wanted['id']}", "reject", {"reason": "x"}), 409)
        params = {"day": "2026-11-22", "status": "approved"}
        listed = (await did(await security.get("/v1/renovations/overtime", params=params)))["items"]
        other_night = (await did(await security.get("/v1/renovations/overtime", params={"day": "2026-11-23"})))["items"]
    assert (wanted["status"], wanted["kind"]) == ("requested", "overtime")
    assert own["type"] == "urn:lobby:problem:own-request"
    assert again["type"] == "urn:lobby:problem:illegal-transition"
    assert [(row["id"], row["worker_ids"]) for row in listed] == [(wanted["id"], workers[:2])]
    assert other_night == []


UNFIT_NIGHTS: list[tuple[dict[str, Any], str]] = [
    ({"worker_ids": []}, "/worker_ids"),
    ({"worker_ids": ["nobody"]}, "/worker_ids/0"),
    ({"day": "2026-11-21"}, "/day"),
    ({"day": "2027-03-01", "until": "2027-03-01T21:00:00+08:00"}, "/day"),
    ({"until": "2026-11-22T11:00:00+08:00"}, "/until"),
    ({"until": "2026-11-25T21:00:00+08:00"}, "/until"),
    ({"until": "9999-12-31T23:59:59-12:00"}, "/until"),
    ({"kind": "party"}, "/kind"),
]


async def test_overtime_that_does_not_fit_is_refused_at_its_field(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    workers = await worker_ids(rig, renovation_id)
    async with desk(rig) as client:
        for over, pointer in UNFIT_NIGHTS:
            body = OVERTIME | {"worker_ids": workers[:1]} | over
            problem = await did(await act(client, renovation_id, "overtime", body), 422)
            assert pointer in [fault["pointer"] for fault in problem["errors"]], over


async def test_no_overtime_on_stopped_works_nor_for_another_community(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    workers = await worker_ids(rig, renovation_id)
    async with desk(rig) as client, guard(rig) as security, guard(rig, communities=(ELSEWHERE,)) as stranger:
        asked = await did(await act(client, renovation_id, "overtime", OVERTIME | {"worker_ids": workers}))
        overtime_id = asked["overtimes"][0]["id"]
        assert (await act_on(stranger, f"overtime/{overtime_id}", "approve")).status_code == 404
        assert (await did(await stranger.get("/v1/renovations/overtime")))["items"] == []
        await did(await act(security, renovation_id, "suspend", {"kind": "rubbish"}))
        stopped = await did(await act_on(security, f"overtime/{overtime_id}", "approve"), 409)
    assert stopped["type"] == "urn:lobby:problem:no-works-go-on"
