"""What words settle is answered and closed at once. Source: handbook T-01, T-04."""

import pytest

from tests.service.tickets.desk import Desk


async def test_an_answer_closes_what_it_settles_with_every_clock_met(desk: Desk) -> None:
    ticket = await desk.open(category="consultation", room_code=None)
    closed = await desk.act("front_desk", ticket["id"], "answer-directly", answer="可用微信支付")
    assert (closed["status"], closed["outcome"], closed["work_done"]) == ("closed", "solved", "可用微信支付")
    assert [clock["met_at"] is not None for clock in closed["clocks"]] == [True] * len(ticket["clocks"])
    (told,) = await desk.rig.told("ticket.closed")
    assert (told.data["outcome"], told.data["billable_items"]) == ("solved", [])


@pytest.mark.parametrize("category", ["repair", "special_service", "complaint"])
async def test_work_and_complaints_are_not_ended_with_words(desk: Desk, category: str) -> None:
    ticket = await desk.open(category=category)
    assert "answer_directly" not in (await desk.show(ticket["id"]))["actions"]
    answer = await desk.as_("front_desk").post(f"/v1/tickets/{ticket['id']}/answer-directly", json={"answer": "好的"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:lobby:problem:not-settled-by-an-answer")
    assert (await desk.show(ticket["id"]))["status"] == "opened"


async def test_going_again_needs_a_reason(desk: Desk) -> None:
    ticket = await desk.completed()
    body = {"told_requester": True, "satisfied": False}
    answer = await desk.as_("front_desk").post(f"/v1/tickets/{ticket['id']}/close", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/note")
    assert (await desk.show(ticket["id"]))["status"] == "completed"
