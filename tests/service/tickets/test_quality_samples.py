"""Call and counter quality: drawn, scored by another, seen by the member, counted. Source: handbook T-30."""

import asyncio
import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from services.tickets.policies.models import PolicyRow
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import Desk, account

MARKS = {"greeting": 5, "understanding": 4, "answer": 4, "record": 3}
NOVEMBER = {"month": "2026-11"}
IN_DECEMBER = timedelta(days=8)  # Tuesday 1 December, ten in the morning


async def contacts(desk: Desk, role: str = "front_desk", count: int = 4, **given: Any) -> list[str]:
    """Ticket ids that the role took in."""
    made = []
    for _ in range(count):
        body = {"category": "consultation", "source": "phone", "summary": "停车费",
                "requester": {"name": "过客", "phone": "13812345678"}, **given}  # fmt: skip
        answer = await desk.as_(role).post("/v1/tickets", json=body)
        assert answer.status_code == 201, answer.text
        made.append(answer.json()["id"])
    return made


async def drawn(desk: Desk) -> list[dict[str, Any]]:
    """November's samples, newest first."""
    answer = await desk.as_("service_lead").post("/v1/quality-samples/draw", json=NOVEMBER)
    assert answer.status_code == 200, answer.text
    return await listed(desk, "service_lead")


async def listed(desk: Desk, role: str, **narrowed: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.as_(role).get("/v1/quality-samples", params=narrowed)).json()["items"]
    return found


async def act(desk: Desk, role: str, sample: dict[str, Any], verb: str, **body: Any) -> tuple[int, Any]:
    answer = await desk.as_(role).post(f"/v1/quality-samples/{sample['id']}/{verb}", json=body)
    return answer.status_code, answer.json()


async def week(desk: Desk, role: str, name: str) -> list[dict[str, Any]]:
    answer = await desk.as_(role).get("/v1/quality-samples/summary", params={"week": name})
    assert answer.status_code == 200, answer.text
    members: list[dict[str, Any]] = answer.json()["members"]
    return members


async def test_three_contacts_of_every_member_are_drawn_once_and_the_same_for_everybody(desk: Desk) -> None:
    desk_calls = await contacts(desk, count=5)
    at_counter = await contacts(desk, "service_assistant", count=2, source="front_desk")
    await contacts(desk, "service_assistant", source="app")
    desk.rig.clock.advance(IN_DECEMBER)
    samples = await drawn(desk)
    by_member = {role: {it["ticket_id"] for it in samples if it["member_id"] == account(role)}
                 for role in ("front_desk", "service_assistant")}  # fmt: skip
    assert len(by_member["front_desk"]) == 3
    assert by_member["front_desk"] < set(desk_calls)
    assert by_member["service_assistant"] == set(at_counter)
    assert {it["status"] for it in samples} == {"drawn"}

    lead = desk.as_("manager")
    again = (await lead.post("/v1/quality-samples/draw", json=NOVEMBER)).json()
    assert (again["drawn_by"], again["seed"], again["contacts"], again["members"], again["samples"]) == (
        account("service_lead"), GARDEN, 3, 2, 5,
    )  # fmt: skip
    assert await listed(desk, "service_lead") == samples


async def test_the_timer_draws_the_month_that_is_over_and_draws_it_once(desk: Desk) -> None:
    await contacts(desk)
    await desk.rig.run_job("draw_quality_samples")
    assert await listed(desk, "service_lead") == []
    desk.rig.clock.advance(IN_DECEMBER)
    for _ in range(2):
        await desk.rig.run_job("draw_quality_samples")
    samples = await drawn(desk)
    assert [it["month"] for it in samples] == ["2026-11"] * 3
    told = (await desk.as_("service_lead").post("/v1/quality-samples/draw", json=NOVEMBER)).json()
    assert told["drawn_by"] is None


async def test_two_who_draw_at_once_draw_once(desk: Desk) -> None:
    await contacts(desk)
    desk.rig.clock.advance(IN_DECEMBER)
    both = await asyncio.gather(
        *(desk.as_(role).post("/v1/quality-samples/draw", json=NOVEMBER) for role in ("service_lead", "manager"))
    )
    assert [it.status_code for it in both] == [200, 200]
    assert both[0].json() == both[1].json()
    assert len(await listed(desk, "service_lead")) == 3


