"""Promises. Source: handbook T-15, T-27; events.md."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import HOME, Desk, account, household, room

PROMISES = "/v1/promises"


def saying(desk: Desk, *, hours: float = 5, **given: Any) -> dict[str, Any]:
    """A call back at three."""
    return {
        "kind": "call_back",
        "what": "三点前回电",
        "due_at": (desk.rig.clock.now() + timedelta(hours=hours)).isoformat(),
        "about": {"kind": "room", "id": room(HOME)},
        **given,
    }


async def made(desk: Desk, role: str = "front_desk", **given: Any) -> dict[str, Any]:
    answer = await desk.as_(role).post(PROMISES, json=saying(desk, **given))
    assert answer.status_code == 201, answer.text
    promise: dict[str, Any] = answer.json()
    return promise


async def does(desk: Desk, role: str, promise: dict[str, Any], verb: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = await desk.as_(role).post(f"{PROMISES}/{promise['id']}/{verb}", json=body)
    left: dict[str, Any] = answer.json()
    return answer.status_code, left


async def test_a_promise_is_told_as_due_and_as_broken_once_each_and_exactly(desk: Desk) -> None:
    promise = await made(desk, about={"kind": "ticket", "id": (await desk.open())["id"]})
    assert (promise["status"], promise["room_code"], promise["owner_id"]) == ("open", HOME, account("front_desk"))
    desk.rig.clock.advance(timedelta(hours=4, minutes=45))
    await desk.rig.run_job("promises_due")
    assert not await desk.rig.told("promise.due")
    desk.rig.clock.advance(timedelta(seconds=1))
    for _ in range(2):
        await asyncio.gather(*(desk.rig.run_job("promises_due") for _ in range(3)))
    (due,) = await desk.rig.told("promise.due")
    assert (due.subject, due.data["due_at"]) == (promise["id"], promise["due_at"])
    assert due.data["ticket_id"] == promise["about"]["id"]

    desk.rig.clock.advance(timedelta(minutes=14, seconds=59))
    await desk.rig.run_job("promises_due")
    assert not await desk.rig.told("promise.broken"), "due now is in time"
    desk.rig.clock.advance(timedelta(minutes=7))
    for _ in range(2):
        await desk.rig.run_job("promises_due")
    (broken,) = await desk.rig.told("promise.broken")
    assert (broken.data["due_at"], broken.sequence) == (promise["due_at"], 2)
    shown = (await desk.as_("front_desk").get(f"{PROMISES}/{promise['id']}")).json()
    assert (shown["status"], shown["broken_at"]) == ("broken", promise["due_at"])


async def test_kept_late_stays_counted_as_broken_even_before_the_timer_looked(desk: Desk) -> None:
    in_time, late, cancelled = [await made(desk, hours=1) for _ in range(3)]
    status, kept = await does(desk, "front_desk", in_time, "keep", note="已回电")
    assert (status, kept["status"], kept["settled_by"], kept["note"]) == (200, "kept", account("front_desk"), "已回电")
    assert (await does(desk, "front_desk", cancelled, "cancel", reason="业户说不用了"))[1]["status"] == "cancelled"
    desk.rig.clock.advance(timedelta(hours=2))
    status, kept = await does(desk, "service_lead", late, "keep")
    assert (status, kept["status"], kept["broken_at"]) == (200, "kept", late["due_at"])
    assert [event.type for event in await desk.rig.told()] == ["promise.due", "promise.broken"]
    await desk.rig.run_job("promises_due")
    assert len(await desk.rig.told()) == 2

    period = {"since": "2026-11-23T00:00:00Z", "until": "2026-11-24T00:00:00Z"}
    counts = (await desk.as_("service_lead").get(f"{PROMISES}/counts", params=period)).json()
    assert counts["owners"] == [{"owner_id": account("front_desk"), "promised": 2, "kept": 2, "broken": 1}]


@pytest.mark.parametrize(
    ("kind", "amount", "approver"),
    [("time", None, "service_lead"), ("compensation", 5000, "manager"), ("compensation", 1, "service_lead")],
)
async def test_what_goes_beyond_authority_is_no_promise_until_another_approves(
    desk: Desk, kind: str, amount: int | None, approver: str
) -> None:
    promise = await made(desk, kind=kind, amount_fen=amount)
    assert (promise["status"], promise["approved_by"]) == ("proposed", None)
    assert (await does(desk, "front_desk", promise, "keep"))[0] == 409
    async with desk.rig.client("promises:approve", "promises:read") as oneself:
        own = await oneself.post(f"{PROMISES}/{promise['id']}/approve", json={})
    assert (own.status_code, own.json()["type"]) == (403, "urn:lobby:problem:promise-authority")
    status, approved = await does(desk, approver, promise, "approve", note="同意")
    assert (status, approved["status"], approved["approved_by"]) == (200, "open", account(approver))
    assert (await does(desk, approver, promise, "approve"))[0] == 409


async def test_nobody_approves_their_own_promise_and_none_whose_time_has_gone(desk: Desk) -> None:
    own = await made(desk, "service_lead", kind="compensation", amount_fen=100)
    status, problem = await does(desk, "service_lead", own, "approve")
    assert (status, problem["type"]) == (403, "urn:lobby:problem:own-promise")
    assert (await does(desk, "manager", own, "approve"))[0] == 200
    asked = await made(desk, kind="time", hours=1)
    desk.rig.clock.advance(timedelta(hours=2))
    status, problem = await does(desk, "service_lead", asked, "approve")
    assert (status, problem["type"]) == (422, "urn:lobby:problem:promise-past")
    assert (await does(desk, "service_lead", asked, "cancel", reason="来不及"))[1]["status"] == "cancelled"


async def test_a_shift_hands_its_promises_over(desk: Desk) -> None:
    promise = await made(desk)
    status, left = await does(
        desk, "front_desk", promise, "hand-over", owner_id=account("service_assistant"), note="交班"
    )
    assert (status, left["owner_id"], left["due_at"]) == (200, account("service_assistant"), promise["due_at"])
    assert (await does(desk, "front_desk", promise, "keep"))[0] == 403
    shown = (await desk.as_("front_desk").get(f"{PROMISES}/{promise['id']}")).json()
    (entry,) = shown["handovers"]
    assert (entry["from_id"], entry["to_id"], entry["note"]) == (
        account("front_desk"),
        account("service_assistant"),
        "交班",
    )
    mine = await desk.as_("service_assistant").get(PROMISES, params={"owner_id": account("service_assistant")})
    assert [each["id"] for each in mine.json()["items"]] == [promise["id"]]


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"due_at": "2026-11-23T01:59:59Z"}, "/due_at"),
        ({"due_at": "2028-11-23T02:00:00Z"}, "/due_at"),
        ({"due_at": "2026-11-23T09:00:00"}, "/due_at"),
        ({"kind": "dream"}, "/kind"),
        ({"what": " "}, "/what"),
        ({"what": "x" * 201}, "/what"),
        ({"what": "a\u0000b"}, "/what"),
        ({"about": {"kind": "room", "id": "no-such"}}, "/about/id"),
        ({"about": {"kind": "household", "id": "no-such"}}, "/about/id"),
        ({"about": {"kind": "ticket", "id": "no-such"}}, "/about/id"),
        ({"about": {"kind": "moon", "id": "x"}}, "/about/kind"),
        ({"owner_id": "nobody"}, "/owner_id"),
        ({"amount_fen": 100}, "/amount_fen"),
        ({"kind": "compensation"}, "/amount_fen"),
        ({"kind": "compensation", "amount_fen": 0}, "/amount_fen"),
        ({"kind": "compensation", "amount_fen": -1}, "/amount_fen"),
        ({"status": "kept"}, "/status"),
    ],
)
async def test_what_a_promise_refuses(desk: Desk, given: dict[str, Any], pointer: str) -> None:
    answer = await desk.as_("front_desk").post(PROMISES, json=saying(desk, **given))
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await desk.as_("front_desk").get(PROMISES)).json()["items"] == []


async def test_promises_are_seen_within_the_community_and_by_field_staff_only_their_own(desk: Desk) -> None:
    desks = await made(desk, about={"kind": "household", "id": household(HOME)})
    own = await made(desk, "technician", hours=6, about={"kind": "reference", "id": "renovation:17"})
    seen = (await desk.as_("technician").get(PROMISES)).json()["items"]
    assert [each["id"] for each in seen] == [own["id"]]
    assert (await does(desk, "technician", desks, "keep"))[0] == 404
    assert (await does(desk, "service_assistant", desks, "keep"))[0] == 403
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get(f"{PROMISES}/{desks['id']}")).status_code == 404
    assert (await stranger.get(PROMISES)).json()["items"] == []
    assert (await stranger.post(PROMISES, json=saying(desk))).status_code == 422, "the room is not of that community"
    client = desk.as_("front_desk")
    first = (await client.get(PROMISES, params={"limit": 1})).json()
    rest = (await client.get(PROMISES, params={"limit": 1, "cursor": first["next_cursor"]})).json()
    assert [first["items"][0]["id"], rest["items"][0]["id"]] == [desks["id"], own["id"]]
    assert (await client.get(PROMISES, params={"cursor": "x"})).status_code == 422


async def test_the_desks_pages_show_what_is_due_and_what_was_broken(desk: Desk) -> None:
    broken, due, later = [await made(desk, hours=hours) for hours in (1, 2.2, 9)]
    await made(desk, kind="time")
    desk.rig.clock.advance(timedelta(hours=2))
    await desk.rig.run_job("promises_due")
    client = desk.as_("front_desk")
    listed = (await client.get(PROMISES, params={"due": True})).json()["items"]
    assert [each["id"] for each in listed] == [broken["id"], due["id"]]
    page = (await client.get("/internal/front-desk/promises")).json()
    assert {name: page[name] for name in ("proposed", "open", "due", "broken")} == {
        "proposed": 1,
        "open": 1,
        "due": 1,
        "broken": 1,
    }
    assert [line["promise_id"] for line in page["next"]] == [broken["id"], due["id"], later["id"]]
    today = (await client.get("/internal/front-desk/today")).json()
    assert [line["promise_id"] for line in today["promises_due"]] == [broken["id"], due["id"]]
    assert today["promises_broken"] == 1
    async with desk.rig.client("tickets:read") as other:
        seen = (await other.get("/internal/front-desk/today")).json()
        assert (seen["promises_due"], seen["promises_broken"]) == (None, None)
        assert (await other.get("/internal/front-desk/promises")).status_code == 403


async def test_a_change_is_made_once_under_its_key_and_never_on_a_stale_read(desk: Desk) -> None:
    client, key = desk.as_("front_desk"), {"Idempotency-Key": "promise"}
    first = await client.post(PROMISES, json=saying(desk), headers=key)
    again = await client.post(PROMISES, json=saying(desk), headers=key)
    assert first.content == again.content
    here = f"{PROMISES}/{first.json()['id']}"
    assert first.headers["location"] == here
    assert (await client.post(f"{here}/keep", json={}, headers={"If-Match": '"9"'})).status_code == 412
    assert (await client.post(f"{here}/keep", json={}, headers={"If-Match": '"1"'})).status_code == 200


async def test_a_shift_hands_all_its_promises_over_at_once_or_none(desk: Desk) -> None:
    mine = [await made(desk) for _ in range(3)]
    (other,) = [await made(desk, role="service_lead")]
    here, relief = f"{PROMISES}/hand-over", account("service_assistant")
    front_desk = desk.as_("front_desk")
    for body, pointer in (
        ({"owner_id": account("technician", number=9)}, "/owner_id"),
        ({"owner_id": account("front_desk")}, "/owner_id"),
        ({"owner_id": relief, "promise_ids": [mine[0]["id"], other["id"]]}, "/promise_ids/1"),
        ({"owner_id": relief, "from_owner_id": account("service_lead")}, "/from_owner_id"),
    ):
        refused = await front_desk.post(here, json=body)
        assert refused.json()["errors"][0]["pointer"] == pointer, refused.text
    listed = (await front_desk.get(PROMISES, params={"owner_id": account("front_desk")})).json()["items"]
    assert len(listed) == 3, "what was refused passed nothing on"
    chosen = await front_desk.post(here, json={"owner_id": relief, "promise_ids": [mine[1]["id"]], "note": "交班"})
    assert [it["id"] for it in chosen.json()["items"]] == [mine[1]["id"]]
    rest = await desk.as_("service_lead").post(here, json={"owner_id": relief, "from_owner_id": account("front_desk")})
    assert {it["id"] for it in rest.json()["items"]} == {mine[0]["id"], mine[2]["id"]}
    shown = (await desk.as_("service_lead").get(f"{PROMISES}/{mine[0]['id']}")).json()
    assert [(it["by_id"], it["from_id"]) for it in shown["handovers"]] == [
        (account("service_lead"), account("front_desk"))
    ]
