"""Work-contact slips across tickets, on the desk's page, to the end of their ticket. Source: handbook T-14."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import Desk, account
from tests.service.tickets.test_escalation import answer, escalate, slips

LIST = "/v1/tickets/slips"
TODAY = "/internal/front-desk/today"


async def listed(desk: Desk, role: str = "front_desk", **query: Any) -> list[str]:
    found = await desk.as_(role).get(LIST, params=query)
    assert found.status_code == 200, found.text
    return [slip["number"] for slip in found.json()["items"]]


async def with_slip(desk: Desk, role: str = "front_desk", **given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A complaint and its slip; the later ones are due later."""
    ticket = await desk.open(category="complaint", **given)
    status, slip = await escalate(desk, role, ticket)
    assert status == 200, slip
    desk.rig.clock.advance(timedelta(minutes=1))
    return ticket, slip


async def test_slips_are_listed_across_tickets_by_who_has_them_and_whether_they_are_open(desk: Desk) -> None:
    (ticket, first), (_, second) = await with_slip(desk, summary="地铁噪声"), await with_slip(desk)
    (_, third) = await with_slip(desk, "service_lead")
    numbers = [slip["number"] for slip in (first, second, third)]
    assert await listed(desk) == numbers
    assert await listed(desk, handler_id=account("service_lead")) == numbers[:2]
    assert await listed(desk, handler_id=account("manager")) == numbers[2:]
    row = (await desk.as_("front_desk").get(LIST)).json()["items"][0]
    assert (row["ticket_number"], row["room_code"], row["summary"]) == (ticket["number"], "3#2-5-1", "地铁噪声")
    assert {name: row[name] for name in first} == first

    await answer(desk, "service_lead", first)
    assert await listed(desk, open=True) == numbers, "an answer is not the end"
    await escalate(desk, "service_lead", {"id": second["ticket_id"]})
    assert await listed(desk, open=False) == [second["number"]], "the manager has the matter now"
    await desk.act("service_lead", ticket["id"], "dismiss", outcome="withdrawn", explanation="业户撤回")
    assert await listed(desk, open=False) == [first["number"], second["number"]]
    assert len(await listed(desk, open=True)) == 2


async def test_overdue_ones_are_those_that_nobody_answered_in_time(desk: Desk) -> None:
    (_, late), (_, answered), (dismissed, _) = [await with_slip(desk) for _ in range(3)]
    await answer(desk, "service_lead", answered)
    await desk.act("service_lead", dismissed["id"], "dismiss", outcome="withdrawn", explanation="业户撤回")
    due = datetime.fromisoformat(late["answer_by"])
    desk.rig.clock.advance(due - desk.rig.clock.now())
    assert await listed(desk, overdue=True) == []
    desk.rig.clock.advance(timedelta(seconds=1))
    assert await listed(desk, overdue=True) == [late["number"]]


async def test_a_page_costs_one_query_and_pages_join_without_a_gap(desk: Desk) -> None:
    numbers = [(await with_slip(desk))[1]["number"] for _ in range(5)]
    client, seen, cursor = desk.as_("front_desk"), list[str](), None
    while True:
        with desk.counted() as statements:
            params = {"limit": 2, **({"cursor": cursor} if cursor else {})}
            page = (await client.get(LIST, params=params)).json()
        assert len(statements) == 1, statements
        seen += [slip["number"] for slip in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == numbers


@pytest.mark.parametrize(
    "query", [{"cursor": "x"}, {"limit": 0}, {"limit": 201}, {"open": "maybe"}, {"handler_id": "\x00"}]
)
async def test_a_list_that_can_not_be_narrowed_so_says_why(desk: Desk, query: dict[str, Any]) -> None:
    found = await desk.as_("front_desk").get(LIST, params=query)
    assert found.status_code == 422, found.text
    assert found.json()["errors"][0]["pointer"] == f"/{next(iter(query))}"


async def test_slips_are_seen_in_their_community_and_by_field_staff_of_their_tickets(desk: Desk) -> None:
    await with_slip(desk)
    own = await desk.dispatched(category="complaint", department="engineering")
    _, slip = await escalate(desk, "technician", own)
    assert await listed(desk, "technician") == [slip["number"]]
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get(LIST)).json()["items"] == []
    assert (await stranger.get(LIST, params={"community_id": GARDEN})).status_code == 404
    async with desk.rig.client("tickets:open") as client:
        assert (await client.get(LIST)).status_code == 403


async def test_todays_page_has_what_is_to_be_answered_within_the_hour_and_what_is_overdue(desk: Desk) -> None:
    (ticket, first), (_, second) = await with_slip(desk), await with_slip(desk)
    desk.rig.clock.advance(datetime.fromisoformat(first["answer_by"]) - desk.rig.clock.now() - timedelta(hours=1))
    client = desk.as_("front_desk")
    today = (await client.get(TODAY)).json()
    assert (today["slips_due"], today["slips_overdue"]) == ([], 0)
    desk.rig.clock.advance(timedelta(seconds=1))
    today = (await client.get(TODAY)).json()
    assert today["slips_due"] == [
        {
            "slip_id": first["id"],
            "number": first["number"],
            "ticket_id": ticket["id"],
            "ticket_number": ticket["number"],
            "room_code": "3#2-5-1",
            "level": "lead",
            "handler_id": account("service_lead"),
            "answer_by": first["answer_by"],
        }
    ]
    desk.rig.clock.advance(timedelta(hours=1))
    await desk.rig.run_job("slips_unanswered")
    with desk.counted() as statements:
        today = (await client.get(TODAY)).json()
    assert len(statements) == 16
    assert [line["number"] for line in today["slips_due"]] == [second["number"]], "the first is the manager's now"
    await answer(desk, "service_lead", second)
    assert (await client.get(TODAY)).json()["slips_due"] == []


@pytest.mark.parametrize("way", ["close", "dismiss", "merge"])
async def test_whatever_closes_a_ticket_closes_its_slips(desk: Desk, way: str) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering")
    await escalate(desk, "technician", ticket)
    _, manager = await escalate(desk, "service_lead", ticket)
    await answer(desk, "manager", manager)
    if way == "close":
        await desk.act("technician", ticket["id"], "accept")
        await desk.act("technician", ticket["id"], "complete", work_done="已协调")
        await desk.act("front_desk", ticket["id"], "close", told_requester=True, satisfied=True)
    elif way == "dismiss":
        await desk.act("service_lead", ticket["id"], "dismiss", outcome="withdrawn", explanation="业户撤回")
    else:
        other = await desk.open(category="complaint")
        await desk.act("front_desk", ticket["id"], "merge", into=other["id"])
    lower, upper = await slips(desk, ticket)
    now = desk.rig.clock.now()
    assert (lower["status"], upper["status"]) == ("passed_on", "closed")
    assert datetime.fromisoformat(upper["closed_at"]) == now
    assert upper["answer"] == "周三现场测量", "what was answered stays on it"
    assert (await answer(desk, "manager", upper))[0] == 409
    assert await listed(desk, open=True) == []


async def test_an_unanswered_slip_of_a_closed_ticket_is_never_overdue(desk: Desk) -> None:
    ticket, _ = await with_slip(desk)
    await desk.act("service_lead", ticket["id"], "dismiss", outcome="withdrawn", explanation="业户撤回")
    desk.rig.clock.advance(timedelta(days=9))
    await desk.rig.run_job("slips_unanswered")
    (slip,) = await slips(desk, ticket)
    assert (slip["status"], slip["overdue_at"]) == ("closed", None)
    assert (await desk.as_("front_desk").get(TODAY)).json()["slips_overdue"] == 0
