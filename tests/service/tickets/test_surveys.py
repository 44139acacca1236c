"""Surveys. Source: handbook T-17, T-23."""

import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from shared.kernel.ids import stable_id
from tests.service.support import ELSEWHERE
from tests.service.tickets.counting import counted
from tests.service.tickets.desk import Desk, account, household

ITEMS = [
    {"code": "cleaning", "question_zh": "公共区域保洁？", "question_en": "Are the public areas clean?"},
    {"code": "repairs", "question_zh": "报修服务？", "question_en": "Are repairs prompt?"},
]
ROOMS = [f"5#1-{floor}-1" for floor in range(1, 11)]


async def furnished(desk: Desk) -> None:
    """Ten households more, so that a fifth is more than one."""
    for code in ROOMS:
        await desk.tell_room(code)
        await desk.tell_household(code, f"业户{code}")


def draft(**given: Any) -> dict[str, Any]:
    return {"year": 2026, "half": 2, "title": "下半年满意度调查", "items": ITEMS, **given}


async def drafted(desk: Desk, **given: Any) -> dict[str, Any]:
    answer = await desk.as_("service_lead").post("/v1/surveys", json=draft(**given))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def opened(desk: Desk, **given: Any) -> dict[str, Any]:
    survey = await drafted(desk, **given)
    answer = await desk.as_("service_lead").post(f"/v1/surveys/{survey['id']}/open")
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def asked(desk: Desk, survey: dict[str, Any], **query: Any) -> list[str]:
    answer = await desk.as_("front_desk").get(f"/v1/surveys/{survey['id']}/households", params=query)
    return [each["room_code"] for each in answer.json()["items"]]


async def paper(desk: Desk, survey: dict[str, Any], room_code: str, *marks: str, **given: Any) -> httpx.Response:
    told = [{"item": item["code"], "mark": mark} for item, mark in zip(ITEMS, marks, strict=False)]
    body = {"room_code": room_code, "marks": told, "signed_by": "王芳", **given}
    return await desk.as_("service_assistant").post(f"/v1/surveys/{survey['id']}/answers", json=body)


async def report(desk: Desk, survey: dict[str, Any]) -> dict[str, Any]:
    answer = await desk.as_("service_lead").get(f"/v1/surveys/{survey['id']}/report")
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_fifth_of_the_occupied_households_is_asked_from_the_surveys_seed(desk: Desk) -> None:
    await furnished(desk)
    await desk.tell_room("5#1-1-1", occupancy="sold_vacant", version=2)

    survey = await opened(desk)

    assert (survey["status"], survey["occupied"], survey["asked"], survey["asked_again"]) == ("opened", 12, 3, 0)
    assert survey["opened_by"] == account("service_lead")
    rooms = await asked(desk, survey)
    assert (len(rooms), "5#1-1-1" in rooms) == (3, False)
    (told,) = await desk.rig.told("survey.opened")
    assert (told.data["asked"], told.data["occupied"], told.data["version"]) == (3, 12, survey["version"])
    invited = await desk.rig.told("survey.household_asked")
    assert sorted(it.data["room_code"] for it in invited) == sorted(rooms)
    assert {it.data["household_id"] for it in invited} == {household(code) for code in rooms}
    assert [it.sequence for it in invited] == [2, 3, 4]


async def test_the_next_half_year_asks_others_as_long_as_there_are_any(desk: Desk) -> None:
    await furnished(desk)
    before = set(await asked(desk, await opened(desk, year=2026, half=2, percent=50)))

    after = await opened(desk, year=2027, half=1, percent=60)

    assert (after["occupied"], after["asked"], after["asked_again"]) == (13, 8, 2)
    again = before.intersection(await asked(desk, after))
    assert len(again) == 2


