"""The ladder lead → manager with its work-contact slips. Source: handbook T-12 … T-14, flow 4; events.md."""

import asyncio
from datetime import time, timedelta
from typing import Any

import pytest

from services.tickets.escalations.usecases.grow_old_complaints import grow_old_complaints
from services.tickets.escalations.usecases.pass_on_unanswered import pass_on_unanswered
from shared.contracts.residents import CalendarEntry, CommunityChanged
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import Desk, account, opening

REASON = {"reason": "噪声来自地铁风井，需外部协调"}


async def slips(desk: Desk, ticket: dict[str, Any], role: str = "service_lead") -> list[dict[str, Any]]:
    answer = await desk.as_(role).get(f"/v1/tickets/{ticket['id']}/slips")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def escalate(desk: Desk, role: str, ticket: dict[str, Any], **more: Any) -> tuple[int, dict[str, Any]]:
    answer = await desk.as_(role).post(f"/v1/tickets/{ticket['id']}/escalate", json={**REASON, **more})
    made: dict[str, Any] = answer.json()
    return answer.status_code, made


async def answer(desk: Desk, role: str, slip: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
    path = f"/v1/tickets/{slip['ticket_id']}/slips/{slip['id']}/answer"
    left = await desk.as_(role).post(path, json={"answer": "周三现场测量"}, headers=headers)
    return left.status_code, left.json()


async def breach(desk: Desk) -> None:
    """The timer looks, and the service hears its own events, each of them twice."""
    await desk.rig.run_job("breach_clocks")
    for _ in range(2):
        for envelope in await desk.rig.told("ticket.breached"):
            await desk.rig.deliver(envelope)


async def test_what_a_department_cannot_handle_goes_to_the_lead_and_from_there_to_the_manager(desk: Desk) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    desk.rig.clock.advance(timedelta(hours=4))
    status, first = await escalate(desk, "technician", ticket)
    assert (status, first["level"], first["cause"], first["status"]) == (200, "lead", "cannot_handle", "issued")
    assert (first["number"], first["handler_id"]) == ("WL-261123-0001", account("service_lead"))
    assert (first["raised_by"], first["raised_in_time"]) == (account("technician"), True)
    assert first["answer_by"] == "2026-11-24T05:00:00Z", "8 h of working time: three today, five tomorrow"

    status, second = await escalate(desk, "service_lead", ticket)
    assert (status, second["level"], second["number"]) == (200, "manager", "WL-261123-0002")
    assert [(slip["level"], slip["status"]) for slip in await slips(desk, ticket)] == [
        ("lead", "passed_on"),
        ("manager", "issued"),
    ]
    status, problem = await escalate(desk, "technician", ticket)
    assert (status, problem["type"]) == (409, "urn:lobby:problem:nobody-above")
    status, problem = await answer(desk, "service_lead", second)
    assert (status, problem["type"]) == (403, "urn:lobby:problem:slip-level")
    status, done = await answer(desk, "manager", second)
    assert (status, done["status"], done["answered_by"], done["answer"]) == (
        200,
        "answered",
        account("manager"),
        "周三现场测量",
    )
    told = [(event.data["level"], event.data["handler_id"]) for event in await desk.rig.told("ticket.escalated")]
    assert told == [("lead", account("service_lead")), ("manager", account("manager"))]
    history = (await desk.as_("manager").get(f"/v1/tickets/{ticket['id']}/history")).json()["items"]
    assert [line["action"] for line in history][-3:] == ["escalate", "escalate", "answer_slip"]
    assert history[-1]["line"] == "manager answered slip WL-261123-0002"


async def test_reasons_come_back_within_half_a_working_day(desk: Desk) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    desk.rig.clock.advance(timedelta(hours=6))
    _, slip = await escalate(desk, "technician", ticket)
    assert slip["raised_in_time"] is False, "late is noted, not refused"
    undispatched = await desk.open(category="complaint")
    _, slip = await escalate(desk, "front_desk", undispatched)
    assert slip["raised_in_time"] is None


async def test_a_complaint_climbs_with_each_clock_that_runs_out_and_no_further(desk: Desk) -> None:
    ticket = await desk.open(category="complaint", severity="important")
    await desk.open(category="repair")
    desk.rig.clock.advance(timedelta(minutes=6))
    await breach(desk)
    assert await slips(desk, ticket) == [], "the dispatch clock is no matter of the ladder"
    desk.rig.clock.advance(timedelta(days=1))
    await breach(desk)
    (lead,) = await slips(desk, ticket)
    assert (lead["level"], lead["cause"], lead["clock"], lead["raised_by"]) == ("lead", "breach", "respond", None)
    desk.rig.clock.advance(timedelta(days=1))
    await breach(desk)
    await breach(desk)
    manager = (await slips(desk, ticket))[1]
    assert (manager["level"], manager["clock"]) == ("manager", "settle")
    assert len(await desk.rig.told("ticket.escalated")) == 2, "a repair stays where it is"


async def test_a_closed_complaint_climbs_no_more(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    desk.rig.clock.advance(timedelta(days=4))
    await desk.rig.run_job("breach_clocks")
    await desk.act("service_lead", ticket["id"], "dismiss", outcome="withdrawn", explanation="业户撤回")
    await breach(desk)
    assert await slips(desk, ticket) == []
    status, problem = await escalate(desk, "front_desk", ticket)
    assert (status, problem["type"]) == (409, "urn:lobby:problem:illegal-transition")


async def test_a_slip_that_nobody_answers_goes_to_the_manager_and_is_marked_there_once(desk: Desk) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    _, lead = await escalate(desk, "technician", ticket)
    assert lead["answer_by"] == "2026-11-24T01:00:00Z"
    desk.rig.clock.advance(timedelta(hours=23))
    await desk.rig.run_job("slips_unanswered")
    assert len(await slips(desk, ticket)) == 1, "answered by now is in time"
    desk.rig.clock.advance(timedelta(seconds=1))
    for _ in range(2):
        await asyncio.gather(*(desk.rig.run_job("slips_unanswered") for _ in range(3)))
    lead, manager = await slips(desk, ticket)
    assert (lead["status"], lead["overdue_at"]) == ("passed_on", "2026-11-24T01:00:00Z")
    assert (manager["cause"], manager["status"], manager["handler_id"]) == (
        "unanswered",
        "issued",
        account("manager"),
    )
    desk.rig.clock.advance(timedelta(days=5))
    await desk.rig.run_job("slips_unanswered")
    manager = (await slips(desk, ticket))[1]
    assert (manager["status"], manager["overdue_at"]) == ("issued", manager["answer_by"])
    assert (await answer(desk, "manager", manager))[0] == 200
    assert len(await desk.rig.told("ticket.escalated")) == 2


async def test_an_answered_slip_is_passed_to_nobody(desk: Desk) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    _, slip = await escalate(desk, "technician", ticket)
    assert (await answer(desk, "service_lead", slip, **{"If-Match": '"7"'}))[0] == 412
    assert (await answer(desk, "service_lead", slip, **{"If-Match": '"1"'}))[0] == 200
    assert (await answer(desk, "service_lead", slip))[0] == 409
    desk.rig.clock.advance(timedelta(days=9))
    await desk.rig.run_job("slips_unanswered")
    assert len(await slips(desk, ticket)) == 1


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"reason": ""}, "/reason"),
        ({"reason": "a\u0000"}, "/reason"),
        ({"handler_id": account("front_desk")}, "/handler_id"),
        ({"handler_id": "nobody"}, "/handler_id"),
        ({"level": "manager"}, "/level"),
    ],
)
async def test_what_escalation_refuses(desk: Desk, given: dict[str, Any], pointer: str) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    status, problem = await escalate(desk, "technician", ticket, **given)
    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert await slips(desk, ticket) == []


