"""Handbook R-33: fire only in its window, reviewed and approved by two others, and checked before and after."""

from datetime import timedelta
from typing import Any

from services.residents.renovation.hot_work.usecases.end_hot_work import void_hot_works
from shared.kernel.ids import new_id
from tests.service.residents.builders import act, approved, desk, did, manager
from tests.service.residents.counting import counted
from tests.service.residents.works import act_on, guard, hot_work, requested_hot_work, show, under_way
from tests.service.support import ELSEWHERE, ServiceRig

HOUR = timedelta(hours=1)


def path_of(hot_work_id: str) -> str:
    return f"hot-works/{hot_work_id}"


async def permitted_hot_work(rig: ServiceRig, renovation_id: str, **over: Any) -> str:
    hot_work_id = await requested_hot_work(rig, renovation_id, **over)
    async with guard(rig) as reviewer, manager(rig) as approver:
        await did(await act_on(reviewer, path_of(hot_work_id), "review"))
        await did(await act_on(approver, path_of(hot_work_id), "approve"))
    return hot_work_id


async def seen(rig: ServiceRig, hot_work_id: str) -> dict[str, Any]:
    async with desk(rig) as client:
        return await did(await client.get(f"/v1/renovations/{path_of(hot_work_id)}"))


async def test_a_hot_work_goes_from_request_to_the_check_afterwards(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    hot_work_id = await permitted_hot_work(rig, renovation_id)
    path = path_of(hot_work_id)
    before_window = await seen(rig, hot_work_id)
    rig.clock.advance(2 * HOUR)
    async with guard(rig) as inspector:
        under = await did(await act_on(inspector, path, "check-before", {"note": "易燃物已清离"}))
        rig.clock.advance(HOUR)
        ended = await did(await act_on(inspector, path, "check-after", {"note": "无余火"}))
    [permitted] = await rig.told("hot_work.permitted")
    [told] = await rig.told("hot_work.ended")

    assert (before_window["number"], before_window["status"], before_window["is_valid"]) == (
        "H261122-0001",
        "permitted",
        False,
    )
    assert (under["status"], under["is_valid"]) == ("under_way", True)
    assert (ended["status"], ended["outcome"], ended["is_valid"], ended["actions"]) == ("ended", "checked", False, [])
    assert [step["action"] for step in ended["steps"]] == [
        "request",
        "review",
        "approve",
        "check_before",
        "check_after",
    ]
    assert ended["steps"][3]["note"] == "易燃物已清离"
    assert permitted.subject == told.subject == hot_work_id
    assert (told.data["outcome"], told.data["version"]) == ("checked", ended["version"])
    assert "工人" not in told.to_bytes().decode()


async def test_nobody_decides_their_own_request_and_the_reviewer_does_not_approve(rig: ServiceRig) -> None:
    hot_work_id = await requested_hot_work(rig, await under_way(rig))
    path = path_of(hot_work_id)
    async with desk(rig) as applicant, guard(rig) as reviewer, manager(rig) as approver:
        own = await did(await act_on(applicant, path, "review"), 403)
        unreviewed = await did(await act_on(approver, path, "approve"), 409)
        await did(await act_on(reviewer, path, "review"))
        both = await did(await act_on(reviewer, path, "approve"), 403)
        own_approval = await did(await act_on(applicant, path, "approve"), 403)
    assert own["type"] == own_approval["type"] == "urn:lobby:problem:own-request"
    assert unreviewed["type"] == "urn:lobby:problem:illegal-transition"
    assert both["type"] == "urn:lobby:problem:reviewer-approves"
    assert (await seen(rig, hot_work_id))["status"] == "reviewed"
    assert await rig.told("hot_work.permitted") == []


async def test_the_permit_voids_itself_at_the_end_of_its_window(rig: ServiceRig) -> None:
    hot_work_id = await permitted_hot_work(rig, await under_way(rig))
    rig.clock.advance(5 * HOUR - timedelta(seconds=1))
    last_second = await seen(rig, hot_work_id)
    rig.clock.advance(timedelta(seconds=1))
    over = await seen(rig, hot_work_id)
    async with guard(rig) as inspector:
        late = await did(await act_on(inspector, path_of(hot_work_id), "check-before"), 409)
    assert await rig.told("hot_work.ended") == []
    for _ in range(2):
        await rig.run_job("void_hot_works")
    [told] = await rig.told("hot_work.ended")
    async with guard(rig) as inspector:
        checked = await did(await act_on(inspector, path_of(hot_work_id), "check-after", {"note": "已熄灭"}))

    assert (last_second["status"], last_second["is_valid"]) == ("permitted", True)
    assert (over["status"], over["is_valid"], over["actions"]) == ("void", False, ["check_after"])
    assert late["type"] == "urn:lobby:problem:hot-work-window-over"
    assert told.data["outcome"] == "expired"
    assert (checked["status"], checked["outcome"]) == ("void", "expired")
    assert checked["steps"][-1]["note"] == "已熄灭"


async def test_a_check_after_the_window_ends_it_as_run_out_even_before_the_timer(rig: ServiceRig) -> None:
    hot_work_id = await permitted_hot_work(rig, await under_way(rig))
    rig.clock.advance(6 * HOUR)
    async with guard(rig) as inspector:
        checked = await did(await act_on(inspector, path_of(hot_work_id), "check-after"))
    await rig.run_job("void_hot_works")
    [told] = await rig.told("hot_work.ended")
    assert (checked["status"], told.data["outcome"]) == ("void", "expired")


async def test_what_was_never_permitted_runs_out_without_a_word(rig: ServiceRig) -> None:
    hot_work_id = await requested_hot_work(rig, await under_way(rig))
    rig.clock.advance(6 * HOUR)
    async with guard(rig) as reviewer:
        late = await did(await act_on(reviewer, path_of(hot_work_id), "review"), 409)
    await void_hot_works(rig.service.unit_of_work, rig.unit_of_work_context())
    assert late["type"] == "urn:lobby:problem:hot-work-window-over"
    assert (await seen(rig, hot_work_id))["status"] == "void"
    assert await rig.told("hot_work.ended") == []


async def test_stopped_works_stop_the_fire_and_none_is_permitted_meanwhile(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    going_on = await permitted_hot_work(rig, renovation_id)
    waiting = await requested_hot_work(rig, renovation_id)
    worker_id = (await show(rig, renovation_id))["workers"][0]["id"]
    async with guard(rig) as inspector, manager(rig) as approver, desk(rig) as applicant:
        await did(await act_on(inspector, path_of(waiting), "review"))
        await did(await act(inspector, renovation_id, "suspend", {"kind": "gas_alteration"}))
        refused = await did(await act_on(approver, path_of(waiting), "approve"), 409)
        asked = await did(await act(applicant, renovation_id, "hot-works", hot_work(worker_id)), 409)
    [told] = await rig.told("hot_work.ended")
    assert refused["type"] == asked["type"] == "urn:lobby:problem:no-works-go-on"
    assert (told.subject, told.data["outcome"]) == (going_on, "stopped")
    assert (await seen(rig, going_on))["status"] == "void"


async def test_no_fire_before_the_construction_permit(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    worker_id = (await show(rig, renovation_id))["workers"][0]["id"]
    async with desk(rig) as client:
        refused = await did(await act(client, renovation_id, "hot-works", hot_work(worker_id)), 409)
    assert refused["type"] == "urn:lobby:problem:no-works-go-on"


UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"starts_at": "2027-03-01T09:00:00+08:00", "ends_at": "2027-03-01T10:00:00+08:00"}, "/ends_at"),
    ({"starts_at": "2026-11-22T09:00:00+08:00", "ends_at": "2026-11-22T11:00:00+08:00"}, "/ends_at"),
    ({"ends_at": "2026-11-23T14:00:00+08:00"}, "/ends_at"),
    ({"ends_at": "2026-11-22T14:00:00+08:00"}, "/starts_at"),
    ({"starts_at": "2026-11-22T14:00:00"}, "/starts_at"),
    ({"starts_at": "9999-12-31T23:59:59+08:00"}, "/starts_at"),
    ({"starts_at": "0001-01-01T00:00:00+08:00"}, "/starts_at"),
    ({"worker_id": new_id()}, "/worker_id"),
    ({"place": "a\x00b"}, "/place"),
    ({"watcher_name": ""}, "/watcher_name"),
    ({"colour": "red"}, "/colour"),
]