async def test_an_unsigned_paper_is_kept_and_counted_as_invalid(desk: Desk) -> None:
    survey = await opened(desk, percent=100)

    signed = (await paper(desk, survey, "3#2-5-1", "satisfied", "fair")).json()
    unsigned = (await paper(desk, survey, "1#1-2-3", "unsatisfied", "fair", signed_by=None)).json()

    assert (signed["is_valid"], unsigned["is_valid"], unsigned["is_unsatisfied"]) == (True, False, True)
    made = await report(desk, survey)
    assert {name: made["counts"][name] for name in ("answered", "valid", "invalid", "visits")} == {
        "answered": 2,
        "valid": 1,
        "invalid": 1,
        "visits": 1,
    }
    assert made["satisfaction_percent"] == 100.0
    listed = (await desk.as_("front_desk").get(f"/v1/surveys/{survey['id']}/answers?valid=false")).json()["items"]
    assert [each["id"] for each in listed] == [unsigned["id"]]
    assert await asked(desk, survey, answered="false") == ["2#1-4-2"]


async def test_the_unsatisfied_are_visited_and_our_fault_is_told(desk: Desk) -> None:
    survey = await opened(desk, percent=100)
    await paper(desk, survey, "3#2-5-1", "satisfied", "unsatisfied")
    await paper(desk, survey, "1#1-2-3", "satisfied", "satisfied")
    client, here = desk.as_("service_assistant"), f"/v1/surveys/{survey['id']}/visits"

    (visit,) = (await client.get(here)).json()["items"]
    assert (visit["status"], visit["items"], visit["due_at"]) == ("waiting", ["repairs"], "2026-12-07T02:00:00Z")
    desk.rig.clock.advance(timedelta(days=1))
    found = {"found": "两次都超时", "our_fault": True, "on_site": True}
    stale = await client.post(f"{here}/{visit['id']}/record", json=found, headers={"If-Match": '"9"'})
    made = await client.post(f"{here}/{visit['id']}/record", json=found)
    again = await client.post(f"{here}/{visit['id']}/record", json=found)

    assert (stale.status_code, made.status_code, again.status_code) == (412, 200, 409)
    assert (made.json()["status"], made.json()["made_by"]) == ("made", account("service_assistant"))
    (told,) = await desk.rig.told("survey.fault_found")
    assert (told.data["household_id"], told.data["items"]) == (household("3#2-5-1"), ["repairs"])
    assert (await report(desk, survey))["counts"]["our_faults"] == 1

    for _ in range(2):  # told again: one record
        await desk.rig.deliver(told)
    (action,) = (await desk.as_("service_lead").get("/v1/corrective-actions")).json()["items"]
    assert (action["origin"], action["status"]) == ("survey", "opened")
    assert action["description"] == "报修服务？ Are repairs prompt?"


async def test_a_visit_without_our_fault_leads_to_nothing_more(desk: Desk) -> None:
    survey = await opened(desk, percent=100)
    await paper(desk, survey, "3#2-5-1", "unsatisfied", "no_opinion")
    client, here = desk.as_("service_assistant"), f"/v1/surveys/{survey['id']}/visits"
    (visit,) = (await client.get(here, params={"status": "waiting"})).json()["items"]
    body = {"found": "误会", "our_fault": False}
    assert (await client.post(f"{here}/{visit['id']}/record", json=body)).status_code == 200
    assert await desk.rig.told("survey.fault_found") == []
    assert (await client.get(here, params={"status": "waiting"})).json()["items"] == []


