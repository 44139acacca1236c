"""The owners' committee: contacts due, questions answered in time, serious breaches reported. Source: handbook T-26."""

from datetime import date, timedelta
from typing import Any

import pytest

from shared.contracts.residents import RenovationViolationRecorded
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import HOME, Desk, account, household, room
from tests.service.tickets.test_patrols import good

PATH = "/v1/committee-matters"


async def member(desk: Desk, name: str, position: str = "member") -> str:
    body = {"name": name, "position": position, "since": "2026-03-01"}
    return str(good(await desk.as_("service_lead").post(f"{PATH}/members", json=body), 201)["id"])


async def talked(desk: Desk, *members: str, on: str = "2026-11-23") -> Any:
    body = {"held_on": on, "channel": "visit", "member_ids": members, "subject": "电梯大修"}
    return good(await desk.as_("service_lead").post(f"{PATH}/contacts", json=body), 201)


async def due(desk: Desk) -> tuple[int, int]:
    """Contacts still due with the chair, and with members."""
    found = good(await desk.as_("service_lead").get(f"{PATH}/contacts/due"))
    return found["chair"]["missing"], found["half"]["missing"]


async def asked(desk: Desk) -> dict[str, Any]:
    body = {"subject": "公共收益去向", "details": "上半年"}
    made: dict[str, Any] = good(await desk.as_("service_lead").post(PATH, json=body), 201)
    return made


async def test_the_chair_is_due_monthly_and_half_the_members_quarterly(desk: Desk) -> None:
    assert await due(desk) == (0, 0)
    chair, one, two = await member(desk, "甲", "chair"), await member(desk, "乙"), await member(desk, "丙")
    assert await due(desk) == (1, 2)
    await talked(desk, one, chair, on="2026-10-30")
    assert await due(desk) == (1, 0), "October is another month, but the same quarter"
    await talked(desk, chair)
    assert await due(desk) == (0, 0)
    left = good(await desk.as_("service_lead").get(f"{PATH}/contacts/due"))["members_left"]
    assert [each["id"] for each in left] == [two]
    desk.rig.clock.advance(timedelta(days=39))  # 1 January
    assert await due(desk) == (1, 2)


async def test_one_chair_at_a_time(desk: Desk) -> None:
    chair = await member(desk, "甲", "chair")
    lead = desk.as_("service_lead")
    second = {"name": "乙", "position": "chair", "since": "2026-11-01"}
    taken = await lead.post(f"{PATH}/members", json=second)
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (409, "/position")
    path = f"{PATH}/members/{chair}/end-term"
    assert (await lead.post(path, json={"until": "2026-11-24"})).json()["errors"][0]["pointer"] == "/until"
    assert (await desk.as_("manager", community=ELSEWHERE).post(path, json={"until": "2026-11-22"})).status_code == 404
    good(await lead.post(path, json={"until": "2026-11-22"}))
    assert (await lead.post(path, json={"until": "2026-11-22"})).status_code == 409
    good(await lead.post(f"{PATH}/members", json=second), 201)
    body = {"held_on": "2026-11-23", "channel": "phone", "member_ids": [chair], "subject": "交接"}
    gone = await lead.post(f"{PATH}/contacts", json=body)
    assert (gone.status_code, gone.json()["errors"][0]["pointer"]) == (409, "/member_ids/0")
    present = good(await lead.get(f"{PATH}/members", params={"present": True}))["items"]
    assert [each["name"] for each in present] == ["乙"]


async def test_an_entry_is_possible_and_put_right_with_its_history(desk: Desk) -> None:
    lead = desk.as_("service_lead")
    body = {"name": "甲", "position": "member", "since": "2026-11-01"}
    for over, pointer in (({"since": "2026-11-24"}, "/since"), ({"room_code": "9#9-9-9"}, "/room_code")):
        refused = await lead.post(f"{PATH}/members", json=body | over)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    made = good(await lead.post(f"{PATH}/members", json=body | {"room_code": HOME}), 201)
    await member(desk, "乙", "chair")
    path, reason = f"{PATH}/members/{made['id']}", {"reason": "登记有误"}
    early = {"held_on": "2026-10-31", "channel": "phone", "member_ids": [made["id"]], "subject": "x"}
    refused = await lead.post(f"{PATH}/contacts", json=early)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/held_on")
    await talked(desk, made["id"], on="2026-11-10")
    assert (await lead.patch(path, json=reason)).status_code == 428
    tag = {"If-Match": (await lead.get(path)).headers["etag"]}
    for over, pointer, status in (
        ({"since": "2026-11-11"}, "/since", 422),
        ({"until": "2026-11-24"}, "/until", 422),
        ({"until": "2026-11-09"}, "/until", 422),
        ({"room_code": "9#9-9-9"}, "/room_code", 422),
        ({"position": "chair"}, "/position", 409),
    ):
        refused = await lead.patch(path, json=reason | over, headers=tag)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (status, pointer), over
    right = reason | {"name": "丙", "room_code": None, "since": "2026-10-01"}
    left = good(await lead.patch(path, json=right, headers=tag))
    assert (left["name"], left["room_code"], left["since"], left["version"]) == ("丙", None, "2026-10-01", 2)
    assert (await lead.patch(path, json=right, headers=tag)).status_code == 412
    (line,) = good(await lead.get(path))["corrections"]
    assert line["before"] == {"name": "甲", "room_code": HOME, "since": "2026-11-01"}
    assert (line["by_id"], line["reason"]) == (account("service_lead"), "登记有误")
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.patch(path, json=right, headers=tag)).status_code == 404
    before_a_contact = await lead.post(f"{path}/end-term", json={"until": "2026-11-09"})
    assert before_a_contact.json()["errors"][0]["pointer"] == "/until"
    good(await lead.post(f"{path}/end-term", json={"until": "2026-11-22"}))
    gone = await lead.post(PATH, json={"subject": "x", "member_id": made["id"]})
    assert (gone.status_code, gone.json()["errors"][0]["pointer"]) == (409, "/member_id")


