"""Handbook flows 2, R-30 … R-32, R-35."""

from tests.service.residents.builders import (
    DESK,
    ITEMS,
    LI,
    LI_ROOM,
    MANAGER,
    act,
    application,
    approved,
    desk,
    did,
    draft,
    manager,
    paper,
    pay,
    permitted,
    post_charge,
    under_review,
)
from tests.service.residents.counting import counted
from tests.service.support import ServiceRig


async def types_of(rig: ServiceRig, renovation_id: str) -> list[str]:
    return [envelope.type for envelope in await rig.told() if envelope.subject == renovation_id]


async def test_an_application_with_one_change_asked_is_approved_paid_and_permitted(rig: ServiceRig) -> None:
    renovation_id = await draft(rig)
    async with desk(rig) as applicant, manager(rig) as reviewer:
        await did(await act(applicant, renovation_id, "submit"))
        await did(await act(reviewer, renovation_id, "start-review"))
        sent_back = await did(await act(reviewer, renovation_id, "ask-revision", {"what": "标明承重墙"}))
        revision = {"scope": "厨房翻新，承重墙已标明", "papers": [paper("plan", name="v2.pdf")]}
        await did(await act(applicant, renovation_id, "revise", revision))
        await did(await act(applicant, renovation_id, "submit"))
        await did(await act(reviewer, renovation_id, "start-review"))
        await did(await act(reviewer, renovation_id, "review-plan", {"note": "符合管理规约"}))
        agreed = await did(await act(reviewer, renovation_id, "approve"))
    for item in ITEMS:
        await post_charge(rig, renovation_id, item)
    await pay(rig, renovation_id, ITEMS)
    async with desk(rig) as client:
        renovation = await did(await client.get(f"/v1/renovations/{renovation_id}"))
        [room] = (await did(await client.get("/v1/rooms", params={"code": LI_ROOM})))["items"]

    assert sent_back["steps"][-1]["note"] == "标明承重墙"
    assert {(due["item"], due["quantity"], due["is_paid"]) for due in agreed["dues"]} == {
        ("renovation_deposit", 1, False),
        ("rubbish_removal", 1, False),
        ("worker_pass", 4, False),
    }
    assert renovation["status"] == "permitted"
    assert all(due["is_paid"] and due["amount_fen"] == 30_000 for due in renovation["dues"])
    [permit] = renovation["permits"]
    assert permit["number"] == "SG-P26-0001"
    assert len(permit["code"]) >= 32
    assert (permit["valid_from"], permit["valid_until"]) == ("2026-12-01", "2027-02-28")
    assert room["occupancy"] == "renovating"
    assert [(step["action"], step["actor_id"]) for step in renovation["steps"]] == [
        ("draft", DESK),
        ("submit", DESK),
        ("start_review", MANAGER),
        ("ask_revision", MANAGER),
        ("revise", DESK),
        ("submit", DESK),
        ("start_review", MANAGER),
        ("review_plan", MANAGER),
        ("approve", MANAGER),
        ("permit", None),
    ]
    assert await types_of(rig, renovation_id) == [
        "renovation.submitted",
        "renovation.revision_asked",
        "renovation.submitted",
        "renovation.approved",
        "renovation.permitted",
    ]


