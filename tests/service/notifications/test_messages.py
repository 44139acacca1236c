"""What residents and staff are told, once, in their language, by a channel that works. Source: handbook N-01 … N-04."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.tickets import (
    CorrectiveActionOpened,
    CorrectiveActionOverdue,
    PromiseBroken,
    PromiseDue,
    QualitySampleScored,
    TicketProgressDue,
)
from tests.service.notifications import given
from tests.service.notifications.desk import listed, notifications
from tests.service.support import ELSEWHERE


async def test_a_payment_is_told_in_the_household_s_language(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig, language="en")
        await rig.tell(given.a_payment(), subject="payment-1")
        (message,) = await listed(rig, household_id=given.HOUSEHOLD)
    assert message["title"] == "CNY 80.00 received"
    assert "SG-2026-000001" in str(message["body"])
    assert (message["channel"], message["status"]) == ("in_app", "delivered")


@pytest.mark.parametrize(
    ("language", "deducted_fen", "said"),
    [
        ("en", 0, "Of the deposit of CNY 2000.00 for 3#2-5-1 CNY 2000.00 was paid back, voucher SG-RF-2026-000001."),
        (
            "en",
            30_000,
            (
                "Of the deposit of CNY 2000.00 for 3#2-5-1, CNY 300.00 was kept and CNY 1700.00 was paid back, "
                "voucher SG-RF-2026-000001."
            ),
        ),
        (
            "en",
            200_000,
            "Of the deposit of CNY 2000.00 for 3#2-5-1, CNY 2000.00 was kept and nothing is left to pay back.",
        ),
        ("zh-CN", 0, "3#2-5-1 的押金 2000.00 元，已退还 2000.00 元，凭证号 SG-RF-2026-000001。"),
        ("zh-CN", 30_000, "3#2-5-1 的押金 2000.00 元，扣除 300.00 元，已退还 1700.00 元，凭证号 SG-RF-2026-000001。"),
        ("zh-CN", 200_000, "3#2-5-1 的押金 2000.00 元，扣除 2000.00 元，无余额退还。"),
    ],
)
async def test_a_refund_says_what_was_kept_and_what_went_back(
    database_url: str, language: str, deducted_fen: int, said: str
) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig, language=language)
        await rig.tell(given.a_refund(deducted_fen=deducted_fen), subject="deposit-1")
        (message,) = await listed(rig, household_id=given.HOUSEHOLD)
    assert message["body"] == said
    assert message["about"] == "deposit-1"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "CNY 1234.05 of the prepaid balance of 3#2-5-1 was paid back, voucher SG-PR-2026-000001."),
        ("zh-CN", "3#2-5-1 的预存款 1234.05 元已退还，凭证号 SG-PR-2026-000001。"),
    ],
)
async def test_a_paid_out_balance_is_told_with_its_voucher(database_url: str, language: str, said: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig, language=language)
        await rig.tell(given.a_payout(), subject=given.HOUSEHOLD)
        (message,) = await listed(rig, household_id=given.HOUSEHOLD)
    assert (message["template"], message["about"], message["body"]) == ("prepaid_refunded", "payout-1", said)


@pytest.mark.parametrize(
    ("level", "handler_id", "recipient"),
    [
        ("lead", "lead-1", "account:lead-1"),
        ("lead", None, "role:service_lead"),
        ("manager", None, "role:manager"),
    ],
)
async def test_an_escalation_is_told_to_the_named_person_or_to_the_level(
    database_url: str, level: str, handler_id: str | None, recipient: str
) -> None:
    async with notifications(database_url) as rig:
        await rig.tell(given.an_escalation(level=level, handler_id=handler_id), subject="ticket-1")
        (message,) = await listed(rig, about="ticket-1")
    assert (message["template"], message["recipient"]) == ("ticket_escalated", recipient)
    assert "WL-261122-0001" in str(message["title"])
    assert "联系单未按时答复" in str(message["body"])


@pytest.mark.parametrize(("kind", "template"), [(PromiseDue, "promise_due"), (PromiseBroken, "promise_broken")])
async def test_a_promise_is_told_to_its_owner(
    database_url: str, kind: type[PromiseDue | PromiseBroken], template: str
) -> None:
    async with notifications(database_url) as rig:
        await rig.tell(given.a_promise(kind), subject="promise-1")
        (message,) = await listed(rig, about="promise-1")
    assert (message["template"], message["recipient"]) == (template, "account:lead-1")
    assert "3#2-5-1" in str(message["body"])


async def test_the_owner_hears_that_a_progress_report_is_due(database_url: str) -> None:
    due = TicketProgressDue.model_validate(
        {**given.a_ticket().model_dump(), "owner_id": "lead-1", "due_at": "2026-11-26T02:00:00Z"}
    )
    async with notifications(database_url) as rig:
        await rig.tell(due, subject="ticket-1")
        (message,) = await listed(rig, about=due.ticket_id)
    assert (message["template"], message["recipient"]) == ("ticket_progress_due", "account:lead-1")
    assert due.number in str(message["title"])


async def test_a_member_hears_that_their_contact_was_scored(database_url: str) -> None:
    """And nothing of the marks: nobody else's eyes fall on them (handbook T-30)."""
    scored = QualitySampleScored(
        sample_id="sample-1", member_id="lead-1", month="2026-11", ticket_id="ticket-1", ticket_number="T261122-0007"
    )
    async with notifications(database_url) as rig:
        await rig.tell(scored, subject="sample-1")
        (message,) = await listed(rig)
    assert (message["title"], message["about"], message["channel"]) == (
        "接待评分待阅 T261122-0007", "sample-1", "in_app",
    )  # fmt: skip
    assert "2026-11" in str(message["body"])


