"""Handbook R-30, permissions.md: what is refused, and that it changes nothing."""

from typing import Any

import pytest

from shared.kernel.ids import new_id
from tests.service.residents.builders import (
    DESK,
    EVERYTHING,
    act,
    application,
    approved,
    desk,
    did,
    draft,
    manager,
    paper,
    under_review,
    worker,
)
from tests.service.support import ELSEWHERE, ServiceRig

# What is refused here is decided before the database is asked: one of the two is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_approval_names_every_missing_paper(rig: ServiceRig) -> None:
    lacking = {"papers": [paper("plan")], "workers": [worker(1), worker(2, id_number=None, photos=1)]}
    renovation_id = await draft(rig, **lacking)
    async with desk(rig) as applicant, manager(rig) as reviewer:
        await did(await act(applicant, renovation_id, "submit"))
        await did(await act(reviewer, renovation_id, "start-review"))
        problem = await did(await act(reviewer, renovation_id, "approve"), 409)
        for missing in (
            "signed renovation agreement",
            "safety undertaking",
            "contractor's licence copy",
            "plan review",
            "identity of worker 2",
            "two photos of worker 2",
        ):
            assert missing in problem["detail"]
        assert "worker 1" not in problem["detail"]
        unchanged = await did(await reviewer.get(f"/v1/renovations/{renovation_id}"))
    assert unchanged["status"] == "under_review"
    assert await rig.told("renovation.approved") == []


async def test_papers_handed_in_later_complete_the_application(rig: ServiceRig) -> None:
    renovation_id = await under_review(rig, papers=[paper("plan"), paper("renovation_agreement")])
    async with desk(rig) as applicant, manager(rig) as reviewer:
        assert (await act(reviewer, renovation_id, "approve")).status_code == 409
        await did(await act(applicant, renovation_id, "papers", paper("safety_undertaking")))
        await did(await act(applicant, renovation_id, "papers", paper("contractor_licence")))
        assert (await did(await act(reviewer, renovation_id, "approve")))["status"] == "approved"


async def test_a_new_plan_has_to_be_reviewed_anew(rig: ServiceRig) -> None:
    renovation_id = await under_review(rig)
    async with desk(rig) as applicant, manager(rig) as reviewer:
        await did(await act(applicant, renovation_id, "papers", paper("plan", name="v2.pdf")))
        assert "plan review" in (await did(await act(reviewer, renovation_id, "approve"), 409))["detail"]


@pytest.mark.parametrize(("action", "body"), [("approve", None), ("reject", {"reason": "x"})])
async def test_nobody_decides_what_they_asked_for(rig: ServiceRig, action: str, body: Any) -> None:
    renovation_id = await under_review(rig)
    async with desk(rig) as applicant:
        problem = await did(await act(applicant, renovation_id, action, body), 403)
        unchanged = await did(await applicant.get(f"/v1/renovations/{renovation_id}"))
    assert problem["type"] == "urn:lobby:problem:own-request"
    assert unchanged["status"] == "under_review"


async def test_nobody_approves_what_they_handed_in_for_somebody_else(rig: ServiceRig) -> None:
    renovation_id = await draft(rig)
    async with manager(rig) as both:
        await did(await act(both, renovation_id, "submit"))
        await did(await act(both, renovation_id, "start-review"))
        await did(await act(both, renovation_id, "review-plan"))
        assert (await act(both, renovation_id, "approve")).status_code == 403