async def test_a_community_samples_as_many_as_it_wants_with_its_own_weights(desk: Desk) -> None:
    async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
        weights = {"greeting": 0, "understanding": 0, "answer": 1, "record": 1}
        tx.session.add(PolicyRow(community_id=GARDEN, quality={"contacts": 1, "weights": weights}))
    await contacts(desk)
    desk.rig.clock.advance(IN_DECEMBER)
    (sample,) = await drawn(desk)
    assert (await act(desk, "service_lead", sample, "score", **MARKS))[1]["score"] == 70


async def test_a_sample_is_used_only_once_the_member_has_seen_it(desk: Desk) -> None:
    await contacts(desk)
    desk.rig.clock.advance(IN_DECEMBER)
    first, second, _ = await drawn(desk)
    assert (await act(desk, "front_desk", first, "see"))[0] == 409
    status, scored = await act(desk, "service_lead", first, "score", **MARKS, note="未核对电话")
    assert (status, scored["status"], scored["score"], scored["marks"], scored["scored_by"]) == (
        200, "scored", 80, MARKS, account("service_lead"),
    )  # fmt: skip
    await act(desk, "service_lead", second, "score", **dict.fromkeys(MARKS, 5))
    (told, _) = await desk.rig.told("quality_sample.scored")
    assert told.data == {
        "sample_id": first["id"], "member_id": account("front_desk"), "month": "2026-11",
        "ticket_id": first["ticket_id"], "ticket_number": first["ticket_number"],
    }  # fmt: skip
    assert await week(desk, "service_lead", "2026-W49") == []

    status, seen = await act(desk, "front_desk", first, "see", comment="当时系统繁忙")
    assert (status, seen["status"], seen["comment"]) == (200, "seen", "当时系统繁忙")
    (line,) = await week(desk, "service_lead", "2026-W49")
    assert line == {
        "member_id": account("front_desk"), "name": "front_desk", "samples": 1, "score": 80.0,
        "marks": {name: float(mark) for name, mark in MARKS.items()}, "training_need": "record",
    }  # fmt: skip
    assert (await act(desk, "service_lead", first, "score", **MARKS))[0] == 409

    await act(desk, "front_desk", second, "see")
    (line,) = await week(desk, "service_lead", "2026-W49")
    assert (line["samples"], line["score"], line["marks"]["record"]) == (2, 90.0, 4.0)


async def test_a_mark_may_be_corrected_until_it_is_seen(desk: Desk) -> None:
    await contacts(desk)
    desk.rig.clock.advance(IN_DECEMBER)
    sample = (await drawn(desk))[0]
    scores = []
    for marks in (MARKS, dict.fromkeys(MARKS, 5)):
        status, scored = await act(desk, "service_lead", sample, "score", **marks)
        assert status == 200
        scores.append(scored["score"])
    assert scores == [80, 100]
    stale = await desk.as_("service_lead").post(
        f"/v1/quality-samples/{sample['id']}/score", json=MARKS, headers={"If-Match": '"1"'}
    )
    assert stale.status_code == 412


async def test_weeks_that_are_over_are_counted_and_keep_their_summary(desk: Desk) -> None:
    await contacts(desk)
    desk.rig.clock.advance(IN_DECEMBER)
    sample = (await drawn(desk))[0]
    await act(desk, "service_lead", sample, "score", **MARKS)
    await act(desk, "front_desk", sample, "see")
    before = await week(desk, "service_lead", "2026-W49")
    await desk.rig.run_job("count_quality_samples")
    assert len(await listed(desk, "service_lead", status="seen")) == 1
    desk.rig.clock.advance(timedelta(days=6))
    await desk.rig.run_job("count_quality_samples")
    (counted,) = await listed(desk, "service_lead", status="counted")
    assert counted["counted_at"] is not None
    assert await week(desk, "service_lead", "2026-W49") == before
    assert await week(desk, "service_lead", "2026-W50") == []


async def test_nobody_scores_themselves_and_nobody_sees_for_another(desk: Desk) -> None:
    await contacts(desk, "service_lead")
    desk.rig.clock.advance(IN_DECEMBER)
    sample = (await drawn(desk))[0]
    status, problem = await act(desk, "service_lead", sample, "score", **MARKS)
    assert (status, problem["type"].rpartition(":")[2]) == (403, "own-contact")
    assert (await act(desk, "manager", sample, "score", **MARKS))[0] == 200
    status, problem = await act(desk, "manager", sample, "see")
    assert (status, problem["type"].rpartition(":")[2]) == (403, "not-your-contact")
    assert (await act(desk, "service_lead", sample, "see"))[0] == 200