async def test_the_report_says_per_item_how_satisfied_those_with_an_opinion_are(desk: Desk) -> None:
    survey = await opened(desk, percent=100)
    await paper(desk, survey, "3#2-5-1", "satisfied", "unsatisfied")
    await paper(desk, survey, "1#1-2-3", "fair", "no_opinion")
    closed = await desk.as_("service_lead").post(f"/v1/surveys/{survey['id']}/close")
    assert closed.json()["status"] == "closed"

    made = await report(desk, survey)

    assert [(it["question"], it["satisfaction_percent"]) for it in made["items"]] == [
        ("Are the public areas clean?", 100.0),
        ("Are repairs prompt?", 0.0),
    ]
    assert (made["satisfaction_percent"], made["response_percent"], made["asked_percent"]) == (66.7, 66.7, 100.0)
    (told,) = await desk.rig.told("survey.closed")
    assert {name: told.data[name] for name in ("answered", "invalid", "satisfaction_per_mille", "visits_waiting")} == {
        "answered": 2,
        "invalid": 0,
        "satisfaction_per_mille": 667,
        "visits_waiting": 1,
    }
    assert (await paper(desk, survey, "2#1-4-2", "fair", "fair")).status_code == 409


async def test_the_report_is_printed_and_exported(desk: Desk) -> None:
    survey = await opened(desk, percent=100)
    await paper(desk, survey, "3#2-5-1", "satisfied", "unsatisfied")
    client, here = desk.as_("service_lead", language="zh-CN"), f"/v1/surveys/{survey['id']}/report"

    pdf, sheet = await client.get(f"{here}.pdf"), await client.get(f"{here}.xlsx")

    assert (pdf.status_code, pdf.content[:5], pdf.headers["cache-control"]) == (200, b"%PDF-", "no-store")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert "下半年满意度调查" in str(rows[0][0])
    assert rows[3][:6] == ["公共区域保洁？", 1, 0, 0, 0, 1]
    assert rows[5][0] == "综合满意率"


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"half": 3}, 422, "/half"),
        ({"percent": 19}, 422, "/percent"),
        ({"year": 2001}, 422, "/year"),
        ({"half": 1}, 422, "/half"),
        ({"closes_on": "2026-11-21"}, 422, "/closes_on"),
        ({"items": []}, 422, "/items"),
        ({"items": [ITEMS[0], ITEMS[0]]}, 422, "/items"),
        ({"title": " "}, 422, "/title"),
        ({"items": [{**ITEMS[0], "code": "Bad Code"}]}, 422, "/items/0/code"),
    ],
)
async def test_a_bad_draft_is_refused_by_its_field(desk: Desk, body: dict[str, Any], status: int, pointer: str) -> None:
    answer = await desk.as_("service_lead").post("/v1/surveys", json=draft(**body))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
    assert (await desk.as_("front_desk").get("/v1/surveys")).json()["items"] == []


async def test_a_half_year_has_one_survey(desk: Desk) -> None:
    await drafted(desk)
    answer = await desk.as_("service_lead").post("/v1/surveys", json=draft())
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:lobby:problem:survey-exists")


async def test_a_draft_is_corrected_or_given_up_and_then_blocks_no_half_year(desk: Desk) -> None:
    lead = desk.as_("service_lead")
    other = await drafted(desk, year=2027, half=1)
    survey = await drafted(desk, closes_on="2026-12-20")
    path = f"/v1/surveys/{survey['id']}"
    bad = (({"half": 1}, "/half"), ({"closes_on": "2026-01-01"}, "/closes_on"), ({"year": None}, "/year"))
    for body, pointer in bad:
        refused = await lead.patch(path, json=body, headers={"If-Match": '"1"'})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), body
    assert (await lead.patch(path, json={"percent": 30})).status_code == 428
    taken = await lead.patch(path, json={"year": 2027, "half": 1}, headers={"If-Match": '"1"'})
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:lobby:problem:survey-exists")

    changed = await lead.patch(path, json={"half": 2, "year": 2027, "closes_on": None}, headers={"If-Match": '"1"'})

    assert changed.status_code == 200, changed.text
    made = changed.json()
    assert (made["year"], made["half"], made["closes_on"], made["version"]) == (2027, 2, None, 2)
    assert made["seed"].endswith(":2027H2")
    assert (await lead.patch(path, json={"percent": 30}, headers={"If-Match": '"1"'})).status_code == 412
    gone = f"/v1/surveys/{other['id']}"
    assert (await lead.delete(gone, headers={"If-Match": '"7"'})).status_code == 412
    assert (await lead.delete(gone)).status_code == 200
    assert (await lead.get(gone)).status_code == 404
    again = await opened(desk, year=2027, half=1)
    assert (await lead.delete(f"/v1/surveys/{again['id']}")).status_code == 409
    tag = {"If-Match": f'"{again["version"]}"'}
    assert (await lead.patch(f"/v1/surveys/{again['id']}", json={"percent": 30}, headers=tag)).status_code == 409
    assert (await desk.as_("front_desk").patch(path, json={}, headers={"If-Match": '"2"'})).status_code == 403
    assert (await desk.as_("manager", community=ELSEWHERE).delete(path)).status_code == 404