async def test_slips_belong_to_their_ticket_and_their_community(desk: Desk) -> None:
    ticket, other = (
        await desk.dispatched(category="complaint", department="engineering"),
        await desk.open(category="complaint"),
    )
    _, slip = await escalate(desk, "technician", ticket)
    assert (await answer(desk, "manager", {**slip, "ticket_id": other["id"]}))[0] == 404
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get(f"/v1/tickets/{ticket['id']}/slips")).status_code == 404
    assert (await stranger.post(f"/v1/tickets/{ticket['id']}/escalate", json=REASON)).status_code == 404
    assert (await escalate(desk, "technician", other))[0] == 404, "not its own"


async def test_two_say_so_at_once_and_one_slip_a_level_is_made(desk: Desk) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    answers = await asyncio.gather(*(escalate(desk, "technician", ticket) for _ in range(4)))
    assert sorted(status for status, _ in answers) == [200, 200, 409, 409]
    assert [slip["level"] for slip in await slips(desk, ticket)] == ["lead", "manager"]


async def test_a_complaint_open_for_a_month_becomes_major_and_the_managers(desk: Desk) -> None:
    minor = await desk.open(category="complaint")
    repair = await desk.open()
    desk.rig.clock.advance(timedelta(days=29, hours=23))
    await desk.rig.run_job("complaints_grow")
    assert (await desk.show(minor["id"]))["severity"] == "minor"
    desk.rig.clock.advance(timedelta(hours=1))
    for _ in range(2):
        await desk.rig.run_job("complaints_grow")
    grown = await desk.show(minor["id"])
    assert (grown["severity"], grown["nature"]) == ("major", "important")
    assert (await desk.show(repair["id"]))["severity"] == "minor"
    (slip,) = await slips(desk, minor)
    assert (slip["level"], slip["cause"], slip["handler_id"]) == ("manager", "month_open", account("manager"))
    history = (await desk.as_("manager").get(f"/v1/tickets/{minor['id']}/history")).json()["items"]
    assert [line["line"] for line in history if line["action"] == "grow"] == [
        "Open for a month: the complaint went from Minor to major"
    ]
    breached = [clock for clock in grown["clocks"] if clock["breached_at"]]
    assert len(breached) == 3, "a new severity erases no breach (T-28)"


