"""A complaint whose promises are broken again and again is a major one. Source: handbook T-12, T-27, T-28."""

from datetime import timedelta
from typing import Any

import pytest

from tests.service.tickets.desk import Desk, account
from tests.service.tickets.test_escalation import escalate, slips
from tests.service.tickets.test_promises import does, made
from tests.service.tickets.test_service_policies import put


async def promised(desk: Desk, ticket: dict[str, Any], hours: float = 1) -> dict[str, Any]:
    return await made(desk, hours=hours, about={"kind": "ticket", "id": ticket["id"]})


async def break_them(desk: Desk, hours: float = 2) -> None:
    """Time passes, the timer looks, and the service hears its own events, each of them twice."""
    desk.rig.clock.advance(timedelta(hours=hours))
    await desk.rig.run_job("promises_due")
    for _ in range(2):
        for envelope in await desk.rig.told("promise.broken"):
            await desk.rig.deliver(envelope)


async def history(desk: Desk, ticket: dict[str, Any], language: str) -> list[str]:
    page = await desk.as_("manager", language=language).get(f"/v1/tickets/{ticket['id']}/history")
    return [line["line"] for line in page.json()["items"] if line["action"] == "promises_broken"]


async def test_the_second_broken_promise_makes_a_complaint_major_and_the_managers(desk: Desk) -> None:
    ticket = await desk.open(category="complaint", severity="important")
    await promised(desk, ticket)
    await break_them(desk)
    assert (await desk.show(ticket["id"]))["severity"] == "important", "one is not repeated"
    await promised(desk, ticket)
    await break_them(desk)
    grown = await desk.show(ticket["id"])
    assert (grown["severity"], grown["nature"]) == ("major", "important")
    due = {clock["clock"]: clock for clock in grown["clocks"]}
    assert due["respond"]["due_at"] == "2026-11-23T04:00:00Z", "two hours from receipt"
    assert due["respond"]["breached_at"] == due["respond"]["due_at"]
    assert due["settle"]["due_at"] == "2026-11-26T02:00:00Z", "three working days from receipt"
    (slip,) = await slips(desk, ticket)
    assert (slip["level"], slip["cause"], slip["handler_id"]) == ("manager", "promises_broken", account("manager"))
    (changed,) = await desk.rig.told("ticket.severity_changed")
    assert (changed.data["severity"], changed.data["before"], changed.data["cause"]) == (
        "major", "important", "promises_broken",
    )  # fmt: skip
    assert await history(desk, ticket, "en") == ["2 promises were not kept: the complaint went from Important to major"]
    assert await history(desk, ticket, "zh-CN") == ["已有 2 次承诺未兑现，投诉由重要升为重大"]
    await promised(desk, ticket)
    await break_them(desk)
    assert len(await desk.rig.told("ticket.severity_changed")) == 1, "it is major already"


async def test_what_was_kept_late_or_cancelled_after_its_time_was_broken_all_the_same(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    late, cancelled = await promised(desk, ticket), await promised(desk, ticket)
    desk.rig.clock.advance(timedelta(hours=2))
    assert (await does(desk, "front_desk", late, "keep"))[0] == 200
    assert (await does(desk, "front_desk", cancelled, "cancel", reason="业户不等了"))[0] == 200
    await break_them(desk, hours=0)
    assert (await desk.show(ticket["id"]))["severity"] == "major"


async def test_promises_of_other_matters_and_those_kept_in_time_do_not_count(desk: Desk) -> None:
    ticket, other, repair = (
        await desk.open(category="complaint"),
        await desk.open(category="complaint"),
        await desk.open(),
    )
    kept = await promised(desk, ticket)
    assert (await does(desk, "front_desk", kept, "keep"))[0] == 200
    await promised(desk, ticket)
    await promised(desk, other)
    await made(desk, hours=1)
    for _ in range(2):
        await promised(desk, repair)
    await break_them(desk)
    shown = [(await desk.show(it["id"]))["severity"] for it in (ticket, other, repair)]
    assert shown == ["minor", "minor", "minor"]
    assert not await desk.rig.told("ticket.severity_changed")


async def test_how_many_is_the_communitys_and_holds_with_the_next_one_that_is_broken(desk: Desk) -> None:
    await put(desk, {"escalation": {"major_after_promises": 3}})
    ticket = await desk.open(category="complaint")
    for _ in range(2):
        await promised(desk, ticket)
    await break_them(desk)
    assert (await desk.show(ticket["id"]))["severity"] == "minor"
    await promised(desk, ticket)
    await break_them(desk)
    assert (await desk.show(ticket["id"]))["severity"] == "major"


async def test_a_closed_complaint_stays_as_it_was(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    for _ in range(2):
        await promised(desk, ticket)
    await desk.act("service_lead", ticket["id"], "dismiss", outcome="withdrawn", explanation="业户撤回")
    await break_them(desk)
    assert (await desk.show(ticket["id"]))["severity"] == "minor"


async def test_a_manager_who_has_it_already_hears_of_it_without_another_slip(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    await escalate(desk, "service_lead", ticket)
    for _ in range(2):
        await promised(desk, ticket)
    await break_them(desk)
    assert [slip["cause"] for slip in await slips(desk, ticket)] == ["cannot_handle"]
    (changed,) = await desk.rig.told("ticket.severity_changed")
    assert changed.data["severity"] == "major"


@pytest.mark.parametrize(("severity", "before"), [("major", "minor"), ("important", "minor")])
async def test_a_leads_judgement_is_told_as_well(desk: Desk, severity: str, before: str) -> None:
    ticket = await desk.open(category="complaint")
    here, match = f"/v1/tickets/{ticket['id']}", {"If-Match": "*"}
    lead = desk.as_("service_lead")
    changed = await lead.patch(here, json={"severity": severity}, headers=match)
    assert (changed.status_code, changed.json()["severity"]) == (200, severity)
    (told,) = await desk.rig.told("ticket.severity_changed")
    assert (told.data["severity"], told.data["before"], told.data["cause"]) == (severity, before, "judged")
    assert told.data["version"] == changed.json()["version"]
    await lead.patch(here, json={"severity": severity, "summary": "别的"}, headers=match)
    assert len(await desk.rig.told("ticket.severity_changed")) == 1, "no other severity, no event"
