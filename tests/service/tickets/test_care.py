"""No-show, warranty, what went into the work, progress. Source: handbook T-07, T-09, T-10, T-20."""

from datetime import timedelta
from typing import Any

import pytest

from tests.service.tickets.desk import Desk, account

MATERIAL = {"kind": "material", "item": "4 分水龙头", "quantity": "1", "unit": "个", "tariff_item": "tap_replacement"}
LABOUR = {"kind": "labour", "item": "安装", "quantity": "0.5", "unit": "小时"}


async def refused(desk: Desk, role: str, ticket: dict[str, Any], verb: str, **body: Any) -> tuple[int, str]:
    answer = await desk.as_(role).post(f"/v1/tickets/{ticket['id']}/{verb}", json=body)
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def test_who_cannot_come_makes_the_centre_promise_a_call_back(desk: Desk) -> None:
    ticket = await desk.dispatched()
    left = await desk.act("technician", ticket["id"], "cannot-attend", reason="前一单漏水未完")
    assert left["status"] == "dispatched"
    (promise,) = (await desk.as_("front_desk").get("/v1/promises", params={"about_id": ticket["id"]})).json()["items"]
    assert (promise["kind"], promise["owner_id"], promise["made_by"]) == (
        "call_back",
        account("front_desk"),
        account("technician"),
    )
    assert promise["due_at"] == "2026-11-23T02:05:00Z"
    await desk.rig.run_job("promises_due")
    (due,) = await desk.rig.told("promise.due")
    assert due.data["owner_id"] == account("front_desk")
    history = (await desk.as_("manager").get(f"/v1/tickets/{ticket['id']}/history")).json()["items"]
    assert (history[-1]["action"], history[-1]["note"]) == ("cannot_attend", "前一单漏水未完")


async def test_a_no_show_is_the_assignees_to_say_before_arriving(desk: Desk) -> None:
    ticket = await desk.dispatched()
    assert await refused(desk, "manager", ticket, "cannot-attend", reason="x") == (403, "not-the-assignee")
    assert (await desk.as_("front_desk").post(f"/v1/tickets/{ticket['id']}/cannot-attend", json={})).status_code == 403
    there = await desk.on_site()
    assert await refused(desk, "technician", there, "cannot-attend", reason="x") == (409, "illegal-transition")
    assert (await desk.as_("manager").get("/v1/promises")).json()["items"] == []


async def test_warranty_work_goes_to_the_builder_is_billed_to_nobody_and_visited_on_site(desk: Desk) -> None:
    ticket = await desk.on_site(summary="卫生间渗水")
    left = await desk.act("service_assistant", ticket["id"], "flag-warranty", reason="防水质保期内")
    assert (left["is_warranty"], left["department"], left["status"]) == (True, "developer", "dispatched")
    assert left["assignee_id"] is None
    assert (await desk.as_("technician").get(f"/v1/tickets/{ticket['id']}")).status_code == 404, "no longer its own"

    await desk.act("manager", ticket["id"], "accept")
    await desk.act("manager", ticket["id"], "arrive")
    quote = {"lines": [{"item": "tap_replacement", "quantity": 1}]}
    assert await refused(desk, "manager", ticket, "quote", **quote) == (409, "warranty-is-free")
    done = {"work_done": "重做防水", "signed_by": "王芳", "contractor": "恒建防水", "lines": [LABOUR]}
    for lacking, slug in (("contractor", "contractor-needed"), ("signed_by", "signature-needed")):
        body = {name: value for name, value in done.items() if name != lacking}
        assert await refused(desk, "manager", ticket, "complete", **body) == (422, slug)
    assert await refused(desk, "manager", ticket, "complete", **{**done, "lines": [MATERIAL]}) == (409, "beyond-quote")
    completed = await desk.act("manager", ticket["id"], "complete", **done)
    assert (completed["contractor"], completed["signed_by"]) == ("恒建防水", "王芳")
    await desk.act("front_desk", ticket["id"], "close", told_requester=True, satisfied=True)

    (closed,) = await desk.rig.told("ticket.closed")
    assert closed.data["billable_items"] == []
    (brief,) = (await desk.show(ticket["id"]))["follow_ups"]
    visit = (await desk.as_("service_assistant").get(f"/v1/follow-ups/{brief['id']}")).json()
    assert visit["on_site_required"] is True