async def test_a_draft_is_not_opened_after_the_day_its_papers_were_wanted_back(desk: Desk) -> None:
    survey = await drafted(desk, closes_on="2026-11-25")
    desk.rig.clock.advance(timedelta(days=10))
    answer = await desk.as_("service_lead").post(f"/v1/surveys/{survey['id']}/open")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/closes_on")


async def test_a_draft_is_not_opened_when_its_half_year_is_over(desk: Desk) -> None:
    survey = await drafted(desk)
    desk.rig.clock.advance(timedelta(days=365))
    answer = await desk.as_("service_lead").post(f"/v1/surveys/{survey['id']}/open")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:lobby:problem:half-year-is-past")


async def test_last_time_is_the_survey_that_was_opened_last_not_the_one_of_the_half_year_before(desk: Desk) -> None:
    await furnished(desk)
    before = set(await asked(desk, await opened(desk, year=2027, half=2, percent=50)))
    desk.rig.clock.advance(timedelta(hours=1))
    after = set(await asked(desk, await opened(desk, year=2026, half=2, percent=40)))
    assert (len(before), len(after), before & after) == (7, 6, set())


async def test_a_bad_paper_is_refused_by_its_field_and_changes_nothing(desk: Desk) -> None:
    await furnished(desk)
    survey = await drafted(desk)
    assert (await paper(desk, survey, "3#2-5-1", "fair", "fair")).status_code == 409
    await desk.as_("service_lead").post(f"/v1/surveys/{survey['id']}/open")
    drawn = await asked(desk, survey)
    inside, outside = drawn[0], next(code for code in ROOMS if code not in drawn)
    twice = [{"item": "cleaning", "mark": "fair"}] * 2
    for room_code, given, pointer in (
        (outside, {}, "/room_code"),
        ("9#9-9-9", {}, "/room_code"),
        (inside, {"marks": [{"item": "cleaning", "mark": "fair"}]}, "/marks"),
        (inside, {"marks": twice}, "/marks"),
        (inside, {"marks": [{"item": "cleaning", "mark": "great"}]}, "/marks/0/mark"),
        (inside, {"signed_by": ""}, "/signed_by"),
    ):
        answer = await paper(desk, survey, room_code, "fair", "fair", **given)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
    assert (await report(desk, survey))["counts"]["answered"] == 0
    assert (await paper(desk, survey, inside, "fair", "fair")).status_code == 201
    second = await paper(desk, survey, inside, "fair", "fair")
    assert (second.status_code, second.json()["errors"][0]["pointer"]) == (409, "/room_code")


async def test_nobody_is_asked_where_nobody_lives(desk: Desk) -> None:
    for code in ("3#2-5-1", "1#1-2-3", "2#1-4-2"):
        await desk.tell_room(code, occupancy="unsold", version=2)
    survey = await drafted(desk)
    answer = await desk.as_("service_lead").post(f"/v1/surveys/{survey['id']}/open")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:lobby:problem:nobody-to-ask")
    shown = (await desk.as_("front_desk").get(f"/v1/surveys/{survey['id']}")).json()
    assert (shown["status"], shown["actions"]) == ("drafted", ["change", "cancel", "open"])


