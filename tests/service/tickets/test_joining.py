"""One matter, one ticket: hints at intake, merging, splitting. Source: handbook T-01, T-05, T-08."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import HOME, PERMISSIONS, Desk, account, household, opening
from tests.service.tickets.test_intake import statements

PATH = "/v1/tickets"
GOLDEN = Path(__file__).parents[2] / "contracts" / "golden"


async def lines(desk: Desk, ticket_id: str) -> list[str]:
    page = await desk.as_("service_lead").get(f"{PATH}/{ticket_id}/history")
    return [item["line"] for item in page.json()["items"]]


async def refused(desk: Desk, ticket_id: str, into: str, status: int, slug: str, role: str = "front_desk") -> None:
    before = await desk.show(ticket_id)
    answer = await desk.as_(role).post(f"{PATH}/{ticket_id}/merge", json={"into": into})
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:lobby:problem:{slug}"), answer.text
    assert await desk.show(ticket_id) == before


async def test_the_desk_is_told_at_once_that_the_matter_is_open_already(desk: Desk) -> None:
    first = await desk.open()
    assert first["duplicates"] == []
    desk.rig.clock.advance(timedelta(minutes=20))
    with statements(desk) as seen:
        again = await desk.open(summary="水龙头还在滴水")
    assert (again["duplicates"][0]["number"], len(again["duplicates"])) == (first["number"], 1)
    assert again["duplicates"][0]["opened_at"] == first["opened_at"]
    assert len(seen) == (6 if desk.rig.service.database.is_sqlite else 4), "the hint costs no statement"
    in_words = await desk.open(category="complaint", summary="厨房水龙头漏水，等了三天")
    assert [hint["number"] for hint in in_words["duplicates"]] == [first["number"]]
    assert (await desk.open(category="consultation", summary="怎么交物业费"))["duplicates"] == []
    common = await desk.open(room_code=None, room_confirmed=True)
    assert [hint["number"] for hint in common["duplicates"]] == [in_words["number"], first["number"]]
    assert (await desk.open(room_code=None, summary="楼道灯不亮"))["duplicates"] == []
    neighbour = {"room_code": "1#1-2-3", "room_confirmed": True, "summary": "厨房水龙头漏水"}
    assert [hint["number"] for hint in (await desk.open(**neighbour))["duplicates"]] == [common["number"]]
    desk.rig.clock.advance(timedelta(hours=25))
    assert (await desk.open(room_code=None))["duplicates"] == [], "of the last day alone"


async def test_what_is_closed_is_no_duplicate(desk: Desk) -> None:
    ticket = await desk.open()
    await desk.act("front_desk", ticket["id"], "dismiss", outcome="withdrawn", explanation="修好了")
    assert (await desk.open())["duplicates"] == []


async def test_duplicates_are_looked_for_before_taking_in(desk: Desk) -> None:
    leak = await desk.open()
    noise = await desk.open(category="complaint", summary="噪音扰民")
    client = desk.as_("front_desk")

    async def hints(**asked: str) -> list[str]:
        with statements(desk) as seen:
            answer = await client.get(f"{PATH}/duplicates", params={"room_code": HOME, **asked})
        assert answer.status_code == 200, answer.text
        assert len(seen) == 2
        return [item["number"] for item in answer.json()["items"]]

    assert await hints(category="repair") == [leak["number"]]
    assert await hints(summary="半夜噪音扰民") == [noise["number"]]
    assert sorted(await hints()) == [leak["number"], noise["number"]]
    assert await hints(category="help") == []
    assert await hints(room_code="1#1-2-3") == []
    unknown = await client.get(f"{PATH}/duplicates", params={"room_code": "9#9"})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/room_code")
    nearby = await client.get(f"{PATH}/duplicates", params={"summary": "水龙头漏水了"})
    assert [item["number"] for item in nearby.json()["items"]] == [leak["number"]]
    field = await desk.as_("technician").get(f"{PATH}/duplicates", params={"room_code": HOME})
    assert field.json()["items"] == []
    every = (await client.get(f"{PATH}/duplicates")).json()["items"]
    assert sorted(item["number"] for item in every) == [leak["number"], noise["number"]]


async def test_two_tickets_of_one_matter_become_one(desk: Desk) -> None:
    first, second = await desk.open(), await desk.dispatched()
    merged = await desk.act("front_desk", second["id"], "merge", into=first["id"], note="同一处漏水")
    assert (merged["status"], merged["outcome"], merged["merged_into"]) == ("closed", "merged", first["id"])
    assert all(clock["met_at"] for clock in merged["clocks"])
    assert f"front_desk merged it into {first['number']} and closed it" in await lines(desk, second["id"])
    assert (await lines(desk, first["id"]))[-1] == f"front_desk merged {second['number']} into it"
    assert (await desk.show(first["id"]))["version"] == 2
    (told,) = await desk.rig.told("ticket.closed")
    assert (told.subject, told.data["outcome"], told.data["billable_items"]) == (second["id"], "merged", [])
    golden = json.loads((GOLDEN / "ticket.closed.v1-merged.json").read_text())
    assert golden.keys() <= told.data.keys()
    names = ("outcome", "status", "billable_items")
    assert [told.data[name] for name in names] == [golden[name] for name in names]
    assert await desk.rig.told("follow_up.planned") == []
    desk.rig.clock.advance(timedelta(days=2))
    late = await desk.as_("service_lead").get(PATH, params={"overdue": True})
    assert [item["id"] for item in late.json()["items"]] == [first["id"]]


async def test_what_can_not_be_merged(desk: Desk) -> None:
    ticket = await desk.open()
    await refused(desk, ticket["id"], ticket["id"], 422, "merge-into-itself")
    await refused(desk, ticket["id"], "no-such", 422, "invalid-field")
    gone = await desk.closed()
    await refused(desk, ticket["id"], gone["id"], 409, "merge-into-closed")
    await refused(desk, gone["id"], ticket["id"], 409, "illegal-transition")
    done = await desk.completed()
    await refused(desk, done["id"], ticket["id"], 409, "illegal-transition")
    loud = await desk.open(category="complaint", summary="水龙头漏水没人来")
    await refused(desk, loud["id"], ticket["id"], 422, "merge-across-categories")
    answer = await desk.as_("front_desk").post(f"{PATH}/{ticket['id']}/merge", json={"into": gone["number"]})
    assert answer.json()["errors"][0]["pointer"] == "/into"


async def test_what_the_resident_accepted_is_not_merged_away(desk: Desk) -> None:
    other, paid = await desk.open(), await desk.completed(paid=True)
    await desk.act("front_desk", paid["id"], "reopen", reason="还在滴水")
    await refused(desk, paid["id"], other["id"], 409, "agreed-work-is-billed")
    kept = await desk.act("front_desk", other["id"], "merge", into=paid["id"])
    assert kept["merged_into"] == paid["id"], "the other way round it stays to be billed"


async def test_the_graver_and_the_earlier_of_two_complaints_stay(desk: Desk) -> None:
    said = {"category": "complaint", "summary": "楼上半夜噪音"}
    first = await desk.open(severity="major", room_code="1#1-2-3", room_confirmed=True, **said)
    promise = {
        "kind": "answer", "what": "三点前答复", "due_at": "2026-11-23T15:00:00+08:00",
        "about": {"kind": "ticket", "id": first["id"]},
    }  # fmt: skip
    made = await desk.as_("front_desk").post("/v1/promises", json=promise)
    assert made.status_code == 201, made.text
    desk.rig.clock.advance(timedelta(hours=1))
    second = await desk.open(severity="minor", **said)
    await refused(desk, first["id"], second["id"], 403, "lead-decides")
    await desk.act("service_lead", first["id"], "merge", into=second["number"].lower())
    left = await desk.show(second["id"])
    assert (left["severity"], left["nature"], left["opened_at"]) == ("major", "important", first["opened_at"])
    due = {clock["clock"]: clock["due_at"] for clock in left["clocks"]}
    assert due == {clock["clock"]: clock["due_at"] for clock in first["clocks"]}
    (merged,) = left["merged_from"]
    assert (merged["number"], merged["requester"]["phone"], merged["household_id"]) == (
        first["number"],
        "138****5678",
        household("1#1-2-3"),
    )
    line = "service_lead changed severity: Minor → Major; receipt: 2026-11-23 11:00 → 2026-11-23 10:00"
    assert line in await lines(desk, second["id"])
    (told,) = await desk.rig.told("ticket.severity_changed")
    assert (told.subject, told.data["before"], told.data["severity"]) == (second["id"], "minor", "major")
    moved = (await desk.as_("front_desk").get("/v1/promises")).json()["items"]
    assert [(it["about"]["id"], it["room_code"]) for it in moved] == [(second["id"], HOME)]

    third = await desk.open(severity="major", **said)
    await desk.act("service_lead", second["id"], "merge", into=third["id"].upper())
    through = (await desk.show(third["id"]))["merged_from"]
    assert [each["number"] for each in through] == [first["number"], second["number"]]
    await desk.act("front_desk", third["id"], "dismiss", outcome="withdrawn", explanation="业户撤回")
    told = (await desk.rig.told("ticket.closed"))[-1]
    assert (told.subject, told.data["merged_households"]) == (
        third["id"],
        [
            {"household_id": household("1#1-2-3"), "ticket_number": first["number"]},
            {"household_id": household(HOME), "ticket_number": second["number"]},
        ],
    )


async def test_nothing_is_merged_across_communities(desk: Desk) -> None:
    ours = await desk.open()
    there = desk.as_("front_desk", community=ELSEWHERE)
    theirs = (await there.post(PATH, json=opening(room_code=None))).json()
    await refused(desk, ours["id"], theirs["id"], 422, "invalid-field")
    both = desk.rig.client(
        *PERMISSIONS["manager"], account_id=account("manager"), roles=["manager"], communities=[GARDEN, ELSEWHERE]
    )
    async with both:
        answer = await both.post(f"{PATH}/{ours['id']}/merge", json={"into": theirs["id"]})
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:lobby:problem:merge-across-communities"
    assert answer.json()["errors"][0]["pointer"] == "/into"


async def test_a_part_gets_a_ticket_of_its_own(desk: Desk) -> None:
    whole = await desk.open(summary="水龙头漏水，邻居半夜噪音")
    desk.rig.clock.advance(timedelta(hours=3))
    answer = await desk.as_("front_desk").post(
        f"{PATH}/{whole['id']}/split", json={"summary": "邻居半夜噪音", "category": "complaint"}
    )
    assert answer.status_code == 201, answer.text
    part = answer.json()
    assert answer.headers["location"] == f"{PATH}/{part['id']}"
    assert (part["split_from"], part["department"], part["requester"]) == (
        whole["id"],
        "customer_service",
        whole["requester"],
    )
    due = {clock["clock"]: clock["due_at"] for clock in part["clocks"]}
    assert due == {
        "dispatch": "2026-11-23T05:05:00Z",
        "respond": "2026-11-24T02:00:00Z",
        "settle": "2026-11-24T02:00:00Z",
    }
    assert (await lines(desk, whole["id"]))[-1] == f"front_desk split {part['number']} off"
    assert f"front_desk split it off {whole['number']}" in await lines(desk, part["id"])
    assert [event.subject for event in await desk.rig.told("ticket.opened")] == [whole["id"], part["id"]]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/summary"),
        ({"summary": " "}, "/summary"),
        ({"summary": "a", "severity": "major"}, "/severity"),
        ({"summary": "a", "category": "gossip"}, "/category"),
        ({"summary": "a", "description": "\x00"}, "/description"),
        ({"summary": "a", "more": 1}, "/more"),
    ],
)
async def test_a_split_that_makes_no_sense_changes_nothing(desk: Desk, body: dict[str, Any], pointer: str) -> None:
    ticket = await desk.open()
    answer = await desk.as_("front_desk").post(f"{PATH}/{ticket['id']}/split", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert len(await desk.rig.told("ticket.opened")) == 1


async def test_nothing_is_split_off_what_is_closed(desk: Desk) -> None:
    gone = await desk.closed()
    answer = await desk.as_("front_desk").post(f"{PATH}/{gone['id']}/split", json={"summary": "还有灯"})
    assert answer.status_code == 409
    assert len(await desk.rig.told("ticket.opened")) == 1