async def test_a_member_sees_its_own_and_a_lead_everybodys(desk: Desk) -> None:
    await contacts(desk)
    await contacts(desk, "service_assistant")
    desk.rig.clock.advance(IN_DECEMBER)
    samples = await drawn(desk)
    assert len(samples) == 6
    for sample in samples:
        await act(desk, "service_lead", sample, "score", **MARKS)
        await act(desk, "front_desk" if sample["member_id"] == account("front_desk") else "service_assistant",
                  sample, "see")  # fmt: skip
    for role in ("front_desk", "service_assistant"):
        assert {it["member_id"] for it in await listed(desk, role)} == {account(role)}
        assert [line["member_id"] for line in await week(desk, role, "2026-W49")] == [account(role)]
        assert await listed(desk, role, member_id=account("manager")) == []
    assert len(await listed(desk, "service_lead", member_id=account("front_desk"), month="2026-11")) == 3
    assert len(await week(desk, "service_lead", "2026-W49")) == 2
    others = next(it for it in samples if it["member_id"] == account("service_assistant"))
    for answer in (
        await desk.as_("front_desk").get(f"/v1/quality-samples/{others['id']}"),
        await desk.as_("front_desk").post(f"/v1/quality-samples/{others['id']}/see", json={}),
        await desk.as_("manager", community=ELSEWHERE).get(f"/v1/quality-samples/{others['id']}"),
    ):
        assert answer.status_code == 404


async def test_the_summary_is_a_sheet_too(desk: Desk) -> None:
    await contacts(desk)
    desk.rig.clock.advance(IN_DECEMBER)
    sample = (await drawn(desk))[0]
    await act(desk, "service_lead", sample, "score", **MARKS)
    await act(desk, "front_desk", sample, "see")
    for language, title, need in (
        ("zh-CN", "接待质量周报 2026-W49", "记录完整"),
        ("en", "Contact quality 2026-W49", "Record"),
    ):
        client = desk.as_("service_lead", language=language)
        answer = await client.get("/v1/quality-samples/summary.xlsx?week=2026-W49")
        assert answer.status_code == 200
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert rows[0][0] == title
        assert rows[-1] == ["front_desk", 1, 80, 5, 4, 4, 3, need]


async def test_lists_and_the_summary_cost_a_fixed_number_of_queries(desk: Desk) -> None:
    await contacts(desk)
    desk.rig.clock.advance(IN_DECEMBER)
    for sample in await drawn(desk):
        await act(desk, "service_lead", sample, "score", **MARKS)
        await act(desk, "front_desk", sample, "see")
    client = desk.as_("service_lead")
    for path, queries in (("/v1/quality-samples", 1), ("/v1/quality-samples/summary?week=2026-W49", 2)):
        with desk.counted() as statements:
            assert (await client.get(path)).status_code == 200
        assert len(statements) == queries, path
    page = (await client.get("/v1/quality-samples?limit=2")).json()
    rest = (await client.get("/v1/quality-samples", params={"cursor": page["next_cursor"]})).json()
    assert len({it["id"] for it in page["items"] + rest["items"]}) == 3


@pytest.mark.parametrize(
    ("month", "status"), [("2026-12", 409), ("2027-01", 409), ("November", 422), ("2026-13", 422), ("x" * 11, 422)]
)
async def test_only_a_month_that_has_begun_is_drawn(desk: Desk, month: str, status: int) -> None:
    refused = await desk.as_("service_lead").post("/v1/quality-samples/draw", json={"month": month})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (status, "/month")


@pytest.mark.parametrize(
    "marks", [{"greeting": 6}, {"greeting": -1}, {"greeting": 2.5}, {"greeting": "5"}, {"greeting": None}]
)
async def test_a_mark_is_a_whole_number_up_to_five(desk: Desk, marks: dict[str, Any]) -> None:
    refused = await desk.as_("service_lead").post("/v1/quality-samples/none/score", json=MARKS | marks)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/greeting")


