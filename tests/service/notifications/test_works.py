"""What residents and staff are told of works under way. Source: handbook R-32, R-33, R-36."""

from datetime import date
from typing import Any

from shared.contracts.envelope import Event
from shared.contracts.residents import (
    HotWorkEnded,
    HotWorkPermitted,
    RenovationCompleted,
    RenovationExtensionDue,
    RenovationRejected,
)
from tests.service.notifications import given
from tests.service.notifications.desk import listed, notifications

OWNER = f"household:{given.HOUSEHOLD}"


async def told(database_url: str, event: Event, subject: str) -> dict[str, dict[str, Any]]:
    """Messages by recipient."""
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        await rig.tell(event, subject=subject)
        return {str(message["recipient"]): message for message in await listed(rig, about=subject)}


async def test_the_owner_and_the_lead_hear_that_an_extension_is_due(database_url: str) -> None:
    ends = {"permit_number": "SG-P26-0001", "valid_until": date(2026, 11, 29), "expired": True}
    messages = await told(database_url, given.a_renovation(RenovationExtensionDue, **ends), "renovation-1")
    assert set(messages) == {OWNER, "role:service_lead"}
    assert messages[OWNER]["title"] == "施工许可证已到期 SG-P26-0001"
    assert "立即停工" in str(messages[OWNER]["body"])


async def test_the_owner_hears_what_is_kept_of_the_deposit(database_url: str) -> None:
    kept = [{"reason": "worker_pass", "amount_fen": 2_000}, {"reason": "rubbish", "amount_fen": 500}]
    completed = given.a_renovation(RenovationCompleted, completed_on=date(2026, 11, 22), deductions=kept)
    messages = await told(database_url, completed, "renovation-1")
    assert set(messages) == {OWNER}
    assert "扣除 25.00 元" in str(messages[OWNER]["body"])


async def test_a_withdrawal_after_approval_is_a_matter_of_finance_and_a_refusal_of_the_owner(database_url: str) -> None:
    withdrawn = given.a_renovation(RenovationRejected, status="withdrawn")
    messages = await told(database_url, withdrawn, "renovation-1")
    assert [(to, message["template"]) for to, message in messages.items()] == [("role:finance", "renovation_withdrawn")]


async def test_a_hot_work_is_told_in_local_time_and_its_end_to_the_manager_where_nobody_checked(
    database_url: str,
) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        await rig.tell(given.a_hot_work(HotWorkPermitted), subject="fire-1")
        permitted = {str(message["recipient"]): message for message in await listed(rig, about="fire-1")}
        ended = given.a_hot_work(HotWorkEnded, outcome="expired", ended_at="2026-11-22T08:00:00Z", version=4)
        await rig.tell(ended, subject="fire-1")
        every = await listed(rig, about="fire-1")
    assert set(permitted) == {OWNER, "role:security"}
    assert "2026-11-22 14:00 至 2026-11-22 16:00" in str(permitted[OWNER]["body"])
    ends = {message["recipient"] for message in every if message["template"] == "hot_work_ended"}
    assert ends == {"role:security", "role:manager"}