async def test_a_request_that_does_not_fit_is_refused_at_its_field(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    worker_id = (await show(rig, renovation_id))["workers"][0]["id"]
    async with desk(rig) as client:
        for over, pointer in UNFIT:
            problem = await did(await act(client, renovation_id, "hot-works", hot_work(worker_id) | over), 422)
            assert pointer in [fault["pointer"] for fault in problem["errors"]], over
        assert (await did(await client.get("/v1/renovations/hot-works")))["items"] == []


async def test_a_hot_work_is_refused_or_taken_back_with_the_reason_on_record(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    rejected, withdrawn = await requested_hot_work(rig, renovation_id), await permitted_hot_work(rig, renovation_id)
    async with guard(rig) as reviewer, desk(rig) as applicant:
        no = await did(await act_on(reviewer, path_of(rejected), "reject", {"reason": "无看火人"}))
        back = await did(await act_on(applicant, path_of(withdrawn), "withdraw"))
    [told] = await rig.told("hot_work.ended")
    assert (no["status"], no["steps"][-1]["note"], no["actions"]) == ("rejected", "无看火人", [])
    assert (back["status"], told.subject, told.data["outcome"]) == ("withdrawn", withdrawn, "stopped")


async def test_lists_show_what_burns_at_a_moment_in_two_queries(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    now = await permitted_hot_work(rig, renovation_id)
    await requested_hot_work(
        rig, renovation_id, starts_at="2026-11-24T09:00:00+08:00", ends_at="2026-11-24T10:00:00+08:00"
    )
    async with guard(rig) as client:
        with counted(rig) as queries:
            page = await did(
                await client.get(
                    "/v1/renovations/hot-works",
                    params={"at": "2026-11-22T15:00:00+08:00", "renovation_id": renovation_id, "status": "permitted"},
                )
            )
        everything = await did(await client.get("/v1/renovations/hot-works"))
        with counted(rig) as one:
            await did(await client.get(f"/v1/renovations/hot-works/{now}"))
    assert [row["id"] for row in page["items"]] == [now]
    assert len(everything["items"]) == 2
    assert (len(queries), len(one)) == (2, 3)


async def test_another_communitys_hot_work_does_not_exist(rig: ServiceRig) -> None:
    hot_work_id = await requested_hot_work(rig, await under_way(rig))
    async with guard(rig, communities=(ELSEWHERE,)) as stranger:
        assert (await stranger.get(f"/v1/renovations/{path_of(hot_work_id)}")).status_code == 404
        assert (await act_on(stranger, path_of(hot_work_id), "review")).status_code == 404
        assert (await did(await stranger.get("/v1/renovations/hot-works")))["items"] == []
