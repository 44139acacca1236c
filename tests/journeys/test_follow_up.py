"""48 hours later: the visit after a repair falls due, and an unsatisfied one opens linked rework (handbook flows 1)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.belongings import ROOM
from tests.journeys.days import PASSWORD, Days, days_from
from tests.journeys.people import Json, People, eventually

# A Friday on the community's clock.
BEGINNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
async def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Days]:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    async with days_from(BEGINNING, tmp_path) as made:
        yield made


async def _opened(people: People, severity: str) -> Json:
    opening = {
        "room_code": ROOM,
        "category": "repair",
        "severity": severity,
        "source": "phone",
        "room_confirmed": True,
        "summary": "水管爆裂",
        "requester": {"name": "王芳", "phone": "13812345678"},
    }
    answer = await eventually(
        lambda: people.send("front_desk", "POST", "/v1/tickets", json=opening), lambda found: found.is_success
    )
    ticket: Json = answer.json()
    return ticket


async def _repaired(people: People, ticket: Json) -> Json:
    """From dispatch to closing."""
    path = f"/v1/tickets/{ticket['id']}"
    await people.post("service_assistant", f"{path}/dispatch", {"assignee_id": await people.account_id("technician")})
    for verb in ("accept", "arrive"):
        await people.post("technician", f"{path}/{verb}")
    await people.post("technician", f"{path}/complete", {"work_done": "更换软管", "signed_by": "王芳"})
    await people.post("service_lead", f"{path}/close", {"told_requester": True, "satisfied": True})
    return await people.get("manager", path)


async def test_an_unsatisfied_follow_up_opens_linked_rework_until_the_resident_is_content(days: Days) -> None:
    first = await _repaired(days.people, await _opened(days.people, "emergency"))
    (visit,) = first["follow_ups"]
    assert datetime.fromisoformat(visit["due_at"]) - datetime.fromisoformat(first["completed_at"]) == timedelta(days=1)
    assert (visit["status"], visit["visitor_level"]) == ("scheduled", "lead")
    path = f"/v1/follow-ups/{visit['id']}"

    await days.pass_by(hours=23, minutes=59)
    assert (await days.people.get("service_lead", path))["status"] == "scheduled"
    assert await days.people.items("service_lead", "/v1/follow-ups", due=True) == []
    await days.pass_by(minutes=2)

    people = days.people
    assert (await people.get("service_lead", path))["status"] == "due"
    assert [each["id"] for each in await people.items("service_lead", "/v1/follow-ups", due=True)] == [visit["id"]]
    today = await people.get("service_lead", "/v1/front-desk/today")
    assert today["parts"]["tickets"]["data"]["follow_ups_due"] == 1
    (told,) = await eventually(lambda: people.items("manager", "/v1/messages", about=visit["id"]))
    assert (told["template"], told["recipient"]) == ("follow_up_due", "role:service_lead")

    low = await people.refused("service_assistant", "POST", f"{path}/record", 403, json={"result": "satisfied"})
    assert low["type"] == "urn:lobby:problem:visitor-level"
    far = await people.refused("service_lead", "POST", f"{path}/record", 422, json={"result": "satisfied"})
    assert far["type"] == "urn:lobby:problem:on-site-needed"
    unsaid = {"result": "unsatisfied", "on_site": True}
    await people.refused("service_lead", "POST", f"{path}/record", 422, json=unsaid)
    done = await people.post("service_lead", f"{path}/record", {**unsaid, "reason": "又开始漏水"})
    assert done["status"] == "unsatisfied"

    rework = await people.get("manager", f"/v1/tickets/{done['rework_ticket_id']}")
    assert (rework["rework_of"], rework["status"], rework["room_code"]) == (first["id"], "opened", ROOM)
    dispatch = next(each for each in rework["clocks"] if each["clock"] == "dispatch")
    limit = datetime.fromisoformat(dispatch["due_at"]) - datetime.fromisoformat(rework["opened_at"])
    assert limit == timedelta(hours=24), "dispatched within a day (T-19)"

    again = await _repaired(people, rework)
    (second,) = again["follow_ups"]
    await days.pass_by(hours=25)
    ended = await days.people.post(
        "service_lead", f"/v1/follow-ups/{second['id']}/record", {"result": "satisfied", "on_site": True}
    )
    assert (ended["status"], ended["rework_ticket_id"]) == ("satisfied", None)
    await _is_filed(days.people, {visit["id"], second["id"]})


async def _is_filed(people: People, visits: set[str]) -> None:
    """Both visits are in the household's file (R-11)."""
    (file,) = await people.items("service_lead", "/v1/archives", room_code=ROOM)
    entries = await eventually(
        lambda: people.get("service_lead", f"/v1/archives/{file['id']}"),
        lambda whole: visits <= {each["reference_id"] for each in whole["entries"]},
    )
    kinds = {each["kind"] for each in entries["entries"] if each["reference_id"] in visits}
    assert kinds == {"follow_up_record"}


async def test_a_minor_repair_in_the_sample_is_visited_48_hours_after_its_completion(days: Days) -> None:
    """The sample takes three in ten (T-16): of thirty repairs some are in it and some are not."""
    done = await _sampled(days.people)
    (visit,) = done["follow_ups"]
    assert datetime.fromisoformat(visit["due_at"]) - datetime.fromisoformat(done["completed_at"]) == timedelta(hours=48)

    await days.pass_by(hours=47, minutes=59)
    assert (await days.people.get("service_lead", f"/v1/follow-ups/{visit['id']}"))["status"] == "scheduled"
    await days.pass_by(minutes=2)

    due = await days.people.items("service_assistant", "/v1/follow-ups", due=True)
    assert visit["id"] in {each["id"] for each in due}
    record = {"result": "unsatisfied", "reason": "还在滴水", "on_site": True}
    recorded = await days.people.post("service_assistant", f"/v1/follow-ups/{visit['id']}/record", record)
    rework = await days.people.get("front_desk", f"/v1/tickets/{recorded['rework_ticket_id']}")
    assert rework["rework_of"] == done["id"]


async def _sampled(people: People) -> Json:
    for _ in range(30):
        done = await _repaired(people, await _opened(people, "minor"))
        if done["follow_ups"]:
            return done
    raise AssertionError("none of thirty repairs was sampled")