async def close_every_day(desk: Desk, community: str = GARDEN) -> None:
    """Its calendar has no working day left for longer than anybody looks ahead."""
    first = desk.rig.clock.now().date()
    days = [CalendarEntry(day=first + timedelta(days=each), kind="holiday") for each in range(-40, 1200)]
    told = CommunityChanged(
        community_id=community, code="SG", name="阳光花园", time_zone="Asia/Shanghai", reception_opens=time(8),
        reception_closes=time(17), calendar_entries=days, version=2,
    )  # fmt: skip
    await desk.rig.tell(told, subject=community, community=community)


async def test_a_community_without_working_time_stops_no_other(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Its complaints come first, more of them than a batch takes; they are left as they were, the others grow."""
    await desk.tell_account(account("front_desk", number=2), "front_desk", community=ELSEWHERE)
    stranger = desk.as_("front_desk", number=2, community=ELSEWHERE)
    stuck = []
    for _ in range(3):
        body = {**opening(category="complaint"), "room_code": None}
        stuck.append((await stranger.post("/v1/tickets", json=body)).json())
    here = f"/v1/tickets/{stuck[0]['id']}"
    assert (await stranger.post(f"{here}/escalate", json=REASON)).status_code == 200
    desk.rig.clock.advance(timedelta(minutes=1))
    fine = await desk.open(category="complaint")
    await escalate(desk, "front_desk", fine)
    desk.rig.clock.advance(timedelta(days=31))
    await close_every_day(desk, ELSEWHERE)
    unit_of_work, context, passed_by = desk.rig.service.unit_of_work, desk.rig.unit_of_work_context(), set[str]()
    for work, left_out in ((pass_on_unanswered, set()), (grow_old_complaints, {ELSEWHERE})):
        for _ in range(4):
            async with unit_of_work.begin(context) as tx:
                await work(tx, limit=1, passed_by=passed_by)
        assert passed_by == left_out
    assert (await desk.show(fine["id"]))["severity"] == "major"
    assert [(slip["level"], slip["status"]) for slip in await slips(desk, fine)] == [
        ("lead", "passed_on"), ("manager", "issued"),
    ]  # fmt: skip
    left = (await stranger.get(here)).json()
    assert (left["severity"], left["version"]) == ("minor", 3), "only its slip went up"
    told = (await stranger.get(f"{here}/slips")).json()["items"]
    assert [(slip["level"], slip["status"]) for slip in told] == [("lead", "passed_on"), ("manager", "issued")]
    await desk.rig.run_job("complaints_grow")
    assert "ticket_left_by_timer" in capsys.readouterr().out


async def test_validity_is_the_leads_to_judge_and_invalid_is_explained_and_closed(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    here = f"/v1/tickets/{ticket['id']}/judge"
    valid = {"validity": "valid", "explanation": "确有夜间施工"}
    assert (await desk.as_("front_desk").post(here, json=valid)).status_code == 403
    async with desk.rig.client("tickets:judge") as granted:
        assert (await granted.post(here, json=valid)).status_code == 403, "a grant alone makes no lead"
    judged = await desk.act("service_lead", ticket["id"], "judge", **valid)
    assert (judged["status"], judged["validity"]) == ("opened", "valid")
    for body, pointer in (({"validity": "invalid"}, "/explanation"), ({**valid, "validity": "maybe"}, "/validity")):
        refused = await desk.as_("service_lead").post(here, json=body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    closed = await desk.act("manager", ticket["id"], "judge", validity="invalid", explanation="施工在允许时段内")
    assert (closed["status"], closed["outcome"], closed["validity"]) == ("closed", "invalid", "invalid")
    assert closed["explanation"] == "施工在允许时段内"
    assert (await desk.as_("manager").post(here, json=valid)).status_code == 409