@pytest.mark.parametrize("day", ["2026-11-24", "2026-08-01"])
async def test_a_contact_was_held_lately(desk: Desk, day: str) -> None:
    body = {"held_on": day, "channel": "phone", "member_ids": [await member(desk, "甲")], "subject": "x"}
    refused = await desk.as_("service_lead").post(f"{PATH}/contacts", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/held_on")


async def test_a_question_is_answered_within_three_working_days(desk: Desk) -> None:
    matter = await asked(desk)
    assert (matter["due_at"], matter["kind"]) == ("2026-11-26T02:00:00Z", "question")
    (told,) = await desk.rig.told("committee_matter.raised")
    assert (told.data["matter_id"], "details" in told.data) == (matter["id"], False)
    path = f"{PATH}/{matter['id']}"
    done = good(await desk.as_("manager").post(f"{path}/settle", json={"answer": "已书面答复"}))
    assert (done["status"], done["settled_by"], done["breached_at"]) == ("settled", account("manager"), None)
    assert (await desk.as_("manager").post(f"{path}/settle", json={"answer": "再答"})).status_code == 409
    desk.rig.clock.advance(timedelta(days=7))
    await desk.rig.run_job("committee_matters_overdue")
    assert not await desk.rig.told("committee_matter.breached")


async def test_what_nobody_answers_in_time_is_told_once(desk: Desk) -> None:
    matter = await asked(desk)
    desk.rig.clock.advance(timedelta(days=3))
    await desk.rig.run_job("committee_matters_overdue")
    assert not await desk.rig.told("committee_matter.breached"), "due now is in time"
    desk.rig.clock.advance(timedelta(seconds=1))
    for _ in range(2):
        await desk.rig.run_job("committee_matters_overdue")
    (told,) = await desk.rig.told("committee_matter.breached")
    assert told.data["due_at"] == "2026-11-26T02:00:00Z"
    late = good(await desk.as_("manager").post(f"{PATH}/{matter['id']}/settle", json={"answer": "迟复"}))
    assert (late["status"], late["breached_at"]) == ("settled", "2026-11-26T02:00:00Z")
    assert len(await desk.rig.told("committee_matter.breached")) == 1


async def test_who_answers_late_tells_the_breach_even_before_the_timer(desk: Desk) -> None:
    matter = await asked(desk)
    desk.rig.clock.advance(timedelta(days=4))
    good(await desk.as_("manager").post(f"{PATH}/{matter['id']}/settle", json={"answer": "迟复"}))
    await desk.rig.run_job("committee_matters_overdue")
    assert len(await desk.rig.told("committee_matter.breached")) == 1


def violation(violation_id: str, *, serious: bool) -> RenovationViolationRecorded:
    return RenovationViolationRecorded(
        renovation_id="renovation-1", number="SG-R26-0001", room_id=room(HOME), room_code=HOME,
        household_id=household(HOME), size="small", starts_on=date(2026, 11, 20), ends_on=date(2026, 12, 20),
        contractor="装饰公司", workers=[], status="in_progress", version=6,
        violation_id=violation_id, kind="load_bearing_damage", measure="restore", serious=serious,
    )  # fmt: skip


async def test_a_serious_breach_is_a_matter_to_report_and_each_once(desk: Desk) -> None:
    await desk.rig.tell(violation("v-1", serious=False), subject="renovation-1")
    for _ in range(2):
        await desk.rig.tell(violation("v-2", serious=True), subject="renovation-1")
    lead = desk.as_("service_lead")
    (matter,) = good(await lead.get(PATH, params={"kind": "report", "status": "open"}))["items"]
    assert (matter["occasion"], matter["cause_id"]) == ("renovation_violation", "v-2")
    assert matter["subject"] == f"{HOME} SG-R26-0001 破坏承重结构 / Load-bearing damage"
    refused = await lead.post(f"{PATH}/{matter['id']}/withdraw")
    assert refused.json()["type"].endswith("committee-report-stays")
    question = await asked(desk)
    assert good(await lead.post(f"{PATH}/{question['id']}/withdraw"))["status"] == "withdrawn"


async def test_lists_cost_the_same_whatever_they_hold_and_stay_in_their_community(desk: Desk) -> None:
    first = await member(desk, "甲")
    matter = await asked(desk)
    for _ in range(2):
        await talked(desk, first, await member(desk, "乙"))
        await asked(desk)
    lead, stranger = desk.as_("service_lead"), desk.as_("manager", community=ELSEWHERE)
    for path, cost in (("", 1), ("/members", 1), ("/contacts", 2), ("/contacts/due", 3)):
        with counted(desk.rig) as queries:
            good(await lead.get(f"{PATH}{path}"))
        assert len(queries) == cost, path
    page = good(await lead.get(PATH, params={"limit": 2}))
    rest = good(await lead.get(PATH, params={"limit": 2, "cursor": page["next_cursor"]}))
    assert [len(page["items"]), len(rest["items"])] == [2, 1]
    assert good(await stranger.get(PATH))["items"] == []
    assert (await stranger.get(f"{PATH}/{matter['id']}")).status_code == 404
    assert (await stranger.post(PATH, json={"subject": "x", "member_id": first})).status_code == 404
    assert (await desk.as_("security").get(PATH)).status_code == 403