async def test_another_communitys_survey_does_not_exist_and_the_desk_conducts_none(desk: Desk) -> None:
    survey = await opened(desk)
    stranger = desk.as_("manager", community=ELSEWHERE)
    for path in ("", "/households", "/answers", "/visits", "/report", "/report.pdf", "/report.xlsx"):
        assert (await stranger.get(f"/v1/surveys/{survey['id']}{path}")).status_code == 404, path
    for verb in ("open", "close"):
        assert (await stranger.post(f"/v1/surveys/{survey['id']}/{verb}")).status_code == 404
        assert (await desk.as_("service_assistant").post(f"/v1/surveys/{survey['id']}/{verb}")).status_code == 403
    visit = f"/v1/surveys/{survey['id']}/visits/{stable_id('no', 'visit')}/record"
    body = {"found": "x", "our_fault": False}
    assert (await desk.as_("service_assistant").post(visit, json=body)).status_code == 404
    assert (await stranger.get("/v1/surveys")).json()["items"] == []


async def test_lists_ask_the_database_little_whatever_they_hold(desk: Desk) -> None:
    survey = await opened(desk, percent=100)
    for code in ("3#2-5-1", "1#1-2-3", "2#1-4-2"):
        await paper(desk, survey, code, "unsatisfied", "fair")
    client = desk.as_("service_lead")
    for path, most in (("", 1), ("/households", 3), ("/answers", 3), ("/visits", 2), ("/report", 5)):
        here = f"/v1/surveys/{survey['id']}{path}" if path else "/v1/surveys"
        with counted(desk.rig) as seen:
            assert (await client.get(here)).status_code == 200
        assert len(seen) <= most, (path, seen)
    first = (await client.get(f"/v1/surveys/{survey['id']}/answers?limit=2")).json()
    rest = (await client.get(f"/v1/surveys/{survey['id']}/answers", params={"cursor": first["next_cursor"]})).json()
    assert (len(first["items"]), len(rest["items"])) == (2, 1)


async def test_the_visits_owed_are_on_the_desks_screen_until_they_are_made(desk: Desk) -> None:
    survey = await opened(desk, percent=100)
    here = "/internal/front-desk/today"
    assert (await desk.as_("front_desk").get(here)).json()["survey_visits_due"] == []
    await paper(desk, survey, "3#2-5-1", "satisfied", "unsatisfied")
    desk.rig.clock.advance(timedelta(days=1))
    await paper(desk, survey, "1#1-2-3", "unsatisfied", "satisfied")
    desk.rig.clock.advance(timedelta(days=13, hours=1))

    with counted(desk.rig) as seen:
        today = (await desk.as_("front_desk").get(here)).json()

    assert len(seen) == 16, seen
    first, second = today["survey_visits_due"]
    assert today["survey_visits_waiting"] == 2
    assert (first["room_code"], first["items"], first["is_late"]) == ("3#2-5-1", ["repairs"], True)
    assert (second["room_code"], second["is_late"]) == ("1#1-2-3", False)
    record = f"/v1/surveys/{survey['id']}/visits/{first['survey_visit_id']}/record"
    body = {"found": "误会", "our_fault": False}
    assert (await desk.as_("service_assistant").post(record, json=body)).status_code == 200
    after = (await desk.as_("front_desk").get(here)).json()
    assert [line["room_code"] for line in after["survey_visits_due"]] == ["1#1-2-3"]
    technicians = (await desk.as_("technician").get(here)).json()
    assert (technicians["survey_visits_due"], technicians["survey_visits_waiting"]) == (None, None)
    elsewhere = (await desk.as_("front_desk", community=ELSEWHERE).get(here)).json()
    assert (elsewhere["survey_visits_due"], elsewhere["survey_visits_waiting"]) == ([], 0)