async def test_a_price_is_decided_before_the_builder_is_asked_and_only_for_repairs(desk: Desk) -> None:
    ticket = await desk.on_site()
    await desk.act("technician", ticket["id"], "quote", lines=[{"item": "tap_replacement", "quantity": 1}])
    assert await refused(desk, "manager", ticket, "flag-warranty", reason="x") == (409, "illegal-transition")
    complaint = await desk.open(category="complaint")
    assert await refused(desk, "manager", complaint, "flag-warranty", reason="x") == (409, "not-warranty-work")
    assert (await desk.show(complaint["id"]))["department"] == "customer_service"


async def agreed(desk: Desk) -> dict[str, Any]:
    """A repair whose one tap the resident accepted."""
    ticket = await desk.on_site()
    await desk.act("technician", ticket["id"], "quote", lines=[{"item": "tap_replacement", "quantity": 1}])
    return await desk.act("service_assistant", ticket["id"], "approve-quote", accepted_by="王芳", statement="同意")


async def test_what_went_into_the_work_is_written_down_and_added_to_by_a_rework(desk: Desk) -> None:
    ticket = await agreed(desk)
    done = {"work_done": "换龙头", "signed_by": "王芳"}
    await desk.act("technician", ticket["id"], "complete", **done, lines=[MATERIAL, LABOUR])
    await desk.act("front_desk", ticket["id"], "reopen", reason="还在滴")
    await desk.act("technician", ticket["id"], "accept")
    await desk.act("technician", ticket["id"], "arrive")
    assert await refused(desk, "technician", ticket, "complete", **done, lines=[MATERIAL]) == (409, "beyond-quote")
    await desk.act("technician", ticket["id"], "complete", **done, lines=[LABOUR])
    lines = (await desk.as_("technician").get(f"/v1/tickets/{ticket['id']}/work-lines")).json()["items"]
    assert [(line["position"], line["kind"], line["quantity"]) for line in lines] == [
        (1, "material", "1"),
        (2, "labour", "0.5"),
        (3, "labour", "0.5"),
    ]


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        ({"quantity": "0"}, "/lines/0/quantity"),
        ({"quantity": "-1"}, "/lines/0/quantity"),
        ({"quantity": "1.0001"}, "/lines/0/quantity"),
        ({"quantity": "1e30"}, "/lines/0/quantity"),
        ({"quantity": "NaN"}, "/lines/0/quantity"),
        ({"item": ""}, "/lines/0/item"),
        ({"kind": "magic"}, "/lines/0/kind"),
        ({"unit": "x" * 65}, "/lines/0/unit"),
        ({"price_fen": 1}, "/lines/0/price_fen"),
    ],
)
async def test_lines_that_no_slip_can_have(desk: Desk, line: dict[str, Any], pointer: str) -> None:
    ticket = await agreed(desk)
    body = {"work_done": "换龙头", "signed_by": "王芳", "lines": [{**MATERIAL, **line}]}
    answer = await desk.as_("technician").post(f"/v1/tickets/{ticket['id']}/complete", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await desk.show(ticket["id"]))["status"] == "agreed"


@pytest.mark.parametrize("item", ["tap_replacement", "call_out", "no_such_item"])
async def test_no_more_than_the_accepted_quote_is_billed(desk: Desk, item: str) -> None:
    ticket = await agreed(desk)
    body = {"work_done": "换龙头", "signed_by": "王芳", "lines": [{**MATERIAL, "tariff_item": item, "quantity": "2"}]}
    assert await refused(desk, "technician", ticket, "complete", **body) == (409, "beyond-quote")


async def due(desk: Desk, role: str = "front_desk", **query: str) -> list[tuple[str, str]]:
    answer = await desk.as_(role).get("/v1/tickets/progress-due", params=query)
    assert answer.status_code == 200, answer.text
    return [(line["ticket_id"], line["due_at"]) for line in answer.json()["items"]]


