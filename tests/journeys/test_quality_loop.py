"""What the quality loop tells across services: surveys, arrears, incidents, the result of an assembly.

Source: handbook T-23, T-26, T-29.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.belongings import ROOM
from tests.journeys.days import PASSWORD, Days, days_from
from tests.journeys.people import Json, People, eventually

# A Monday, ten in the morning on the community's clock.
BEGINNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MATTERS = "/v1/committee-matters"


@pytest.fixture
async def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Days]:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    async with days_from(BEGINNING, tmp_path) as made:
        yield made


async def _reported(people: People, occasion: str) -> Json:
    found = await eventually(
        lambda: people.items("service_lead", MATTERS, kind="report"),
        lambda items: [each for each in items if each["occasion"] == occasion],
    )
    (matter,) = [each for each in found if each["occasion"] == occasion]
    return matter


async def test_sampled_households_hear_of_the_survey_and_the_unsatisfied_are_on_the_desks_screen(days: Days) -> None:
    people = days.people
    question = {"code": "cleaning", "question_zh": "保洁？", "question_en": "Clean?"}
    draft = {"year": 2097, "half": 2, "title": "下半年满意度调查", "items": [question], "percent": 20}
    survey = await eventually(
        lambda: people.send("service_lead", "POST", "/v1/surveys", json=draft), lambda answer: answer.is_success
    )
    path = f"/v1/surveys/{survey.json()['id']}"
    opened = await people.post("service_lead", f"{path}/open")
    asked = await people.items("service_lead", f"{path}/households", limit=200)
    told = await eventually(
        lambda: people.items("manager", "/v1/messages", about=opened["id"], limit=200),
        lambda items: len(items) > opened["asked"],
    )
    invited = {each["household_id"] for each in told if each["template"] == "survey_invitation"}
    assert invited == {each["household_id"] for each in asked}

    paper = {"room_code": asked[0]["room_code"], "marks": [{"item": "cleaning", "mark": "unsatisfied"}]}
    await people.post("service_assistant", f"{path}/answers", paper)
    today = (await people.get("front_desk", "/v1/front-desk/today"))["parts"]["tickets"]["data"]
    assert today["survey_visits_waiting"] == 1
    assert [each["room_code"] for each in today["survey_visits_due"]] == [asked[0]["room_code"]]


async def _owes_for_a_repair(people: People) -> None:
    opening = {
        "room_code": ROOM,
        "category": "repair",
        "source": "phone",
        "room_confirmed": True,
        "summary": "水龙头滴水",
        "requester": {"name": "王芳", "phone": "13812345678"},
    }
    answer = await eventually(
        lambda: people.send("front_desk", "POST", "/v1/tickets", json=opening), lambda found: found.is_success
    )
    path = f"/v1/tickets/{answer.json()['id']}"
    await people.post("service_assistant", f"{path}/dispatch", {"assignee_id": await people.account_id("technician")})
    for verb in ("accept", "arrive"):
        await people.post("technician", f"{path}/{verb}")
    quote = {"lines": [{"item": "repair_tap", "quantity": 1}]}
    await eventually(
        lambda: people.send("technician", "POST", f"{path}/quote", json=quote), lambda found: found.is_success
    )
    await people.post("service_assistant", f"{path}/approve-quote", {"accepted_by": "王芳", "statement": "同意"})
    await people.post("technician", f"{path}/complete", {"work_done": "更换", "signed_by": "王芳"})
    await people.post("service_lead", f"{path}/close", {"told_requester": True, "satisfied": True})
    await eventually(lambda: people.items("cashier", "/v1/charges", cause_id=path.rpartition("/")[2]))


async def test_arrears_of_half_a_year_and_incidents_become_matters_to_report(days: Days) -> None:
    await _owes_for_a_repair(days.people)
    await days.pass_by(days=150)
    await days.run("billing", "judge_arrears")
    assert await days.people.items("cashier", "/v1/arrears/crossings") == []
    await days.pass_by(days=70)
    for _ in range(2):
        await days.run("billing", "judge_arrears")
    (crossing,) = await days.people.items("cashier", "/v1/arrears/crossings", lasting=True)
    matter = await _reported(days.people, "arrears")
    assert (matter["cause_id"], crossing["over"], crossing["room_code"]) == (crossing["id"], ["age"], ROOM)
    assert matter["subject"].startswith(f"{ROOM} ¥")

    danger = {
        "category": "public_safety",
        "source": "gate",
        "summary": "楼前斗殴",
        "requester": {"name": "门岗", "phone": "13800138000"},
    }
    ticket = await days.people.post("front_desk", "/v1/tickets", danger)
    await days.run("tickets", "raise_incidents")
    assert (await _reported(days.people, "incident"))["subject"] == f"{ticket['number']} {ticket['summary']}"
    told = await eventually(
        lambda: days.people.items("manager", "/v1/messages", about=ticket["id"]),
        lambda items: len([each for each in items if each["template"] == "incident_raised"]) > 1,
    )
    alerted = {each["recipient"] for each in told if each["template"] == "incident_raised"}
    assert alerted == {"role:security", "role:manager"}


async def test_the_result_of_an_assembly_is_filed_with_its_minutes(days: Days) -> None:
    opens = BEGINNING + timedelta(days=16)
    draft = {
        "title": "第一次业主大会",
        "voting_opens_at": opens.isoformat(),
        "voting_closes_at": (opens + timedelta(days=7)).isoformat(),
        "items": [{"subject": "use_repair_fund", "title": "更换电梯"}],
    }
    made = await eventually(
        lambda: days.people.send("service_lead", "POST", "/v1/assemblies", json=draft), lambda it: it.is_success
    )
    path = f"/v1/assemblies/{made.json()['id']}"
    await days.people.post("service_lead", f"{path}/call")
    await days.pass_by(days=16)
    opened = await days.people.post("service_lead", f"{path}/open-voting")
    vote = {"item_id": opened["items"][0]["id"], "choice": "for"}
    ballot = {"room_code": ROOM, "form": "paper", "identity": "id_card", "choices": [vote]}
    await days.people.post("service_assistant", f"{path}/ballots", ballot)
    await days.pass_by(days=8)
    await days.people.post("service_lead", f"{path}/count")
    said = {"minutes": "参会不足法定人数。", "chaired_by": "陈静"}
    await days.people.refused(
        "service_lead", "POST", f"{path}/publish", 403, json=said, headers={"Idempotency-Key": "a"}
    )
    await days.people.post("manager", f"{path}/publish", said)

    (record,) = await eventually(
        lambda: days.people.items("service_assistant", "/v1/archives/community-records", kind="assembly_result")
    )
    assert (record["reference_id"], record["text"]) == (opened["id"], "参会不足法定人数。")
    assert (record["details"]["owners_voted"], record["details"]["owners"]) == (1, opened["owners"])
    assert record["details"]["matters"][0]["carried"] is False
