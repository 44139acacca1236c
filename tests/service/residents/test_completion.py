"""Handbook R-36, R-31: completed when inspected, cured and every pass is back or explained; the deposit follows."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.residents.renovation.usecases.follow_charges import UnknownRenovation
from shared.contracts.billing import DepositRefunded
from shared.contracts.common import Cause
from shared.kernel.ids import new_id
from tests.service.residents.builders import ITEMS, LI, LI_ROOM, LI_ROOM_ID, act, approved, desk, did, manager, pay
from tests.service.residents.test_hot_work import permitted_hot_work
from tests.service.residents.test_inspections_and_measures import show_file
from tests.service.residents.works import (
    DEPOSIT_FEN,
    guard,
    inspected_and_passed,
    round_with,
    show,
    tell_pass,
    under_way,
    worker_ids,
)
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

NOTHING: dict[str, Any] = {}


async def complete(rig: ServiceRig, renovation_id: str, status: int = 200, **body: Any) -> dict[str, Any]:
    async with manager(rig) as head:
        return await did(await act(head, renovation_id, "complete", body), status)


async def test_an_inspected_site_with_every_pass_back_is_completed_and_told_with_the_whole_deposit(
    rig: ServiceRig,
) -> None:
    async with desk(rig) as client:
        before = (await did(await client.get("/v1/rooms", params={"code": LI_ROOM})))["items"][0]["occupancy"]
    renovation_id = await under_way(rig)
    for worker_id in await worker_ids(rig, renovation_id):
        await tell_pass(rig, renovation_id, worker_id, "issued", 6)
        await tell_pass(rig, renovation_id, worker_id, "returned", 7)
    await inspected_and_passed(rig, renovation_id)
    ready = await show(rig, renovation_id, "/completion")
    done = await complete(rig, renovation_id, note="验收合格")
    [told] = await rig.told("renovation.completed")
    file = await show_file(rig)
    async with desk(rig) as client:
        after = (await did(await client.get("/v1/rooms", params={"code": LI_ROOM})))["items"][0]["occupancy"]

    assert (ready["waits_for"], ready["deposit_fen"]) == ([], DEPOSIT_FEN)
    assert {card["status"] for card in ready["passes"]} == {"returned"}
    assert (done["status"], done["completed_on"], done["actions"]) == ("completed", "2026-11-22", [])
    assert (told.data["completed_on"], told.data["deductions"]) == ("2026-11-22", [])
    assert (told.data["status"], told.data["version"]) == ("completed", done["version"])
    assert before == after != "renovating"
    kinds = [entry["kind"] for entry in file]
    assert {"renovation_permit", "renovation_inspection", "renovation_completion"} <= set(kinds)


async def test_completion_names_everything_that_it_waits_for(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    await permitted_hot_work(rig, renovation_id)
    [worker_id, *_] = await worker_ids(rig, renovation_id)
    await tell_pass(rig, renovation_id, worker_id, "issued", 6)
    async with guard(rig) as inspector, desk(rig) as client:
        await did(await act(inspector, renovation_id, "violations", {"kind": "rubbish", "measure": "clear_site"}))
        await did(await act(inspector, renovation_id, "inspections", round_with("rubbish")), 201)
        await did(await act(client, renovation_id, "request-completion"))
    waiting = await show(rig, renovation_id, "/completion")
    problem = await complete(rig, renovation_id, 409)
    assert waiting["waits_for"] == [
        "not_inspected",
        "open_breaches",
        "open_notices",
        "hot_work_goes_on",
        "passes_out",
    ]
    assert problem["type"] == "urn:lobby:problem:not-ready-to-complete"
    for words in ("inspection has not passed", "breaches", "notices", "hot-work", "passes"):
        assert words in problem["detail"]
    assert await rig.told("renovation.completed") == []


@pytest.mark.parametrize("status", ["issued", "suspended", "expired", "lost"])
async def test_a_pass_that_is_out_is_explained_and_becomes_a_deduction(rig: ServiceRig, status: str) -> None:
    renovation_id = await under_way(rig)
    first, second, *_ = await worker_ids(rig, renovation_id)
    pass_id = await tell_pass(rig, renovation_id, first, status, 6)
    await tell_pass(rig, renovation_id, second, "requested", 1)
    await inspected_and_passed(rig, renovation_id)
    refused = await complete(rig, renovation_id, 409)
    explained = [{"pass_id": pass_id, "explanation": "工人离场时遗失", "amount_fen": 2_000}]
    done = await complete(rig, renovation_id, passes=explained)
    [told] = await rig.told("renovation.completed")
    assert "passes are not all back" in refused["detail"]
    assert told.data["deductions"] == [{"reason": "worker_pass", "amount_fen": 2_000}]
    [kept] = done["completions"][-1]["deductions"]
    assert (kept["pass_id"], kept["note"]) == (pass_id, "工人离场时遗失")


async def test_passes_told_out_of_order_end_in_their_newest_state(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    [worker_id, *_] = await worker_ids(rig, renovation_id)
    for status, version in (("returned", 8), ("issued", 6), ("requested", 1), ("issued", 6)):
        await tell_pass(rig, renovation_id, worker_id, status, version)
    [card] = (await show(rig, renovation_id, "/completion"))["passes"]
    assert (card["status"], card["is_out"]) == ("returned", False)


async def test_a_pass_of_another_communitys_renovation_is_left_for_a_retry(rig: ServiceRig) -> None:
    with pytest.raises(UnknownRenovation):
        await tell_pass(rig, new_id(), new_id(), "issued", 1)


async def test_compensation_is_kept_of_the_deposit_unless_it_was_settled(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector:
        for amount in (50_000, 30_000):
            body = {"kind": "waterproofing_damage", "measure": "compensate", "amount_fen": amount}
            await did(await act(inspector, renovation_id, "violations", body))
        first, second = (row["id"] for row in (await show(rig, renovation_id))["violations"])
        for violation_id in (first, second):
            await did(await act(inspector, renovation_id, f"violations/{violation_id}/cure"))
    await inspected_and_passed(rig, renovation_id)
    checklist = await show(rig, renovation_id, "/completion")
    settled = [{"violation_id": second, "note": "已另行赔付"}]
    further = [{"reason": "rubbish", "amount_fen": 1_000, "note": "余料清运"}]
    await complete(rig, renovation_id, settled=settled, deductions=further)
    [told] = await rig.told("renovation.completed")
    assert [each["amount_fen"] for each in checklist["compensations"]] == [50_000, 30_000]
    assert told.data["deductions"] == [
        {"reason": "waterproofing_damage", "amount_fen": 50_000},
        {"reason": "rubbish", "amount_fen": 1_000},
    ]


UNFIT: list[tuple[dict[str, Any], str, str]] = [
    (
        {"deductions": [{"reason": "other", "amount_fen": DEPOSIT_FEN + 1, "note": "x"}]},
        "/deductions",
        "deduction-above-deposit",
    ),
    ({"passes": [{"pass_id": "p", "explanation": "x", "amount_fen": 1}]}, "/passes/0/pass_id", "unknown-part"),
    ({"settled": [{"violation_id": "v", "note": "x"}]}, "/settled/0/violation_id", "unknown-part"),
    (
        {"deductions": [{"reason": "fees", "amount_fen": 1, "note": "x"}]},
        "/deductions/0/reason",
        "invalid-content",
    ),
    (
        {"deductions": [{"reason": "other", "amount_fen": 0, "note": "x"}]},
        "/deductions/0/amount_fen",
        "invalid-content",
    ),
    ({"note": "\x00"}, "/note", "invalid-content"),
]


async def test_a_completion_that_does_not_fit_is_refused_at_its_field(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    await inspected_and_passed(rig, renovation_id)
    for body, pointer, slug in UNFIT:
        problem = await complete(rig, renovation_id, 422, **body)
        assert problem["type"] == f"urn:lobby:problem:{slug}"
        assert pointer in [fault["pointer"] for fault in problem["errors"]]
    assert (await show(rig, renovation_id))["status"] == "completion_inspection"


async def test_a_pass_is_not_explained_twice(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    [worker_id, *_] = await worker_ids(rig, renovation_id)
    pass_id = await tell_pass(rig, renovation_id, worker_id, "lost", 6)
    await inspected_and_passed(rig, renovation_id)
    twice = [{"pass_id": pass_id, "explanation": "x", "amount_fen": 1}] * 2
    problem = await complete(rig, renovation_id, 422, passes=twice)
    assert problem["errors"][0]["pointer"] == "/passes/1/pass_id"


async def test_nothing_is_kept_while_the_deposit_is_unknown(rig: ServiceRig) -> None:
    renovation_id = await approved(rig, starts_on="2026-11-22")
    await pay(rig, renovation_id, ITEMS)
    await inspected_and_passed(rig, renovation_id)
    kept = [{"reason": "other", "amount_fen": 1, "note": "x"}]
    problem = await complete(rig, renovation_id, 409, deductions=kept)
    done = await complete(rig, renovation_id)
    assert problem["type"] == "urn:lobby:problem:deposit-unknown"
    assert done["status"] == "completed"


async def test_a_failed_inspection_sends_the_works_back_and_another_may_be_asked_for(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    found = {"passed": False, "is_site_cleared": False, "is_permit_returned": False, "note": "余料未清"}
    async with desk(rig) as client, guard(rig) as inspector:
        await did(await act(client, renovation_id, "request-completion"))
        failed = await did(await act(inspector, renovation_id, "inspect-completion", found))
        too_early = await complete(rig, renovation_id, 409)
    await inspected_and_passed(rig, renovation_id)
    done = await complete(rig, renovation_id)
    assert (failed["status"], failed["completions"][0]["has_passed"]) == ("in_progress", False)
    assert too_early["type"] == "urn:lobby:problem:illegal-transition"
    assert [each["has_passed"] for each in done["completions"]] == [False, True]


async def test_an_inspection_does_not_pass_over_an_uncleared_site_or_a_permit_not_returned(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with desk(rig) as client, guard(rig) as inspector:
        await did(await act(client, renovation_id, "request-completion"))
        for lacking in ("is_site_cleared", "is_permit_returned"):
            found = {"passed": True, "is_site_cleared": True, "is_permit_returned": True, lacking: False}
            assert (await act(inspector, renovation_id, "inspect-completion", found)).status_code == 422
    assert (await show(rig, renovation_id))["completions"][0]["has_passed"] is None


async def test_nobody_inspects_or_completes_what_they_asked_for(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    found = {"passed": True, "is_site_cleared": True, "is_permit_returned": True}
    async with desk(rig) as client, guard(rig) as inspector:
        await did(await act(client, renovation_id, "request-completion"))
        own = await did(await act(client, renovation_id, "inspect-completion", found), 403)
        await did(await act(inspector, renovation_id, "inspect-completion", found))
        own_end = await did(await act(client, renovation_id, "complete", NOTHING), 403)
        keyless = await client.post(f"/v1/renovations/{renovation_id}/complete", json=NOTHING)
    assert own["type"] == own_end["type"] == "urn:lobby:problem:own-request"
    assert keyless.status_code == 400


async def test_a_breach_found_at_the_end_stops_the_works_again(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    await inspected_and_passed(rig, renovation_id)
    async with guard(rig) as inspector, manager(rig) as head:
        body = {"kind": "load_bearing_damage", "measure": "restore"}
        stopped = await did(await act(inspector, renovation_id, "violations", body))
        await did(await act(inspector, renovation_id, f"violations/{stopped['violations'][0]['id']}/cure"))
        resumed = await did(await act(head, renovation_id, "resume"))
    refused = await complete(rig, renovation_id, 409)
    assert (stopped["status"], resumed["status"]) == ("suspended", "in_progress")
    assert refused["type"] == "urn:lobby:problem:illegal-transition"


def refund(renovation_id: str, **over: Any) -> DepositRefunded:
    return DepositRefunded.model_validate(
        {
            "deposit_id": "deposit-1",
            "household_id": LI,
            "room_id": LI_ROOM_ID,
            "room_code": LI_ROOM,
            "cause": Cause(kind="renovation", id=renovation_id, item="renovation_deposit"),
            "paid_fen": DEPOSIT_FEN,
            "deducted_fen": 2_000,
            "refunded_fen": DEPOSIT_FEN - 2_000,
            "voucher_number": "SG-V26-0001",
            "refunded_at": datetime(2026, 11, 23, 4, tzinfo=UTC),
            "version": 3,
        }
        | over
    )


async def test_the_refund_is_shown_once_however_often_it_is_told(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    await inspected_and_passed(rig, renovation_id)
    await complete(rig, renovation_id)
    for _ in range(3):
        await rig.tell(refund(renovation_id), subject="deposit-1", community=GARDEN)
    seen = await show(rig, renovation_id)
    [paid_back] = seen["refunds"]
    assert (paid_back["refunded_fen"], paid_back["voucher_number"]) == (198_000, "SG-V26-0001")
    assert [step["action"] for step in seen["steps"]].count("deposit_refunded") == 1


async def test_a_refund_of_something_else_or_of_elsewhere_changes_nothing(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    other = refund(renovation_id, cause=Cause(kind="other", id=renovation_id, item="deposit"))
    await rig.tell(other, subject="deposit-1", community=GARDEN)
    with pytest.raises(UnknownRenovation):
        await rig.tell(refund(renovation_id), subject="deposit-1", community=ELSEWHERE)
    assert (await show(rig, renovation_id))["refunds"] == []


async def test_two_works_in_one_room_give_it_back_when_the_last_is_completed(rig: ServiceRig) -> None:
    first, second = await under_way(rig), await under_way(rig)
    seen = []
    for renovation_id in (first, second):
        await inspected_and_passed(rig, renovation_id)
        await complete(rig, renovation_id)
        async with desk(rig) as client:
            seen.append((await did(await client.get("/v1/rooms", params={"code": LI_ROOM})))["items"][0]["occupancy"])
    assert seen[0] == "renovating"
    assert seen[1] != "renovating"