async def test_the_approval_tells_what_is_to_be_charged_and_the_workers_by_id_alone(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    [told] = await rig.told("renovation.approved")
    assert told.data["charges_due"] == [
        {"item": "renovation_deposit", "quantity": 1},
        {"item": "rubbish_removal", "quantity": 1},
        {"item": "worker_pass", "quantity": 4},
    ]
    assert (told.data["renovation_id"], told.data["number"]) == (renovation_id, "R261122-0001")
    assert told.data["household_id"] == LI
    assert [one["order"] for one in told.data["workers"]] == [1, 2, 3, 4]
    assert "工人" not in told.to_bytes().decode()
    assert told.actor == MANAGER


async def test_the_permit_event_says_all_that_the_gate_needs(rig: ServiceRig) -> None:
    renovation_id = await permitted(rig)
    [told] = await rig.told("renovation.permitted")
    [room] = [e for e in await rig.told("room.changed") if e.data["code"] == LI_ROOM and e.data["version"] == 2]
    async with desk(rig) as client:
        renovation = await did(await client.get(f"/v1/renovations/{renovation_id}"))
    assert told.data["permit_code"] == renovation["permits"][0]["code"]
    assert told.data["version"] == renovation["version"]
    assert (told.data["status"], told.data["valid_until"]) == ("permitted", "2027-02-28")
    assert room.data["occupancy"] == "renovating"


async def test_load_bearing_damage_stops_the_works_and_once_cured_they_go_on(rig: ServiceRig) -> None:
    renovation_id = await permitted(rig)
    async with desk(rig) as client:
        await did(await act(client, renovation_id, "start"))
        breach = {"kind": "load_bearing_damage", "note": "客厅墙体已开凿"}
        stopped = await did(await act(client, renovation_id, "suspend", breach))
        again = await act(client, renovation_id, "start")
        too_early = await did(await act(client, renovation_id, "resume"), 409)
        [violation] = stopped["violations"]
        cured = await did(await act(client, renovation_id, f"violations/{violation['id']}/cure", {"note": "已加固"}))
        resumed = await did(await act(client, renovation_id, "resume", {"note": "已加固复原"}))
    [recorded] = await rig.told("renovation.violation_recorded")
    [suspended] = await rig.told("renovation.suspended")
    [released] = await rig.told("renovation.resumed")
    assert stopped["status"] == "suspended"
    assert again.status_code == 409
    assert too_early["type"] == "urn:lobby:problem:not-cured"
    assert (cured["status"], cured["violations"][0]["cure_note"]) == ("suspended", "已加固")
    assert resumed["status"] == "in_progress"
    assert (recorded.data["kind"], recorded.data["measure"]) == ("load_bearing_damage", "refuse_entry")
    assert recorded.data["serious"] is True
    assert suspended.data["reason"] == "load_bearing_damage"
    assert recorded.data["version"] < suspended.data["version"] == stopped["version"] < released.data["version"]
    assert "开凿" not in recorded.to_bytes().decode() + suspended.to_bytes().decode()


async def test_numbers_count_up_within_the_communitys_day(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        made = [await did(await client.post("/v1/renovations", json=application()), 201) for _ in range(2)]
        listed = (await did(await client.get("/v1/renovations", params={"room_code": LI_ROOM})))["items"]
    assert [one["number"] for one in made] == ["R261122-0001", "R261122-0002"]
    assert [one["number"] for one in listed] == ["R261122-0002", "R261122-0001"]


async def test_a_rejected_application_keeps_its_reason_and_tells_it_to_nobody(rig: ServiceRig) -> None:
    renovation_id = await under_review(rig)
    async with manager(rig) as reviewer:
        rejected = await did(await act(reviewer, renovation_id, "reject", {"reason": "拆改承重墙"}))
    [told] = await rig.told("renovation.rejected")
    assert (rejected["status"], rejected["actions"]) == ("rejected", [])
    assert rejected["steps"][-1]["note"] == "拆改承重墙"
    assert "承重墙" not in told.to_bytes().decode()


async def test_an_application_is_withdrawn_before_the_permit_and_before_any_money(rig: ServiceRig) -> None:
    early, unpaid, part_paid, late = (
        await under_review(rig),
        await approved(rig),
        await approved(rig),
        await permitted(rig),
    )
    for item in ITEMS:
        await post_charge(rig, unpaid, item)
    await pay(rig, part_paid, ITEMS[:1])
    async with desk(rig) as applicant:
        withdrawn = await did(await act(applicant, early, "withdraw", {"note": "改期"}))
        after_approval = await did(await act(applicant, unpaid, "withdraw"))
        paid = await did(await act(applicant, part_paid, "withdraw"), 409)
        refused = await did(await act(applicant, late, "withdraw"), 409)
    told = await rig.told("renovation.rejected")
    assert withdrawn["status"] == after_approval["status"] == "withdrawn"
    assert paid["type"] == "urn:lobby:problem:money-received"
    assert refused["type"] == "urn:lobby:problem:illegal-transition"
    assert [(each.subject, each.data["status"]) for each in told] == [(unpaid, "withdrawn")]


async def test_reading_one_costs_twelve_queries_and_a_page_of_them_two(rig: ServiceRig) -> None:
    ids = [await permitted(rig), await draft(rig), await draft(rig)]
    async with desk(rig) as client:
        for renovation_id in ids:
            with counted(rig) as queries:
                await did(await client.get(f"/v1/renovations/{renovation_id}"))
            assert len(queries) == 12
        with counted(rig) as queries:
            page = await did(await client.get("/v1/renovations", params={"status": "permitted"}))
    assert len(queries) == 2
    assert [one["id"] for one in page["items"]] == ids[:1]
