"""Repetition opens a corrective action, which is checked, approved and verified. Source: handbook T-21."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.tickets.corrective_actions.domain.lifecycle import Origin
from services.tickets.corrective_actions.usecases.open_corrective_action import Opening, open_corrective_action
from services.tickets.policies.models import PolicyRow
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.open_rework import open_rework
from shared.kernel.text import Text
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import HOME, Desk, account

DEADLINE = "2026-12-20T17:00:00+08:00"


async def complain(desk: Desk, summary: str = "楼上半夜吵闹", **given: Any) -> dict[str, Any]:
    return await desk.open(category="complaint", summary=summary, **given)


async def look(desk: Desk) -> list[dict[str, Any]]:
    """The timer looks; the records there are then, newest first."""
    await desk.rig.run_job("find_repetition")
    answer = await desk.as_("service_lead").get("/v1/corrective-actions")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def repeated(desk: Desk) -> dict[str, Any]:
    for _ in range(3):
        await complain(desk)
    (action,) = await look(desk)
    return action


async def act(desk: Desk, role: str, action: dict[str, Any], verb: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = await desk.as_(role).post(f"/v1/corrective-actions/{action['id']}/{verb}", json=body)
    return answer.status_code, answer.json()


async def must(desk: Desk, role: str, action: dict[str, Any], verb: str, **body: Any) -> dict[str, Any]:
    status, left = await act(desk, role, action, verb, **body)
    assert status == 200, left
    return left


def plan(**given: Any) -> dict[str, Any]:
    return {"measures": "夜间巡楼", "responsible_id": account("security"), "due_at": DEADLINE, **given}


async def planned(desk: Desk, action: dict[str, Any]) -> dict[str, Any]:
    await must(desk, "service_assistant", action, "analyse", cause="夜间无人巡楼")
    return await must(desk, "service_assistant", action, "plan", **plan())


async def approved(desk: Desk, action: dict[str, Any]) -> dict[str, Any]:
    await planned(desk, action)
    await must(desk, "service_lead", action, "check")
    return await must(desk, "manager", action, "approve")


async def test_three_complaints_about_one_matter_open_one_record(desk: Desk) -> None:
    made = [await complain(desk, summary) for summary in ("楼上半夜吵闹", "Loud NOISE every night", "隔壁噪音扰民")]
    action, *others = await look(desk)
    assert not others
    assert (action["number"], action["status"], action["origin"]) == ("CA26-0001", "opened", "repetition")
    assert (action["category"], action["matter"], action["place"]) == ("complaint", "noise", "3")
    assert action["title"] == "Complaints repeat: Noise (building 3)"
    assert [link["number"] for link in action["tickets"]] == [ticket["number"] for ticket in made]
    (told,) = await desk.rig.told("corrective_action.opened")
    assert told.data["ticket_ids"] == sorted(ticket["id"] for ticket in made)
    assert (told.subject, told.sequence, told.data["version"]) == (action["id"], 1, 1)


async def test_two_are_no_repetition_nor_are_three_of_different_matters_or_buildings(desk: Desk) -> None:
    await complain(desk)
    await complain(desk)
    await complain(desk, "大堂垃圾没人收")
    await complain(desk, room_code="1#1-2-3", requester={"name": "陈静", "phone": "13812345678"}, room_confirmed=True)
    await desk.open(summary="楼上吵闹")  # a repair of the same words is another matter
    assert await look(desk) == []


async def test_three_same_repairs_in_one_place_open_one_too(desk: Desk) -> None:
    for _ in range(3):
        await desk.open(summary="厨房漏水")
    (action,) = await look(desk)
    assert (action["category"], action["matter"], action["place"]) == ("repair", "leak", HOME)


async def test_a_fourth_belongs_to_the_same_record_and_a_new_window_opens_another(desk: Desk) -> None:
    first = await repeated(desk)
    fourth = await complain(desk)
    (action,) = await look(desk)
    assert action["id"] == first["id"]
    assert fourth["id"] in [link["ticket_id"] for link in action["tickets"]]
    assert action["version"] == first["version"] + 1
    desk.rig.clock.advance(timedelta(days=91))
    for _ in range(3):
        await complain(desk)
    second, again = await look(desk)
    assert (again["id"], len(again["tickets"]), len(second["tickets"])) == (first["id"], 4, 3)
    assert [event.subject for event in await desk.rig.told("corrective_action.opened")] == [first["id"], second["id"]]


async def verified(desk: Desk, action: dict[str, Any]) -> dict[str, Any]:
    await approved(desk, action)
    await must(desk, "service_assistant", action, "complete", result="已安排夜间巡楼")
    return await must(desk, "service_lead", action, "verify", effective=True, evidence="一周无投诉")


async def test_what_comes_again_after_an_effective_measure_opens_the_next_round(desk: Desk) -> None:
    first = await repeated(desk)
    before = await complain(desk)  # not seen by the timer when the measure is verified: it is of the time before
    await verified(desk, first)
    desk.rig.clock.advance(timedelta(days=2))
    for _ in range(2):
        await complain(desk)
    (alone,) = await look(desk)
    assert (alone["id"], len(alone["tickets"]), alone["round"]) == (first["id"], 3, 1), "two are no repetition yet"
    await complain(desk)

    second, again = await look(desk)

    assert (again["id"], again["status"], len(again["tickets"])) == (first["id"], "verified", 3)
    assert (second["status"], second["round"], len(second["tickets"])) == ("opened", 2, 3)
    assert before["id"] not in {link["ticket_id"] for link in second["tickets"]}
    assert [event.subject for event in await desk.rig.told("corrective_action.opened")] == [first["id"], second["id"]]
    await complain(desk)
    assert [len(each["tickets"]) for each in await look(desk)] == [4, 3], "the running round takes more"
    lead = desk.as_("service_lead")
    shown = (await lead.get(f"/v1/corrective-actions/{second['id']}")).json()
    assert (shown["follows"]["number"], shown["follows"]["status"], shown["followed_by"]) == (
        first["number"],
        "verified",
        None,
    )
    shown = (await lead.get(f"/v1/corrective-actions/{first['id']}")).json()
    assert (shown["follows"], shown["followed_by"]["id"]) == (None, second["id"])


async def test_a_repair_that_is_done_again_and_again_is_one_repair(desk: Desk) -> None:
    for _ in range(2):
        await desk.open(summary="厨房漏水")
    lamp = await desk.open(summary="卧室灯不亮")
    async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
        original = await tx.session.get_one(Ticket, lamp["id"])
        for _ in range(3):
            original = await open_rework(tx, original, owner_id=account("front_desk"), reason="又不亮了")
    assert await look(desk) == []
    await desk.open(summary="厨房漏水")
    assert [each["matter"] for each in await look(desk)] == ["leak"]


async def test_what_lies_before_the_window_or_was_dismissed_does_not_count(desk: Desk) -> None:
    await complain(desk)
    desk.rig.clock.advance(timedelta(days=91))
    await complain(desk)
    await complain(desk)
    invalid = await complain(desk)
    await desk.act("service_lead", invalid["id"], "dismiss", outcome="invalid", explanation="经查不实")
    assert await look(desk) == []


async def test_the_window_and_the_number_are_the_communitys_own(desk: Desk) -> None:
    async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
        tx.session.add(PolicyRow(community_id=GARDEN, follow_up={}, repetition={"window_days": 10, "threshold": 2}))
    await complain(desk)
    desk.rig.clock.advance(timedelta(days=11))
    await complain(desk)
    assert await look(desk) == []
    await complain(desk)
    (action,) = await look(desk)
    assert len(action["tickets"]) == 2


async def test_timers_at_once_open_it_once(desk: Desk) -> None:
    for _ in range(3):
        await complain(desk)
    await asyncio.gather(*(desk.rig.run_job("find_repetition") for _ in range(4)))
    assert len(await look(desk)) == 1
    assert len(await desk.rig.told("corrective_action.opened")) == 1


async def test_a_corrected_summary_is_another_matter(desk: Desk) -> None:
    made = [await complain(desk) for _ in range(3)]
    changed = await desk.as_("front_desk").patch(
        f"/v1/tickets/{made[0]['id']}", json={"summary": "大堂垃圾没人收"}, headers={"If-Match": '"1"'}
    )
    assert changed.status_code == 200, changed.text
    assert await look(desk) == []


async def test_the_whole_way_to_an_effective_measure(desk: Desk) -> None:
    action = await approved(desk, await repeated(desk))
    assert (action["status"], action["actions"]) == ("approved", ["complete", "link"])
    await must(desk, "service_assistant", action, "complete", result="已安排夜间巡楼")
    done = await must(desk, "service_lead", action, "verify", effective=True, evidence="一个月无投诉")
    assert (done["status"], done["actions"], done["attempt"]) == ("verified", [], 1)
    shown = (await desk.as_("manager").get(f"/v1/corrective-actions/{action['id']}")).json()
    steps = ["open", "analyse", "plan", "check", "approve", "complete", "verify"]
    assert [step["action"] for step in shown["history"]] == steps
    assert shown["history"][3]["actor_name"] == "service_lead"


async def test_what_did_not_help_begins_again(desk: Desk) -> None:
    action = await approved(desk, await repeated(desk))
    await must(desk, "service_assistant", action, "complete", result="已安排")
    again = await must(desk, "service_lead", action, "verify", effective=False, evidence="仍有投诉")
    assert (again["status"], again["attempt"], again["cause"], again["due_at"]) == ("opened", 2, None, None)
    assert (await approved(desk, action))["attempt"] == 2


async def test_nobody_approves_their_own(desk: Desk) -> None:
    action = await repeated(desk)
    await must(desk, "service_lead", action, "analyse", cause="夜间无人巡楼")
    await must(desk, "service_lead", action, "plan", **plan())
    for verb, body in (("check", {}), ("send-back", {"reason": "再想想"})):
        status, problem = await act(desk, "service_lead", action, verb, **body)
        assert (status, problem["type"].rpartition(":")[2]) == (403, "same-person"), verb
    await must(desk, "manager", action, "check")
    for language, way_out in (("en", "send it back"), ("zh-CN", "退回")):
        manager = desk.as_("manager", language=language)
        refused = await manager.post(f"/v1/corrective-actions/{action['id']}/approve", json={})
        assert (refused.status_code, way_out in refused.json()["detail"]) == (403, True)
    assert (await act(desk, "service_lead", action, "send-back", reason="x"))[0] == 403, "checked: the manager's"
    shown = (await desk.as_("manager").get(f"/v1/corrective-actions/{action['id']}")).json()
    assert (shown["status"], shown["version"]) == ("checked", action["version"] + 3), "refusals change nothing"


async def test_the_way_out_of_a_manager_who_checked_leads_to_an_approval(desk: Desk) -> None:
    action = await planned(desk, await repeated(desk))
    await must(desk, "manager", action, "check")
    await must(desk, "manager", action, "send-back", reason="由主管审核")
    await must(desk, "service_assistant", action, "plan", **plan())
    await must(desk, "service_lead", action, "check")
    assert (await must(desk, "manager", action, "approve"))["status"] == "approved"


async def test_who_is_responsible_reads_and_completes_that_record_and_no_other(desk: Desk) -> None:
    action = await approved(desk, await repeated(desk))  # security's
    for summary in ("大堂垃圾没人收",) * 3:
        await complain(desk, summary)
    other, _ = await look(desk)
    guard, path = desk.as_("security"), f"/v1/corrective-actions/{action['id']}"

    assert [it["id"] for it in (await guard.get("/v1/corrective-actions")).json()["items"]] == [action["id"]]
    named = f"/v1/corrective-actions?responsible_id={account('technician')}"
    assert (await guard.get(named)).json()["items"] == []
    assert [(await guard.get(f"{path}{part}")).status_code for part in ("", "/pdf")] == [200, 200]
    assert (await guard.get(f"/v1/corrective-actions/{other['id']}")).status_code == 404
    stranger = desk.as_("technician")
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post(f"{path}/complete", json={"result": "x"})).status_code == 404
    done = await guard.post(f"{path}/complete", json={"result": "已安排夜间巡楼"})
    assert (done.status_code, done.json()["done_by"]) == (200, account("security"))
    assert (await guard.post(f"{path}/verify", json={"effective": True, "evidence": "好"})).status_code == 403


async def test_who_did_it_does_not_verify_it(desk: Desk) -> None:
    action = await approved(desk, await repeated(desk))
    await must(desk, "service_lead", action, "complete", result="已安排")
    assert (await act(desk, "service_lead", action, "verify", effective=True, evidence="好"))[0] == 403
    await must(desk, "manager", action, "verify", effective=True, evidence="好")


async def test_a_plan_is_sent_back_and_made_anew(desk: Desk) -> None:
    action = await planned(desk, await repeated(desk))
    back = await must(desk, "service_lead", action, "send-back", reason="期限太长")
    assert back["status"] == "analysed"
    await must(desk, "service_assistant", action, "plan", **plan(due_at="2026-12-01T17:00:00+08:00"))
    await must(desk, "service_lead", action, "check")
    back = await must(desk, "manager", action, "send-back", reason="不彻底")
    assert (back["status"], back["checked_by"]) == ("analysed", None)


@pytest.mark.parametrize(
    ("changed", "status", "pointer"),
    [
        ({"due_at": "2026-11-01T00:00:00Z"}, 422, "/due_at"),
        ({"due_at": "tomorrow"}, 422, "/due_at"),
        ({"responsible_id": "nobody"}, 422, "/responsible_id"),
        ({"measures": " "}, 422, "/measures"),
        ({"more": 1}, 422, "/more"),
    ],
)
async def test_a_plan_names_who_and_until_when(desk: Desk, changed: dict[str, Any], status: int, pointer: str) -> None:
    action = await repeated(desk)
    await must(desk, "service_assistant", action, "analyse", cause="夜间无人巡楼")
    answered, problem = await act(desk, "service_assistant", action, "plan", **plan(**changed))
    assert (answered, problem["errors"][0]["pointer"]) == (status, pointer)
    shown = (await desk.as_("manager").get(f"/v1/corrective-actions/{action['id']}")).json()
    assert shown["status"] == "analysed"


async def test_an_overdue_plan_is_told_once_at_its_deadline(desk: Desk) -> None:
    action = await approved(desk, await repeated(desk))
    desk.rig.clock.advance(timedelta(days=27))
    await desk.rig.run_job("corrective_actions_overdue")
    assert not await desk.rig.told("corrective_action.overdue")
    desk.rig.clock.advance(timedelta(days=1))
    for _ in range(2):
        await desk.rig.run_job("corrective_actions_overdue")
    (told,) = await desk.rig.told("corrective_action.overdue")
    assert (told.data["due_at"], told.data["responsible_id"]) == ("2026-12-20T09:00:00Z", account("security"))
    late = (await desk.as_("manager").get("/v1/corrective-actions?overdue=true")).json()["items"]
    assert [item["id"] for item in late] == [action["id"]]
    await must(desk, "service_assistant", action, "complete", result="已安排")
    assert (await desk.as_("manager").get("/v1/corrective-actions?overdue=true")).json()["items"] == []


async def test_done_too_late_is_overdue_even_before_the_timer(desk: Desk) -> None:
    action = await approved(desk, await repeated(desk))
    desk.rig.clock.advance(timedelta(days=30))
    late = await must(desk, "service_assistant", action, "complete", result="已安排")
    assert late["overdue_at"] == "2026-12-20T09:00:00Z"
    await desk.rig.run_job("corrective_actions_overdue")
    assert len(await desk.rig.told("corrective_action.overdue")) == 1


async def test_a_record_is_opened_by_hand_with_tickets_that_are_then_taken(desk: Desk) -> None:
    first, second = await complain(desk), await complain(desk, "会所预订问题")
    body = {"title": "会所管理", "ticket_ids": [first["id"]]}
    answer = await desk.as_("service_lead").post("/v1/corrective-actions", json=body)
    assert answer.status_code == 201, answer.text
    action = answer.json()
    assert (action["origin"], action["opened_by"]) == ("by_hand", account("service_lead"))
    linked = await must(desk, "service_lead", action, "tickets", ticket_ids=[first["id"], second["id"]])
    assert [link["linked_by"] for link in linked["tickets"]] == [account("service_lead")] * 2

    other = (await desk.as_("service_lead").post("/v1/corrective-actions", json={"title": "又一项"})).json()
    status, problem = await act(desk, "service_lead", other, "tickets", ticket_ids=[first["id"]])
    assert (status, action["number"] in problem["detail"]) == (409, True)
    status, problem = await act(desk, "service_lead", other, "tickets", ticket_ids=["no-such-ticket"])
    assert (status, problem["errors"][0]["pointer"]) == (422, "/ticket_ids/0")
    shown = (await desk.as_("manager").get(f"/v1/corrective-actions/{other['id']}")).json()
    assert (shown["tickets"], shown["version"]) == ([], 1)
    await complain(desk)
    await complain(desk)
    assert len(await look(desk)) == 2, "a ticket of a record is not counted again"


async def test_a_surveys_answer_opens_one(desk: Desk) -> None:
    opening = Opening(GARDEN, Origin.SURVEY, Text(zh="保洁不满意", en="Cleaning unsatisfying"), account("manager"))
    async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
        made = await open_corrective_action(tx, opening)
    (told,) = await desk.rig.told("corrective_action.opened")
    assert (told.subject, told.data["origin"], told.data["matter"]) == (made.id, "survey", None)


async def test_others_neither_see_nor_touch_it(desk: Desk) -> None:
    action = await repeated(desk)
    path = f"/v1/corrective-actions/{action['id']}"
    assert (await desk.as_("front_desk").get(path)).status_code == 404
    assert (await desk.as_("front_desk").get("/v1/corrective-actions")).json()["items"] == []
    assert (await desk.as_("front_desk").post(f"{path}/analyse", json={"cause": "x"})).status_code == 403
    assert (await desk.as_("service_assistant").post(f"{path}/check", json={})).status_code == 403
    assert (await desk.as_("service_lead").post(f"{path}/approve", json={})).status_code == 403
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post(f"{path}/analyse", json={"cause": "x"})).status_code == 404
    stale = await desk.as_("service_lead").post(f"{path}/analyse", json={"cause": "x"}, headers={"If-Match": '"9"'})
    assert stale.status_code == 412


async def test_it_is_printed_in_both_languages(desk: Desk) -> None:
    action = await approved(desk, await repeated(desk))
    answer = await desk.as_("manager").get(f"/v1/corrective-actions/{action['id']}/pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert "CA26-0001.pdf" in answer.headers["content-disposition"]
