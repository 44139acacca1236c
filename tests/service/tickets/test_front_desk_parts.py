"""Parts of the gateway's composed pages."""

from datetime import timedelta

import pytest

from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import HOME, Desk, household

CARD = "/internal/front-desk/caller-card"
TODAY = "/internal/front-desk/today"


async def test_the_caller_card_has_the_open_tickets_and_the_last_closed(desk: Desk) -> None:
    closed, opened = await desk.closed(), await desk.open()
    await desk.open(room_code=None)
    await desk.open(room_code="1#1-2-3", requester={"name": "周某", "phone": "13812345678"})
    client = desk.as_("front_desk")
    by_room = (await client.get(CARD, params={"room_code": HOME})).json()
    by_household = (await client.get(CARD, params={"household_id": household(HOME)})).json()
    assert by_room == by_household
    assert [ticket["id"] for ticket in by_room["open"]] == [opened["id"]]
    assert by_room["last_closed"]["id"] == closed["id"]
    nobody = (await client.get(CARD, params={"room_code": "9#9-9-9"})).json()
    assert nobody == {"open": [], "last_closed": None}
    assert (await client.get(CARD)).json() == nobody


async def test_today_says_what_is_to_be_seen_to(desk: Desk) -> None:
    await desk.open()
    sent = await desk.dispatched()
    desk.rig.clock.advance(timedelta(minutes=16))
    await desk.rig.run_job("breach_clocks")
    start = (desk.rig.clock.now() + timedelta(minutes=10)).isoformat()
    promised = await desk.dispatched()
    await desk.act("service_lead", promised["id"], "appointment", starts_at=start, asked_by="us", reason="x")
    today = (await desk.as_("front_desk").get(TODAY)).json()
    assert today["by_status"] == {"opened": 1, "dispatched": 2}
    assert today["awaiting_dispatch"] == 1
    assert [clock["clock"] for clock in today["overdue"]] == ["dispatch"]
    assert [clock["clock"] for clock in today["due_next"]] == ["settle"] * 3
    assert [line["ticket_id"] for line in today["arrivals_to_check"]] == [sent["id"]]
    assert [line["ticket_id"] for line in today["appointments_to_confirm"]] == [promised["id"]]
    assert today["follow_ups_due"] == 0


async def test_a_technicians_today_is_its_own(desk: Desk) -> None:
    await desk.open()
    await desk.dispatched()
    today = (await desk.as_("technician").get(TODAY)).json()
    assert (today["by_status"], today["follow_ups_due"]) == ({"dispatched": 1}, None)


@pytest.mark.parametrize("path", [CARD, TODAY])
async def test_nothing_is_told_without_the_grant_or_of_another_community(desk: Desk, path: str) -> None:
    async with desk.rig.client("tickets:open") as client:
        assert (await client.get(path)).status_code == 403
    assert (await desk.as_("front_desk").get(path, params={"community_id": ELSEWHERE})).status_code == 404
    async with desk.rig.client(headers={"Authorization": "Bearer forged"}) as stranger:
        assert (await stranger.get(path)).status_code == 401


async def test_every_code_has_words_in_both_languages(desk: Desk) -> None:
    for language, words in (("en", "Repair"), ("zh-CN", "维修")):
        tables = (await desk.as_("front_desk", language=language).get("/internal/code-tables")).json()
        assert {"code": "repair", "label": words} in tables["ticket_category"]
        assert all(entry["label"] for table in tables.values() for entry in table)