async def test_works_do_not_begin_without_a_permit(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    async with desk(rig) as client:
        problem = await did(await act(client, renovation_id, "start"), 409)
    assert problem["type"] == "urn:lobby:problem:illegal-transition"


async def test_each_grant_opens_its_own_steps(rig: ServiceRig) -> None:
    renovation_id = await draft(rig)
    needed = {
        "submit": "renovations:apply",
        "withdraw": "renovations:apply",
        "revise": "renovations:apply",
        "papers": "renovations:apply",
        "start-review": "renovations:review",
        "review-plan": "renovations:review",
        "ask-revision": "renovations:review",
        "approve": "renovations:approve",
        "reject": "renovations:approve",
        "start": "renovations:inspect",
        "suspend": "renovations:inspect",
        "resume": "renovations:resume",
    }
    bodies: dict[str, Any] = {
        "papers": paper("plan"),
        "revise": {},
        "ask-revision": {"what": "x"},
        "reject": {"reason": "x"},
        "suspend": {"kind": "rubbish"},
    }
    for action, permission in needed.items():
        async with rig.client(*(grant for grant in EVERYTHING if grant != permission)) as client:
            answer = await act(client, renovation_id, action, bodies.get(action))
            assert answer.status_code == 403, action
            assert permission in answer.json()["detail"]


async def test_another_communitys_renovation_does_not_exist_for_the_caller(rig: ServiceRig) -> None:
    async with desk(rig, communities=(ELSEWHERE,)) as elsewhere:
        made = await did(await elsewhere.post("/v1/renovations", json=application(room_code="9#1-1-1")), 201)
    async with desk(rig) as client:
        assert (await client.get(f"/v1/renovations/{made['id']}")).status_code == 404
        assert (await act(client, made["id"], "submit")).status_code == 404
        params = {"community_id": ELSEWHERE}
        assert (await client.get("/v1/renovations", params=params)).status_code == 404
        assert (await did(await client.get("/v1/renovations")))["items"] == []


async def test_a_stale_if_match_changes_nothing_and_a_fresh_one_moves_the_tag(rig: ServiceRig) -> None:
    renovation_id = await draft(rig)
    async with desk(rig) as client:
        tag = (await client.get(f"/v1/renovations/{renovation_id}")).headers["ETag"]
        path = f"/v1/renovations/{renovation_id}/papers"
        fresh = await client.post(path, json=paper("plan"), headers={"If-Match": tag})
        stale = await client.post(path, json=paper("plan"), headers={"If-Match": tag})
        now = await did(await client.get(f"/v1/renovations/{renovation_id}"))
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != tag
    assert stale.status_code == 412
    assert len(now["papers"]) == 5


async def test_approval_needs_an_idempotency_key_and_charges_once(rig: ServiceRig) -> None:
    renovation_id = await under_review(rig)
    path = f"/v1/renovations/{renovation_id}/approve"
    async with manager(rig) as reviewer:
        without = await reviewer.post(path)
        answers = [await reviewer.post(path, headers={"Idempotency-Key": "approve-1"}) for _ in range(3)]
    assert without.status_code == 400
    assert {answer.content for answer in answers} == {answers[0].content}
    assert len(await rig.told("renovation.approved")) == 1


async def test_an_empty_room_has_nobody_to_apply_for_it(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        rooms = (await did(await client.get("/v1/rooms", params={"occupancy": "unsold"})))["items"]
        body = application(room_code=rooms[0]["code"])
        assert (await did(await client.post("/v1/renovations", json=body), 422))["errors"][0]["pointer"] == "/room_code"
        other = application(household_id=new_id())
        problem = await did(await client.post("/v1/renovations", json=other), 422)
    assert problem["errors"][0]["pointer"] == "/household_id"


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"room_code": "9#9-9-9"}, "/room_code"),
        ({"room_code": "nowhere"}, "/room_code"),
        ({"size": "huge"}, "/size"),
        ({"ends_on": "2026-11-30"}, "/ends_on"),
        ({"ends_on": "2029-11-30"}, "/ends_on"),
        ({"starts_on": "9999-12-31"}, "/starts_on"),
        ({"scope": "a\x00b"}, "/scope"),
        ({"workers": [worker(1, photos=10**12)]}, "/workers/0/photos"),
        ({"workers": [worker(1), worker(2, id_number="110105194912310021")]}, "/workers/1/id_number"),
        ({"papers": [{"kind": "plan", "name": "x"}]}, "/papers/0"),
        ({"papers": [paper("plan", sha256="xyz")]}, "/papers/0/sha256"),
        ({"colour": "blue"}, "/colour"),
    ],
)
async def test_a_bad_field_is_named_and_no_number_is_used_up(
    rig: ServiceRig, over: dict[str, Any], pointer: str
) -> None:
    async with desk(rig) as client:
        problem = await did(await client.post("/v1/renovations", json=application(**over)), 422)
        good = await did(await client.post("/v1/renovations", json=application()), 201)
    assert pointer in [fault["pointer"] for fault in problem["errors"]]
    assert good["number"] == "R261122-0001"
    assert good["applied_by"] == DESK