async def test_the_requester_of_a_long_running_request_hears_of_it_on_schedule(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    assert ticket["progress_due_at"] == "2026-11-26T02:00:00Z"
    desk.rig.clock.advance(timedelta(days=3) - timedelta(seconds=1))
    assert await due(desk) == []
    desk.rig.clock.advance(timedelta(seconds=1))
    assert await due(desk) == [(ticket["id"], "2026-11-26T02:00:00Z")]
    assert await due(desk, owner_id=account("manager")) == []
    assert await refused(desk, "service_assistant", ticket, "report-progress", told="x") == (403, "owner-reports")
    left = await desk.act("front_desk", ticket["id"], "report-progress", told="配件周三到")
    assert left["progress_due_at"] == "2026-11-28T02:00:00Z"
    assert await due(desk) == []
    desk.rig.clock.advance(timedelta(days=6))
    assert await due(desk) == [(ticket["id"], "2026-11-28T02:00:00Z")]
    left = await desk.act("service_lead", ticket["id"], "report-progress", told="仍在等")
    assert left["progress_due_at"] == "2026-12-03T02:00:00Z"


async def test_a_report_to_the_requester_is_told_once_and_without_its_words(desk: Desk) -> None:
    ticket = await desk.open(category="complaint")
    client, here = desk.as_("front_desk"), f"/v1/tickets/{ticket['id']}/report-progress"
    for _ in range(2):
        answer = await client.post(here, json={"told": "配件周三到"}, headers={"Idempotency-Key": "told"})
        assert answer.status_code == 200, answer.text
    await client.post(here, json={"told": "已问工程部", "audience": "house"})
    (told,) = await desk.rig.told("ticket.progress_reported")
    assert (told.data["household_id"], told.data["status"]) == (ticket["household_id"], "opened")
    assert (told.data["reported_at"], told.data["next_report_at"]) == ("2026-11-23T02:00:00Z", "2026-11-26T02:00:00Z")
    assert "配件" not in str(told.data)
    history = (await client.get(f"/v1/tickets/{ticket['id']}/history")).json()["items"]
    assert [line["note"] for line in history if line["action"] == "report_progress"] == ["配件周三到", "已问工程部"]


async def test_a_report_that_falls_due_is_on_todays_page_and_told_to_its_owner_once(desk: Desk) -> None:
    async def today() -> tuple[int, list[str], int, list[str]]:
        page = (await desk.as_("front_desk").get("/internal/front-desk/today")).json()
        lists = ([line["ticket_id"] for line in page[name]] for name in ("progress_due", "inquiries_due"))
        reports, inquiries = lists
        return page["progress_reports_waiting"], reports, page["inquiries_waiting"], inquiries

    ticket = await desk.open(category="complaint")
    await desk.rig.run_job("progress_due")
    assert not await desk.rig.told("ticket.progress_due")
    assert await today() == (0, [], 0, [])
    desk.rig.clock.advance(timedelta(days=3))
    for _ in range(2):
        await desk.rig.run_job("progress_due")
    (told,) = await desk.rig.told("ticket.progress_due")
    assert (told.data["owner_id"], told.data["due_at"]) == (account("front_desk"), "2026-11-26T02:00:00Z")
    assert await today() == (1, [ticket["id"]], 1, [ticket["id"]])

    await desk.act("front_desk", ticket["id"], "report-progress", told="配件周三到")
    await desk.act("front_desk", ticket["id"], "report-progress", told="已问", audience="house")
    assert await today() == (0, [], 0, [])
    desk.rig.clock.advance(timedelta(days=2))
    await desk.rig.run_job("progress_due")
    assert [it.data["due_at"] for it in await desk.rig.told("ticket.progress_due")] == [
        "2026-11-26T02:00:00Z", "2026-11-28T02:00:00Z",
    ]  # fmt: skip
    await desk.act("service_lead", ticket["id"], "dismiss", outcome="withdrawn", explanation="撤回")
    desk.rig.clock.advance(timedelta(days=9))
    await desk.rig.run_job("progress_due")
    assert len(await desk.rig.told("ticket.progress_due")) == 2


async def test_inside_the_house_work_over_a_day_is_asked_after_daily(desk: Desk) -> None:
    first = await desk.open()
    desk.rig.clock.advance(timedelta(hours=1))
    second = await desk.open()
    desk.rig.clock.advance(timedelta(days=1))
    listed = await due(desk, audience="house")
    assert [ticket_id for ticket_id, _ in listed] == [first["id"], second["id"]]
    page = (
        await desk.as_("front_desk").get("/v1/tickets/progress-due", params={"audience": "house", "limit": 1})
    ).json()
    assert page["next_cursor"]
    assert await due(desk, audience="house", cursor=page["next_cursor"]) == listed[1:]
    await desk.act("service_assistant", first["id"], "report-progress", told="已问工程部", audience="house")
    assert [ticket_id for ticket_id, _ in await due(desk, audience="house")] == [second["id"]]
    shown = await desk.show(first["id"])
    assert shown["progress_due_at"] == first["progress_due_at"], "the requester still waits"
    await desk.act("service_lead", second["id"], "dismiss", outcome="withdrawn", explanation="撤回")
    assert await due(desk, audience="house") == []
    assert await refused(desk, "service_lead", second, "report-progress", told="x") == (409, "illegal-transition")


async def test_a_technician_is_shown_only_what_is_its_own(desk: Desk) -> None:
    await desk.open()
    own = await desk.dispatched()
    desk.rig.clock.advance(timedelta(days=4))
    assert [ticket_id for ticket_id, _ in await due(desk, "technician")] == [own["id"]]
