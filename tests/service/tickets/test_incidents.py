"""Important tickets of public safety are incidents, and the committee hears of them and of large arrears.

Source: handbook A-04, T-03, T-26.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from shared.contracts.billing import ArrearsThresholdCrossed
from tests.service.tickets.counting import counted
from tests.service.tickets.desk import HOME, Desk, household, room
from tests.service.tickets.test_patrols import good

PATH = "/v1/committee-matters"
TOLD = "incident.raised"


async def danger(desk: Desk, **given: Any) -> dict[str, Any]:
    return await desk.open(**{"category": "public_safety", **given})


async def matters(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = good(await desk.as_("service_lead").get(PATH, params={"kind": "report"}))["items"]
    return found


async def test_an_important_ticket_of_public_safety_is_an_incident_and_a_matter_to_report(desk: Desk) -> None:
    ticket = await danger(desk)
    await desk.open()
    for _ in range(2):
        await desk.rig.run_job("raise_incidents")
    (told,) = await desk.rig.told(TOLD)
    assert (told.data["ticket_id"], told.data["ticket_number"], told.data["room_code"]) == (
        ticket["id"],
        ticket["number"],
        HOME,
    )
    assert told.subject == told.data["incident_id"]
    for _ in range(2):
        await desk.rig.deliver(told)
    (matter,) = await matters(desk)
    assert (matter["occasion"], matter["cause_id"]) == ("incident", told.data["incident_id"])
    assert matter["due_at"] == "2026-11-26T02:00:00Z"
    assert matter["subject"] == f"{HOME} {ticket['number']} {ticket['summary']}"
    assert ticket["summary"] in matter["details"]
    assert " / " in matter["details"].splitlines()[0]


async def test_what_was_dismissed_is_none(desk: Desk) -> None:
    dismissed = await danger(desk)
    answer = await desk.as_("service_lead").post(
        f"/v1/tickets/{dismissed['id']}/dismiss", json={"outcome": "invalid", "explanation": "误报"}
    )
    assert answer.status_code == 200, answer.text
    await desk.rig.run_job("raise_incidents")
    assert await desk.rig.told(TOLD) == []


async def test_looking_for_incidents_asks_once_and_not_for_old_ones(desk: Desk) -> None:
    await danger(desk)
    desk.rig.clock.advance(timedelta(days=8))
    with counted(desk.rig) as seen:
        await desk.rig.run_job("raise_incidents")
    assert len(seen) == 1, seen
    assert await desk.rig.told(TOLD) == []


def crossing(crossing_id: str) -> ArrearsThresholdCrossed:
    return ArrearsThresholdCrossed(
        crossing_id=crossing_id,
        household_id=household(HOME),
        room_id=room(HOME),
        room_code=HOME,
        over=["amount"],
        overdue_fen=512_300,
        oldest_due_on=date(2026, 9, 1),
        crossed_on=date(2026, 11, 23),
        version=1,
    )


@pytest.mark.parametrize("again", [False, True])
async def test_arrears_over_a_threshold_are_one_matter_a_crossing(desk: Desk, *, again: bool) -> None:
    for _ in range(2):
        await desk.rig.tell(crossing("crossing-1"), subject="crossing-1")
    if again:
        await desk.rig.tell(crossing("crossing-2"), subject="crossing-2")
    found = await matters(desk)
    assert {it["cause_id"] for it in found} == ({"crossing-1", "crossing-2"} if again else {"crossing-1"})
    assert len(found) == (2 if again else 1)
    assert (found[0]["occasion"], found[0]["due_at"]) == ("arrears", "2026-11-26T02:00:00Z")
    assert found[0]["subject"] == f"{HOME} ¥5123.00 2026-09-01"
