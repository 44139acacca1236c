"""`ticket.breached` at the due time, exactly. Source: handbook T-04, T-06, T-13; events.md."""

import asyncio
from datetime import timedelta

from tests.service.tickets.desk import Desk


async def test_a_clock_is_breached_at_its_due_time_whenever_the_timer_looks(desk: Desk) -> None:
    ticket = await desk.open()
    desk.rig.clock.advance(timedelta(minutes=5))
    await desk.rig.run_job("breach_clocks")
    assert not await desk.rig.told("ticket.breached"), "due now is in time"
    desk.rig.clock.advance(timedelta(seconds=4))
    for _ in range(2):
        await desk.rig.run_job("breach_clocks")
    (told,) = await desk.rig.told("ticket.breached")
    assert told.data["clock"] == "dispatch"
    assert told.data["due_at"] == "2026-11-23T02:05:00Z"
    assert (told.subject, told.sequence, told.actor) == (ticket["id"], 3, None)
    shown = await desk.show(ticket["id"])
    assert shown["clocks"][0]["breached_at"] == "2026-11-23T02:05:00Z"
    assert shown["version"] == told.data["version"] == 3


async def test_who_comes_late_tells_the_breach_even_before_the_timer(desk: Desk) -> None:
    ticket = await desk.open()
    desk.rig.clock.advance(timedelta(minutes=5, seconds=1))
    await desk.act("service_assistant", ticket["id"], "dispatch", department="engineering")
    await desk.rig.run_job("breach_clocks")
    told = [event.type for event in await desk.rig.told()]
    assert told == ["ticket.opened", "ticket.breached", "ticket.dispatched"]


async def test_a_complaint_over_a_holiday_runs_out_on_the_right_calendar(desk: Desk) -> None:
    """Received at 15:00 on 30 September 2026; National Day closes 1 to 7 October."""
    await desk.open(category="complaint")  # a November one, whose clocks run on
    desk.rig.clock.advance(-timedelta(days=54) + timedelta(hours=5))
    complaint = await desk.open(category="complaint")
    assert complaint["opened_at"] == "2026-09-30T07:00:00Z"
    due = {clock["clock"]: clock["due_at"] for clock in complaint["clocks"]}
    assert due["settle"] == "2026-10-08T07:00:00Z"
    assert due["respond"] == "2026-10-03T07:00:00Z", "at the latest within 72 h"


async def test_a_backlog_is_told_in_batches_each_once(desk: Desk) -> None:
    for _ in range(7):
        await desk.open()
    desk.rig.clock.advance(timedelta(days=2))
    await asyncio.gather(*(desk.rig.run_job("breach_clocks") for _ in range(3)))
    await desk.rig.run_job("breach_clocks")
    told = await desk.rig.told("ticket.breached")
    assert len(told) == 14
    assert len({(event.subject, event.data["clock"]) for event in told}) == 14
    assert len({(event.subject, event.sequence) for event in told}) == 14


async def test_nothing_runs_out_once_a_ticket_is_closed(desk: Desk) -> None:
    await desk.closed()
    desk.rig.clock.advance(timedelta(days=30))
    await desk.rig.run_job("breach_clocks")
    assert not await desk.rig.told("ticket.breached")


async def test_a_limit_that_is_near_is_told_once_before_it_runs_out(desk: Desk) -> None:
    """Dispatch within five minutes; the last fifth begins at four."""
    ticket = await desk.open()
    desk.rig.clock.advance(timedelta(minutes=4))
    await desk.rig.run_job("breach_clocks")
    assert not await desk.rig.told("ticket.breach_near")
    desk.rig.clock.advance(timedelta(seconds=1))
    for _ in range(2):
        await desk.rig.run_job("breach_clocks")
    (near,) = await desk.rig.told("ticket.breach_near")
    assert (near.subject, near.data["clock"], near.data["due_at"]) == (ticket["id"], "dispatch", "2026-11-23T02:05:00Z")
    history = (await desk.as_("front_desk").get(f"/v1/tickets/{ticket['id']}/history")).json()["items"]
    assert history[-1]["line"] == "The dispatch limit is near (2026-11-23 10:05)"


async def test_what_ran_out_before_the_timer_looked_is_breached_alone(desk: Desk) -> None:
    await desk.open()
    desk.rig.clock.advance(timedelta(minutes=6))
    await desk.rig.run_job("breach_clocks")
    told = [event.type for event in await desk.rig.told()]
    assert told == ["ticket.opened", "ticket.breached"]


async def test_what_is_done_in_time_is_warned_of_no_more(desk: Desk) -> None:
    await desk.closed()
    desk.rig.clock.advance(timedelta(hours=23))
    await desk.rig.run_job("breach_clocks")
    assert not await desk.rig.told("ticket.breach_near")
