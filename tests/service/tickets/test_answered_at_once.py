"""A consultation answered from the book closes at once. Source: handbook T-03, T-04, T-31."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.service.support import ELSEWHERE
from tests.service.tickets.answers import ANOTHER, agreed, content, drafted
from tests.service.tickets.desk import HOME, Desk, account, household

CONTACT: dict[str, Any] = {
    "room_code": HOME,
    "requester": {"name": "王芳", "phone": "13812345678"},
    "source": "phone",
    "question": "装修要带什么",
}


async def use(desk: Desk, answer: dict[str, Any], role: str = "front_desk", **body: Any) -> tuple[int, Any]:
    told = await desk.as_(role).post(f"/v1/answers/{answer['id']}/use", json=body)
    return told.status_code, told.json()


async def test_a_caller_is_answered_in_one_contact(desk: Desk) -> None:
    answer = await agreed(desk)
    status, told = await use(desk, answer, **CONTACT, note="已逐项告知")
    assert status == 201
    ticket = told["ticket"]
    assert (told["number"], told["is_first_contact"], told["used_by"]) == (1, True, account("front_desk"))
    assert (ticket["category"], ticket["status"], ticket["outcome"], ticket["summary"], ticket["actions"]) == (
        "consultation", "closed", "solved", "装修要带什么", [],
    )  # fmt: skip
    assert ticket["household_id"] == household(HOME)
    assert all(clock["met_at"] and clock["breached_at"] is None for clock in ticket["clocks"])
    assert ticket["requester"]["phone"] == "138****5678"
    shown = await desk.show(ticket["id"])
    assert (shown["status"], shown["version"]) == ("closed", ticket["version"])

    lines = (await desk.as_("front_desk").get(f"/v1/tickets/{ticket['id']}/history")).json()["items"]
    assert [line["action"] for line in lines] == ["open", "answer"]
    assert "version 1" in lines[1]["line"]
    assert (await desk.as_("front_desk").get(f"/v1/answers/{answer['id']}")).json()["use_count"] == 1


async def test_opening_and_closing_are_told_in_order(desk: Desk) -> None:
    _, told = await use(desk, await agreed(desk), **CONTACT)
    (opened,), (closed,) = await desk.rig.told("ticket.opened"), await desk.rig.told("ticket.closed")
    assert opened.subject == closed.subject == told["ticket"]["id"]
    assert (opened.sequence, closed.sequence) == (1, 2)
    assert (closed.data["outcome"], closed.data["billable_items"]) == ("solved", [])
    assert closed.data["durations"]["to_closing_s"] == 0


async def test_an_open_consultation_is_closed_with_an_answer_and_a_late_clock_stays_late(desk: Desk) -> None:
    answer = await agreed(desk)
    ticket = await desk.open(category="consultation")
    assert "answer" in ticket["actions"]
    assert "answer" not in (await desk.open())["actions"]
    desk.rig.clock.advance(timedelta(minutes=6))
    status, told = await use(desk, answer, ticket_id=ticket["id"])
    assert (status, told["is_first_contact"], told["ticket"]["status"]) == (201, False, "closed")
    (clock,) = told["ticket"]["clocks"]
    assert clock["breached_at"] == clock["due_at"]
    assert [it.data["clock"] for it in await desk.rig.told("ticket.breached")] == ["dispatch"]
    assert (await use(desk, answer, ticket_id=ticket["id"]))[0] == 409


async def test_the_version_told_on_the_day_is_on_record(desk: Desk) -> None:
    answer = await agreed(desk)
    here = f"/v1/answers/{answer['id']}"
    await desk.as_("service_assistant").post(f"{here}/revise", json=content())
    _, before = await use(desk, answer, **CONTACT)
    await desk.as_("service_lead").post(f"{here}/agree", json={"number": 2})
    _, after = await use(desk, answer, **CONTACT)
    assert (before["number"], after["number"]) == (1, 2)


async def test_nobody_is_answered_with_a_draft_or_with_what_was_withdrawn(desk: Desk) -> None:
    draft, gone = await drafted(desk, question=ANOTHER), await agreed(desk)
    await desk.as_("service_lead").post(f"/v1/answers/{gone['id']}/withdraw", json={"reason": "过期"})
    for answer in (draft, gone):
        status, problem = await use(desk, answer, **CONTACT)
        assert (status, problem["type"].rpartition(":")[2]) == (409, "answer-not-agreed")
    assert (await desk.as_("front_desk").get("/v1/tickets")).json()["items"] == []
    assert await desk.rig.told("ticket.opened") == []


async def test_a_repair_is_not_answered_away_and_fees_differ_between_communities(desk: Desk) -> None:
    answer = await agreed(desk)
    repair = await desk.open()
    status, problem = await use(desk, answer, ticket_id=repair["id"])
    assert (status, problem["type"].rpartition(":")[2]) == (409, "not-a-consultation")
    both = desk.rig.client(
        "tickets:open", "tickets:close", "tickets:read", communities=[answer["community_id"], ELSEWHERE]
    )
    async with both:
        contact = {"category": "consultation", "source": "phone", "summary": "停车", "community_id": ELSEWHERE,
                   "requester": CONTACT["requester"]}  # fmt: skip
        other = (await both.post("/v1/tickets", json=contact)).json()
        refused = await both.post(f"/v1/answers/{answer['id']}/use", json={"ticket_id": other["id"]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/ticket_id")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/requester"),
        ({"question": "停车", "source": "phone"}, "/requester"),
        ({"ticket_id": "x", "question": "停车"}, "/question"),
        ({"ticket_id": "x", "room_code": HOME}, "/room_code"),
        (CONTACT | {"question": None}, "/question"),
        (CONTACT | {"room_code": "9#9-9-9"}, "/room_code"),
        (CONTACT | {"source": "telepathy"}, "/source"),
        (CONTACT | {"requester": {"name": "王芳", "phone": "1"}}, "/requester/phone"),
    ],
)
async def test_a_contact_is_told_whole_or_not_at_all(desk: Desk, body: dict[str, Any], pointer: str) -> None:
    status, problem = await use(desk, await agreed(desk), **body)
    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert await desk.rig.told("ticket.opened") == []


async def test_namesakes_are_told_apart_as_at_every_intake(desk: Desk) -> None:
    answer = await agreed(desk)
    contact = CONTACT | {"room_code": "1#1-2-3", "requester": {"name": "陈静", "phone": "13812345678"}}
    assert (await use(desk, answer, **contact))[0] == 409
    assert (await use(desk, answer, **contact, room_confirmed=True))[0] == 201


async def test_a_repeat_under_one_key_answers_once_and_two_desks_count_twice(desk: Desk) -> None:
    answer = await agreed(desk)
    here, client = f"/v1/answers/{answer['id']}/use", desk.as_("front_desk")
    first = await client.post(here, json=CONTACT, headers={"Idempotency-Key": "call"})
    again = await client.post(here, json=CONTACT, headers={"Idempotency-Key": "call"})
    assert first.content == again.content
    both = await asyncio.gather(*(client.post(here, json=CONTACT) for _ in range(2)))
    assert [it.status_code for it in both] == [201, 201]
    assert (await client.get(f"/v1/answers/{answer['id']}")).json()["use_count"] == 3


async def test_who_may_close_but_not_open_answers_open_consultations_only(desk: Desk) -> None:
    answer = await agreed(desk)
    async with desk.rig.client("tickets:close", "tickets:read") as closer:
        refused = await closer.post(f"/v1/answers/{answer['id']}/use", json=CONTACT)
    assert (refused.status_code, "tickets:open" in refused.json()["detail"]) == (403, True)