async def test_a_week_that_does_not_exist_and_what_is_not_granted_are_refused(desk: Desk) -> None:
    for path in ("summary", "summary.xlsx"):
        refused = await desk.as_("service_lead").get(f"/v1/quality-samples/{path}", params={"week": "2026-W54"})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/week")
    for role, verb, body in (
        ("front_desk", "draw", NOVEMBER),
        ("service_assistant", "x/score", MARKS),
        ("technician", "x/see", {}),
    ):
        assert (await desk.as_(role).post(f"/v1/quality-samples/{verb}", json=body)).status_code == 403, verb


async def draw_now(desk: Desk) -> dict[str, Any]:
    answer = await desk.as_("service_lead").post("/v1/quality-samples/draw", json=NOVEMBER)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_running_month_is_drawn_from_and_completed_when_it_is_over(desk: Desk) -> None:
    desk.rig.clock.advance(timedelta(days=-13))  # the 10th
    soon = await contacts(desk, count=4)
    desk.rig.clock.advance(timedelta(minutes=1))
    first = await draw_now(desk)
    assert (first["is_final"], first["contacts"], first["samples"]) == (False, 1, 1)
    (early,) = await listed(desk, "service_lead")
    assert (await act(desk, "service_lead", early, "score", **MARKS))[0] == 200
    desk.rig.clock.advance(timedelta(hours=1))
    again = await draw_now(desk)
    assert (again["contacts"], again["samples"]) == (1, 0), "what is drawn counts"
    desk.rig.clock.advance(timedelta(days=5))  # the 15th
    late = await contacts(desk, count=4)
    desk.rig.clock.advance(timedelta(minutes=1))
    assert (await draw_now(desk))["samples"] == 1
    desk.rig.clock.advance(timedelta(days=16))
    for _ in range(2):
        await desk.rig.run_job("draw_quality_samples")
    samples = await listed(desk, "service_lead")
    assert len({it["ticket_id"] for it in samples}) == len(samples) == 3
    assert [it["status"] for it in samples if it["id"] == early["id"]] == ["scored"]
    assert (await draw_now(desk))["drawn_by"] is None, "the final draw, as it was made"

    draws = (await desk.as_("service_lead").get("/v1/quality-samples/draws", params=NOVEMBER)).json()["items"]
    assert [(it["is_final"], it["contacts"], it["samples"]) for it in draws] == [
        (True, 3, 1), (False, 2, 1), (False, 1, 0), (False, 1, 1)
    ]  # fmt: skip
    assert (draws[0]["drawn_until"], {it["seed"] for it in draws}) == ("2026-11-30T16:00:00Z", {GARDEN})

    def by_lot(ticket_ids: list[str]) -> list[str]:
        lot = f"{GARDEN}|2026-11|{account('front_desk')}|"
        return sorted(ticket_ids, key=lambda it: hashlib.sha256(f"{lot}{it}".encode()).digest())

    assert early["ticket_id"] == by_lot(soon)[0]
    left = by_lot([it for it in [*soon, *late] if it != early["ticket_id"]])
    assert {it["ticket_id"] for it in samples} == {early["ticket_id"], *left[:2]}, "later contacts have their chance"


async def test_two_who_draw_from_a_running_month_at_once_draw_no_more_than_its_share(desk: Desk) -> None:
    await contacts(desk, count=6)
    desk.rig.clock.advance(timedelta(minutes=1))
    both = await asyncio.gather(
        *(desk.as_(role).post("/v1/quality-samples/draw", json=NOVEMBER) for role in ("service_lead", "manager"))
    )
    assert [it.status_code for it in both] == [200, 200]
    assert len(await listed(desk, "service_lead")) == 3


async def test_draws_are_the_leads_and_their_communitys(desk: Desk) -> None:
    await contacts(desk)
    desk.rig.clock.advance(timedelta(minutes=1))
    await draw_now(desk)
    with desk.counted() as statements:
        assert len((await desk.as_("service_lead").get("/v1/quality-samples/draws")).json()["items"]) == 1
    assert len(statements) == 1
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get("/v1/quality-samples/draws")).json()["items"] == []
    assert (await stranger.get("/v1/quality-samples/draws", params={"community_id": GARDEN})).status_code == 404
    assert (await desk.as_("front_desk").get("/v1/quality-samples/draws")).status_code == 403
