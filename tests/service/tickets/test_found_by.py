"""A ticket is found by what it says now and by nothing that it said before. Source: handbook T-05, decision 0019."""

from decimal import Decimal
from typing import Any

import pytest

from services.tickets.requests.models import Ticket
from shared.contracts.residents import RoomChanged
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import HOME, Desk, room
from tests.service.tickets.test_promises import does, made

PATH = "/v1/tickets"
NEW_CODE = "8#2-5-1"


async def found(desk: Desk, typed: str, **query: Any) -> list[str]:
    answer = await desk.as_("service_lead").get(PATH, params={"q": typed, "sort": "opened_at", **query})
    assert answer.status_code == 200, answer.text
    return [ticket["number"] for ticket in answer.json()["items"]]


async def change(desk: Desk, ticket: dict[str, Any], **change_: Any) -> None:
    answer = await desk.as_("service_lead").patch(f"{PATH}/{ticket['id']}", json=change_, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def rename(desk: Desk, code: str = NEW_CODE, *, version: int = 2) -> None:
    """Residents tell that the room of HOME is called otherwise."""
    told = RoomChanged(
        room_id=room(HOME), code=code, building=code.partition("#")[0], area_m2=Decimal("89.50"), kind="flat",
        occupancy="occupied", version=version,
    )  # fmt: skip
    await desk.rig.tell(told, subject=room(HOME))


async def test_a_correction_changes_what_finds_it(desk: Desk) -> None:
    ticket = await desk.open(summary="厨房漏水", description="阀门生锈")
    assert await found(desk, "阀门") == [ticket["number"]]
    await change(desk, ticket, summary="卧室灯不亮", description="开关打火")
    assert [await found(desk, words) for words in ("厨房", "漏水", "阀门", "生锈")] == [[]] * 4
    assert [await found(desk, words) for words in ("灯不亮", "打火")] == [[ticket["number"]]] * 2
    await change(desk, ticket, description=None)
    assert (await found(desk, "打火"), await found(desk, "卧室")) == ([], [ticket["number"]])


async def test_what_leaves_the_words_as_they_are_leaves_what_finds_it(desk: Desk) -> None:
    """A severity, a whole life with a reopening, and closing."""
    ticket = await desk.completed(summary="厨房漏水")
    await change(desk, ticket, severity="medium")
    await desk.act("front_desk", ticket["id"], "reopen", reason="还在滴水")
    for verb, body in (("accept", {}), ("arrive", {}), ("complete", {"work_done": "换阀", "signed_by": "王芳"})):
        await desk.act("technician", ticket["id"], verb, **body)
    await desk.act("front_desk", ticket["id"], "close", told_requester=True, satisfied=True)
    for words in ("厨房漏", "王芳", ticket["number"], HOME):
        assert await found(desk, words) == [ticket["number"]], words
    assert await found(desk, "换阀") == [ticket["number"]], "what was done is a term of it too"


async def test_the_part_that_is_split_off_is_found_by_its_own_words(desk: Desk) -> None:
    first = await desk.open(summary="厨房漏水，客厅插座坏")
    answer = await desk.as_("front_desk").post(f"{PATH}/{first['id']}/split", json={"summary": "插座没电"})
    part = answer.json()
    await change(desk, first, summary="厨房漏水")
    assert (await found(desk, "插座"), await found(desk, "厨房")) == ([part["number"]], [first["number"]])
    assert await found(desk, "王芳") == [first["number"], part["number"]]


async def test_a_merged_ticket_is_found_by_its_words_and_the_other_by_its_own(desk: Desk) -> None:
    first, second = await desk.open(summary="厨房漏水"), await desk.open(summary="楼下渗水")
    await desk.act("front_desk", second["id"], "merge", into=first["id"])
    assert (await found(desk, "渗水"), await found(desk, "漏水")) == ([second["number"]], [first["number"]])
    assert await found(desk, "渗水", open=True) == []


async def test_a_rework_is_found_by_why_it_was_asked_for(desk: Desk) -> None:
    ticket = await desk.closed(category="complaint", department="engineering", summary="电梯异响")
    (brief,) = (await desk.show(ticket["id"]))["follow_ups"]
    unhappy = {"result": "unsatisfied", "reason": "夜里仍响"}
    done = await desk.as_("service_lead").post(f"/v1/follow-ups/{brief['id']}/record", json=unhappy)
    rework = await desk.show(done.json()["rework_ticket_id"])
    assert await found(desk, "仍响") == [rework["number"]]
    assert await found(desk, "异响") == [ticket["number"], rework["number"]]


async def test_a_room_that_is_called_otherwise_takes_its_tickets_along(desk: Desk) -> None:
    closed, opened = await desk.closed(), await desk.open(category="complaint")
    other = await desk.open(room_code="1#1-2-3")
    await rename(desk)
    numbers = [closed["number"], opened["number"]]
    assert (await found(desk, NEW_CODE), await found(desk, HOME)) == (numbers, [])
    assert await found(desk, "2-5-1") == numbers
    assert await found(desk, "1#1-2-3") == [other["number"]]
    shown = await desk.show(opened["id"])
    assert (shown["room_code"], shown["room_id"], shown["version"]) == (NEW_CODE, room(HOME), opened["version"] + 1)
    listed = await desk.as_("front_desk").get(PATH, params={"building": "8"})
    assert {ticket["number"] for ticket in listed.json()["items"]} == set(numbers)
    told = {"en": f"The room {HOME} is called {NEW_CODE} now", "zh-CN": f"房号由 {HOME} 改为 {NEW_CODE}"}
    for language, line in told.items():
        page = await desk.as_("manager", language=language).get(f"{PATH}/{opened['id']}/history")
        assert page.json()["items"][-1]["line"] == line

    await rename(desk, "9#9-9-9", version=1)
    assert await found(desk, NEW_CODE) == numbers, "a late event brings nothing back"
    await rename(desk, version=3)
    assert (await desk.show(opened["id"]))["version"] == shown["version"], "the same code again changes nothing"
    new = await desk.open(room_code=NEW_CODE)
    assert (new["room_id"], await found(desk, NEW_CODE)) == (room(HOME), [*numbers, new["number"]])


async def test_visits_that_wait_and_promises_that_stand_name_the_door_that_is_there(desk: Desk) -> None:
    ticket = await desk.closed(category="complaint", department="engineering")
    (brief,) = (await desk.show(ticket["id"]))["follow_ups"]
    of_room = await made(desk)
    of_ticket = await made(desk, about={"kind": "ticket", "id": ticket["id"]})
    kept = await made(desk)
    elsewhere = await made(desk, about={"kind": "room", "id": room("1#1-2-3")})
    assert (await does(desk, "front_desk", kept, "keep"))[0] == 200
    await rename(desk)
    visit = (await desk.as_("service_lead").get(f"/v1/follow-ups/{brief['id']}")).json()
    assert (visit["room_code"], visit["version"]) == (NEW_CODE, 2)
    codes = {
        promise["id"]: promise["room_code"]
        for promise in (await desk.as_("front_desk").get("/v1/promises")).json()["items"]
    }
    assert codes == {
        of_room["id"]: NEW_CODE, of_ticket["id"]: NEW_CODE, kept["id"]: HOME, elsewhere["id"]: "1#1-2-3",
    }  # fmt: skip
    assert (await does(desk, "front_desk", of_room, "keep"))[0] == 200


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [
        ("number", "T991231-0001", "T991231"),
        ("room_code", "7#7-7-7", "7#7-7"),
        ("requester_name", "欧阳晓", "欧阳"),
        ("summary", "天台积雪", "积雪"),
        ("description", "檐沟结冰", "檐沟"),
    ],
)
async def test_whichever_of_its_words_is_changed_finds_it(desk: Desk, field: str, value: str, typed: str) -> None:
    """However it is changed: nobody who changes a row needs to think of the search."""
    ticket = await desk.open(description="阀门生锈")
    old = "王芳" if field == "requester_name" else ticket[field]
    assert await found(desk, old) == [ticket["number"]]
    async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
        row = await tx.session.get_one(Ticket, ticket["id"])
        setattr(row, field, value)
    number = value if field == "number" else ticket["number"]
    assert (await found(desk, typed), await found(desk, old)) == ([number], [])


async def test_nothing_is_found_of_another_community(desk: Desk) -> None:
    await desk.open(summary="厨房漏水")
    await rename(desk)
    answer = await desk.as_("service_lead", community=ELSEWHERE).get(PATH, params={"q": NEW_CODE})
    assert answer.json()["items"] == []