async def test_the_same_event_never_makes_the_same_message_twice(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        told = await rig.tell(given.a_payment(), subject="payment-1")
        for _ in range(4):
            await rig.deliver(told)
        assert len(await listed(rig, household_id=given.HOUSEHOLD)) == 1


async def test_a_corrective_action_reaches_lead_and_manager_and_once_overdue_who_is_responsible(
    database_url: str,
) -> None:
    state: dict[str, Any] = {
        "corrective_action_id": "action-1",
        "number": "CA26-0007",
        "origin": "repetition",
        "category": "complaint",
        "matter": "noise",
        "place": "3",
        "version": 1,
    }
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        await rig.tell(CorrectiveActionOpened(**state, ticket_ids=["a", "b", "c"]), subject="action-1")
        opened = await listed(rig, about="action-1")
        late = CorrectiveActionOverdue(**state, responsible_id="guard-1", due_at=datetime(2026, 11, 22, tzinfo=UTC))
        await rig.tell(late, subject="action-1")
        after = await listed(rig, about="action-1")
    assert sorted(str(message["recipient"]) for message in opened) == ["role:manager", "role:service_lead"]
    assert {message["body"] for message in opened} == {"已立项纠正预防措施 CA26-0007，关联工单 3 件，请分析原因。"}
    told = {str(message["recipient"]) for message in after if message["template"] == "corrective_action_overdue"}
    assert told == {"account:guard-1", "role:manager", "role:service_lead"}


async def test_a_stop_of_works_reaches_owner_and_manager(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        await rig.tell(given.a_stop_of_works(), subject="renovation-1")
        told = await listed(rig, about="renovation-1")
    assert {(message["recipient"], message["urgency"]) for message in told} == {
        (f"household:{given.HOUSEHOLD}", "urgent"),
        ("role:manager", "urgent"),
    }


async def test_a_new_household_is_welcomed_in_its_language(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig, language="en")
        await rig.tell(given.a_hand_over(), subject="move-in-1")
        [welcome] = await listed(rig, about="move-in-1")
    assert (welcome["recipient"], welcome["title"]) == (f"household:{given.HOUSEHOLD}", "Welcome to 3#2-5-1")
    assert "2026-11-22" in str(welcome["body"])


async def test_a_defect_is_the_lead_s_to_deliver_and_the_owner_hears_of_it_until_it_is_cured(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        for event in (given.a_defect(), given.a_cure()):
            await rig.tell(event, subject="defect-1")
        told = await listed(rig, about="defect-1")
        await rig.tell(given.a_defect(household_id=None), subject="defect-2", event_id="vacant")
        of_nobody = [each for each in await listed(rig, about="defect-1") if each not in told]
    assert {(message["recipient"], message["template"]) for message in told} == {
        ("role:service_lead", "defect_to_send"),
        (f"household:{given.HOUSEHOLD}", "defect_raised"),
        ("role:service_lead", "defect_cured"),
        (f"household:{given.HOUSEHOLD}", "defect_cured"),
    }
    to_deliver = next(str(each["body"]) for each in told if each["template"] == "defect_to_send")
    assert "恒建防水工程公司" in to_deliver
    assert "2026-12-06" in to_deliver
    assert [message["recipient"] for message in of_nobody] == ["role:service_lead"]


async def test_a_message_to_a_household_that_is_not_known_yet_is_tried_again_later(database_url: str) -> None:
    async with notifications(database_url) as rig:
        envelope = rig.envelope(given.a_payment(), subject="payment-1")
        with pytest.raises(Exception, match=given.HOUSEHOLD):
            await rig.deliver(envelope)
        await given.a_household(rig)
        await rig.deliver(envelope)
        assert len(await listed(rig, household_id=given.HOUSEHOLD)) == 1


async def test_another_community_sees_nothing(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        await rig.tell(given.a_payment(), subject="payment-1")
        (message,) = await listed(rig, household_id=given.HOUSEHOLD)
        async with rig.client("messages:read", communities=[ELSEWHERE]) as stranger:
            shown = await stranger.get(f"/v1/messages/{message['id']}")
            theirs = await stranger.get("/v1/messages")
    assert shown.status_code == 404
    assert theirs.json()["items"] == []


async def test_the_card_shows_the_last_messages_of_the_room(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        for number in range(7):
            rig.clock.advance(timedelta(seconds=1))
            await rig.tell(given.a_payment(f"payment-{number}"), subject=f"payment-{number}")
        async with rig.client("messages:read") as client:
            card = await client.get("/internal/front-desk/caller-card", params={"room_code": "3#2-5-1"})
            empty = await client.get("/internal/front-desk/caller-card", params={"room_code": "9#9-9-9"})
            today = await client.get("/internal/front-desk/today")
    assert len(card.json()["messages"]) == 5
    assert empty.json() == {"messages": []}
    assert today.json() == {"messages_waiting": 0, "phone_tasks_open": 0}


@pytest.mark.parametrize(("language", "label"), [("zh-CN", "待发送"), ("en", "Queued")])
async def test_code_tables_speak_the_callers_language(database_url: str, language: str, label: str) -> None:
    async with (
        notifications(database_url) as rig,
        rig.client("messages:read", headers={"Accept-Language": language}) as client,
    ):
        tables = (await client.get("/internal/code-tables")).json()
    assert tables["message_status"][0] == {"code": "queued", "label": label}


async def test_a_file_that_is_out_is_reminded_of_and_the_lead_hears_once_it_is_overdue(database_url: str) -> None:
    """Handbook R-12."""
    async with notifications(database_url) as rig:
        for days in (0, 7):
            await rig.tell(given.a_loan_due(days), subject="loan-1")
        async with rig.client("messages:read", headers={"Accept-Language": "zh-CN"}) as client:
            messages = (await client.get("/v1/messages")).json()["items"]
    told = sorted((message["recipient"], message["body"]) for message in messages)
    assert told == [
        ("role:service_assistant", "档案 SG-3#2-5-1 应于 2026-11-22 归还，已逾期 7 天，请催还。"),
        ("role:service_assistant", "档案 SG-3#2-5-1 应于 2026-11-22 归还，请催还。"),
        ("role:service_lead", "档案 SG-3#2-5-1 应于 2026-11-22 归还，已逾期 7 天，请催还。"),
    ]


async def test_who_follows_in_the_room_is_told_as_always(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        await given.a_departure(rig)
        await given.a_household(rig, household_id="household-2")
        await rig.tell(given.a_payment(household_id="household-2"), subject="payment-1")
        told = {message["recipient"] for message in await listed(rig)}
    assert told == {"household:household-2"}
