"""The work slip and the work-contact slip on paper. Source: handbook T-09, T-14."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.tickets.escalations import papers as contact_papers
from services.tickets.requests import papers as work_papers
from shared.runtime.papers import compile_paper
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import Desk
from tests.service.tickets.test_escalation import answer, escalate

LINES = [
    {"kind": "material", "item": "4 分水龙头", "quantity": "1", "unit": "个", "tariff_item": "tap_replacement"},
    {"kind": "labour", "item": "拆装", "quantity": "1.5", "unit": "小时"},
]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What went onto each paper."""
    contents: list[dict[str, Any]] = []

    def compile_and_note(template: Path, data: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
        contents.append(dict(data))
        return compile_paper(template, data, made_at=made_at)

    for module in (work_papers, contact_papers):
        monkeypatch.setattr(module, "compile_paper", compile_and_note)
    return contents


async def print_work(desk: Desk, role: str, ticket: dict[str, Any], **how: Any) -> httpx.Response:
    return await desk.as_(role, **how).get(f"/v1/tickets/{ticket['id']}/work-slip.pdf")


async def print_slip(desk: Desk, role: str, slip: dict[str, Any], **how: Any) -> httpx.Response:
    return await desk.as_(role, **how).get(f"/v1/tickets/{slip['ticket_id']}/slips/{slip['id']}/paper.pdf")


def check_pdf(paper: httpx.Response, name: str) -> None:
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf"), paper.text
    assert f'filename="{name}.pdf"' in paper.headers["content-disposition"]
    assert paper.content.startswith(b"%PDF-")
    assert b"NotoSansSC" in paper.content


async def test_before_the_visit_the_slip_has_what_is_known_and_space_for_the_rest(
    desk: Desk, printed: list[dict[str, Any]]
) -> None:
    ticket = await desk.dispatched(description="热水侧滴水，须带梯子")
    check_pdf(await print_work(desk, "front_desk", ticket, language="zh-CN"), ticket["number"])
    check_pdf(await print_work(desk, "technician", ticket), ticket["number"])
    at_the_desk, on_the_way = printed
    assert (at_the_desk["words"]["title"], on_the_way["words"]["title"]) == ("维修单", "Repair work slip")
    assert (at_the_desk["category"], on_the_way["category"]) == ("维修 · 轻微", "Repair · Minor")
    assert (at_the_desk["phone"], on_the_way["phone"]) == ("138****5678", "13812345678"), "who goes there may call"
    assert on_the_way["wrong"] == "厨房水龙头漏水\n热水侧滴水，须带梯子"
    assert (on_the_way["room"], on_the_way["assignee"], on_the_way["community"]) == (
        "3#2-5-1",
        "technician",
        "阳光花园",
    )
    assert on_the_way["opened_at"] == "2026-11-23 10:00", "by the community's clock"
    unknown = ("appointment", "arrived_at", "completed_at", "accepted", "total", "done")
    assert [on_the_way[name] for name in unknown] == [None] * len(unknown)
    assert (on_the_way["quote"], on_the_way["used"]) == ([], [])


async def test_after_the_work_it_has_the_accepted_price_what_went_in_and_who_signed(
    desk: Desk, printed: list[dict[str, Any]]
) -> None:
    ticket = await desk.on_site()
    quote = [{"item": "tap_replacement", "quantity": 1}, {"item": "call_out", "quantity": 2}]
    await desk.act("technician", ticket["id"], "quote", lines=quote)
    await print_work(desk, "technician", ticket)
    await desk.act("service_assistant", ticket["id"], "approve-quote", accepted_by="王芳", statement="同意")
    await desk.act("technician", ticket["id"], "complete", work_done="换了龙头", signed_by="王芳", lines=LINES)
    check_pdf(await print_work(desk, "front_desk", ticket, language="zh-CN"), ticket["number"])
    to_accept, done = printed
    assert (to_accept["total"], to_accept["accepted"]) == ("CNY 121.00", None), "priced, the signature is still due"
    assert [(line["price"], line["quantity"], line["amount"]) for line in done["quote"]] == [
        ("80.00", "1", "80.00"),
        ("20.50", "2", "41.00"),
    ]
    assert (done["total"], done["accepted"]) == ("¥121.00", "业户 王芳 已于 2026-11-23 10:00 确认报价")
    assert [(line["kind"], line["quantity"], line["unit"]) for line in done["used"]] == [
        ("材料", "1", "个"),
        ("人工", "1.5", "小时"),
    ]
    assert (done["done"], done["signatures"][0]) == ("换了龙头", {"title": "业户验收", "name": "王芳"})


async def test_all_accepted_quotes_are_on_the_slip_and_the_sum_is_what_closing_charges(
    desk: Desk, printed: list[dict[str, Any]]
) -> None:
    ticket = await desk.on_site()
    for quantity in (3, 1):
        await desk.act("technician", ticket["id"], "quote", lines=[{"item": "tap_replacement", "quantity": quantity}])
        await print_work(desk, "technician", ticket)
        await desk.act("service_assistant", ticket["id"], "approve-quote", accepted_by="王芳", statement="同意")
    await print_work(desk, "technician", ticket)
    taps = {"kind": "material", "item": "龙头", "quantity": "2", "unit": "个", "tariff_item": "tap_replacement"}
    await desk.act("technician", ticket["id"], "complete", work_done="换了龙头", signed_by="王芳", lines=[taps])
    await print_work(desk, "technician", ticket)
    assert [(paper["total"], paper["accepted"] is None) for paper in printed] == [
        ("CNY 240.00", True),
        ("CNY 320.00", True),
        ("CNY 320.00", False),
        ("CNY 160.00", False),
    ]
    assert [[(line["quantity"], line["amount"]) for line in paper["quote"]] for paper in printed[2:]] == [
        [("3", "240.00"), ("1", "80.00")],
        [("2", "160.00"), ("0", "0.00")],
    ]
    assert printed[3]["accepted"].count("Accepted by 王芳") == 2


async def test_the_contact_slip_is_to_be_answered_and_then_says_by_whom(
    desk: Desk, printed: list[dict[str, Any]]
) -> None:
    ticket = await desk.dispatched(category="complaint", department="engineering", summary="地铁噪声")
    _, slip = await escalate(desk, "technician", ticket)
    check_pdf(await print_slip(desk, "technician", slip), slip["number"])
    await answer(desk, "service_lead", slip)
    check_pdf(await print_slip(desk, "front_desk", slip, language="zh-CN"), slip["number"])
    waiting, answered = printed
    assert (waiting["level"], waiting["handler"], waiting["raised_by"]) == (
        "The service lead",
        "service_lead",
        "technician",
    )
    assert (waiting["cause"], waiting["reason"]) == ("It can't be handled", "噪声来自地铁风井，需外部协调")
    assert (waiting["answer"], waiting["answered"], waiting["is_overdue"]) == (None, None, False)
    assert (waiting["answer_by"], waiting["status"]) == ("2026-11-24 09:00", "Waits for an answer")
    assert (answered["answer"], answered["answered"]) == ("周三现场测量", "service_lead 于 2026-11-23 10:00 答复")
    assert (answered["words"]["title"], answered["cause"], answered["status"]) == ("工作联系单", "无法处理", "已答复")
    desk.rig.clock.advance(timedelta(days=3))
    await print_slip(desk, "front_desk", slip)
    assert printed[-1]["is_overdue"] is False, "it was answered in time"


async def test_papers_are_read_by_whom_the_ticket_is_shown_to(desk: Desk) -> None:
    mine = await desk.dispatched(category="complaint", department="engineering")
    _, slip = await escalate(desk, "technician", mine)
    other = await desk.dispatched(category="complaint", department="engineering")
    for role, how in (("manager", {"community": ELSEWHERE}), ("technician", {"number": 2})):
        assert (await print_work(desk, role, mine, **how)).status_code == 404, role
        assert (await print_slip(desk, role, slip, **how)).status_code == 404, role
    elsewhere = {"ticket_id": other["id"], "id": slip["id"]}
    assert (await print_slip(desk, "front_desk", elsewhere)).status_code == 404, "a slip of another ticket"
    async with desk.rig.client("tickets:open") as client:
        assert (await client.get(f"/v1/tickets/{mine['id']}/work-slip.pdf")).status_code == 403
        assert (await client.get(f"/v1/tickets/{mine['id']}/slips/{slip['id']}/paper.pdf")).status_code == 403


async def test_what_a_person_typed_is_printed_and_never_run(desk: Desk) -> None:
    typed = '#panic("x") \\ $ * _ ` <a> @b "'
    ticket = await desk.dispatched(category="complaint", department="engineering", summary=typed, description=typed)
    _, slip = await escalate(desk, "technician", ticket, reason=typed)
    check_pdf(await print_work(desk, "technician", ticket), ticket["number"])
    check_pdf(await print_slip(desk, "technician", slip), slip["number"])
