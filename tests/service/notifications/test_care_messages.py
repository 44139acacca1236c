"""What is told of requests that take long and of complaints that grew. Source: handbook T-12, T-20, N-01 … N-03."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.usecases import tell_about_care
from services.tickets.requests.domain.lifecycle import UNCLOSED
from shared.contracts.tickets import TicketProgressReported, TicketSeverityChanged
from tests.service.notifications import given
from tests.service.notifications.desk import MailServer, listed, notifications


def progress(**more: Any) -> TicketProgressReported:
    state = given.a_ticket().model_dump() | {"status": "dispatched"}
    reported = datetime(2026, 11, 25, 4, tzinfo=UTC)
    return TicketProgressReported.model_validate(
        {**state, "reported_at": reported, "next_report_at": datetime(2026, 11, 27, 17, tzinfo=UTC), **more}
    )


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("zh-CN", "处理进展 T261122-0001", ("仍在处理：已派工", "最迟 2026-11-28 再向您通报")),
        ("en", "Progress of T261122-0001", ("is being worked on: sent to whom", "hear again by 2026-11-28")),
    ],
)
async def test_the_household_hears_in_its_language_once_a_report(
    database_url: str, language: str, title: str, said: tuple[str, str]
) -> None:
    async with notifications(database_url) as rig:
        await given.a_household(rig, language=language)
        told = await rig.tell(progress(), subject="ticket-1", event_id="first")
        await rig.deliver(told)
        (message,) = await listed(rig, about="ticket-1")
        await rig.tell(progress(), subject="ticket-1", event_id="second")
        assert len(await listed(rig, about="ticket-1")) == 2
    assert (message["recipient"], message["title"]) == (f"household:{given.HOUSEHOLD}", title)
    assert all(words in str(message["body"]) for words in said), message["body"]


async def test_a_request_of_no_household_is_told_to_nobody(database_url: str) -> None:
    async with notifications(database_url) as rig:
        await rig.tell(progress(household_id=None), subject="ticket-1")
        assert await listed(rig, about="ticket-1") == []


async def test_it_goes_by_the_households_channel_and_waits_out_the_quiet_hours(
    database_url: str,
    mail: MailServer,
) -> None:
    async with notifications(database_url, smtp_host="127.0.0.1", smtp_port=mail.port) as rig:
        rig.clock.advance(timedelta(hours=10))  # 22:00 in Shanghai
        await given.a_household(rig)
        await given.contact_points(rig)
        await rig.tell(progress(), subject="ticket-1")
        await rig.run_job("deliver")
        assert mail.taken == []
        rig.clock.advance(timedelta(hours=10, minutes=1))
        await rig.run_job("deliver")
        (message,) = await listed(rig, about="ticket-1")
    assert len(mail.taken) == 1
    assert (message["channel"], message["status"]) == ("email", "sent")


def test_every_status_that_a_report_can_have_has_words() -> None:
    assert set(UNCLOSED) == set(tell_about_care._STATUSES)


@pytest.mark.parametrize(
    ("severity", "cause", "recipients"),
    [
        ("major", "promises_broken", ["role:manager"]),
        ("major", "month_open", ["role:manager"]),
        ("major", "judged", ["role:manager"]),
        ("important", "judged", []),
        ("minor", "judged", []),
    ],
)
async def test_the_manager_hears_of_what_has_become_major(
    database_url: str, severity: str, cause: str, recipients: list[str]
) -> None:
    changed = TicketSeverityChanged.model_validate(
        {**given.a_ticket(severity=severity).model_dump(), "before": "minor", "cause": cause}
    )
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        await rig.tell(changed, subject="ticket-1")
        messages = await listed(rig, about="ticket-1")
    assert [message["recipient"] for message in messages] == recipients
    for message in messages:
        assert (message["template"], message["urgency"]) == ("ticket_major", "urgent")
        assert "{{" not in str(message["body"])
