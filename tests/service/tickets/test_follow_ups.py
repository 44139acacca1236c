"""Follow-up visits. Source: handbook T-16 … T-19."""

from datetime import timedelta
from typing import Any

from services.tickets.demo import seed
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import Desk, account


async def visited(desk: Desk, **given: Any) -> dict[str, Any]:
    """The follow-up of a closed ticket; in the demo community every repair gets one."""
    await seed(desk.rig.service.unit_of_work)
    ticket = await desk.closed(**given)
    (brief,) = (await desk.show(ticket["id"]))["follow_ups"]
    answer = await desk.as_("service_assistant").get(f"/v1/follow-ups/{brief['id']}")
    shown: dict[str, Any] = answer.json()
    assert answer.headers["etag"] == f'"{shown["version"]}"'
    return shown


async def record(desk: Desk, visit: dict[str, Any], role: str = "service_assistant", **body: Any) -> tuple[int, Any]:
    answer = await desk.as_(role).post(f"/v1/follow-ups/{visit['id']}/record", json=body)
    return answer.status_code, answer.json()


async def test_a_repair_is_visited_after_48_hours_by_staff(desk: Desk) -> None:
    visit = await visited(desk)
    assert (visit["visitor_level"], visit["on_site_required"]) == ("staff", visit["on_site_required"])
    assert visit["due_at"] == "2026-11-25T02:00:00Z"
    assert visit["latest_at"] == "2026-12-07T02:00:00Z"


async def test_an_emergency_is_visited_on_site_after_24_hours_by_the_lead(desk: Desk) -> None:
    visit = await visited(desk, severity="emergency")
    assert (visit["visitor_level"], visit["on_site_required"]) == ("lead", True)
    assert visit["due_at"] == "2026-11-24T02:00:00Z"
    assert (await record(desk, visit, result="satisfied", on_site=True))[0] == 403
    status, problem = await record(desk, visit, "service_lead", result="satisfied")
    assert (status, problem["errors"][0]["pointer"]) == (422, "/on_site")
    status, done = await record(desk, visit, "manager", result="satisfied", on_site=True)
    assert (status, done["status"], done["done_by"]) == (200, "satisfied", account("manager"))


async def test_unsatisfied_needs_its_reason(desk: Desk) -> None:
    visit = await visited(desk)
    status, problem = await record(desk, visit, result="unsatisfied")
    assert (status, problem["errors"][0]["pointer"]) == (422, "/reason")


async def test_nobody_is_given_up_before_three_occasions(desk: Desk) -> None:
    visit = await visited(desk)
    counted = []
    for pause in (timedelta(0), timedelta(minutes=20), timedelta(hours=4), timedelta(days=1)):
        desk.rig.clock.advance(pause)
        status, left = await record(desk, visit, result="unreachable")
        assert status == 200
        counted.append((left["failed_attempts"], left["status"]))
    assert counted == [(1, "scheduled"), (1, "scheduled"), (2, "scheduled"), (3, "unreachable")]
    status, _ = await record(desk, visit, result="satisfied", on_site=True)  # one repair in a hundred is drawn for it
    assert status == 409
    (told,) = await desk.rig.told("follow_up.done")
    assert (told.data["result"], told.data["rework_ticket_id"]) == ("unreachable", None)


async def test_a_rework_is_always_visited_and_the_second_one_on_site(desk: Desk) -> None:
    visit = await visited(desk)
    levels = []
    for _ in range(2):
        on_site = visit["on_site_required"]
        status, done = await record(desk, visit, result="unsatisfied", reason="还漏", on_site=on_site)
        assert status == 200
        here = done["rework_ticket_id"]
        await desk.act("service_assistant", here, "dispatch", assignee_id=account("technician"))
        for verb, body in (("accept", {}), ("arrive", {}), ("complete", {"work_done": "x", "signed_by": "王芳"})):
            await desk.act("technician", here, verb, **body)
        await desk.act("front_desk", here, "close", told_requester=True, satisfied=True)
        (brief,) = (await desk.show(here))["follow_ups"]
        visit = (await desk.as_("service_assistant").get(f"/v1/follow-ups/{brief['id']}")).json()
        levels.append(visit["on_site_required"])
    assert levels[-1] is True


async def test_the_same_contact_is_recorded_once_under_its_key(desk: Desk) -> None:
    visit = await visited(desk)
    client, here = desk.as_("service_assistant"), f"/v1/follow-ups/{visit['id']}/record"
    body = {"result": "unsatisfied", "reason": "还漏", "on_site": True}
    first = await client.post(here, json=body, headers={"Idempotency-Key": "visit"})
    again = await client.post(here, json=body, headers={"Idempotency-Key": "visit"})
    assert first.content == again.content
    stale = await client.post(here, json=body, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert len(await desk.rig.told("follow_up.done")) == 1


async def test_visits_are_listed_by_what_is_due_within_the_community(desk: Desk) -> None:
    early = await visited(desk)
    desk.rig.clock.advance(timedelta(hours=48))
    late = await visited(desk)
    client = desk.as_("service_assistant")
    for query, ids in (
        ("", [early["id"], late["id"]]),
        ("?due=true", [early["id"]]),
        ("?status=due", []),
        ("?visitor_level=manager", []),
    ):
        listed = (await client.get(f"/v1/follow-ups{query}")).json()["items"]
        assert [item["id"] for item in listed] == ids, query
    await desk.rig.run_job("follow_ups_due")
    assert len((await client.get("/v1/follow-ups?status=due")).json()["items"]) == 1
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get("/v1/follow-ups")).json()["items"] == []
    assert (await stranger.get(f"/v1/follow-ups/{early['id']}")).status_code == 404
    assert (await record(desk, {"id": "no-such"}, result="satisfied"))[0] == 404


async def test_the_coverage_reached_is_reported(desk: Desk) -> None:
    visit = await visited(desk)
    await desk.closed()
    await record(desk, visit, result="satisfied", on_site=True)
    period = {"since": "2026-11-23T00:00:00Z", "until": "2026-11-24T00:00:00Z"}
    report = (await desk.as_("service_lead").get("/v1/follow-ups/coverage", params=period)).json()
    assert report["categories"] == [
        {"category": "repair", "closed": 2, "planned": 2, "made": 1, "planned_percent": 100.0, "made_percent": 50.0}
    ]
