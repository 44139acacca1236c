"""Who hears of a request's way, and in what words. Source: handbook T-01, T-03, T-04, T-21."""

from typing import Any

import pytest

from services.notifications.domain import ticket_words
from services.tickets.domain.duties import FITTING
from services.tickets.requests.domain.intake import Category, Department, Severity
from services.tickets.requests.domain.matters import Matter
from shared.contracts.tickets import TicketClosed, TicketDispatched, TicketHandedOver, TicketOpened
from tests.service.notifications import given
from tests.service.notifications.desk import listed, notifications
from tests.service.support import ServiceRig

OWN = f"household:{given.HOUSEHOLD}"
SECOND, THIRD = "household-2", "household-3"


def opened(**more: Any) -> TicketOpened:
    return TicketOpened.model_validate(given.a_ticket().model_dump() | more)


def dispatched(**more: Any) -> TicketDispatched:
    return TicketDispatched.model_validate(given.a_ticket().model_dump() | more)


def closed(**more: Any) -> TicketClosed:
    durations = {"to_dispatch_s": 1, "to_arrival_s": 1, "to_completion_s": 1, "to_closing_s": 1}
    state = given.a_ticket().model_dump()
    said = {
        "outcome": "solved",
        "billable_items": [{"item": "tap", "quantity": 1, "amount_fen": 8000}],
        "payer_household_id": given.HOUSEHOLD,
        "durations": durations,
        "closed_at": state["opened_at"],
    }
    return TicketClosed.model_validate(state | said | more)


async def by_recipient(rig: ServiceRig) -> dict[str, dict[str, Any]]:
    return {str(message["recipient"]): message for message in await listed(rig, about="ticket-1")}


@pytest.mark.parametrize(
    ("nature", "severity", "alerted"),
    [
        ("general", "minor", []),
        ("important", "important", ["role:service_lead"]),
        ("important", "emergency", ["role:service_lead"]),
        ("important", "major", ["role:manager", "role:service_lead"]),
    ],
)
async def test_the_lead_hears_what_an_important_request_is_and_the_manager_of_a_major_one(
    database_url: str, nature: str, severity: str, alerted: list[str]
) -> None:
    told = opened(nature=nature, severity=severity, category="complaint", matter="noise")
    async with notifications(database_url) as rig:
        await given.a_household(rig)
        await rig.tell(told, subject="ticket-1")
        messages = await by_recipient(rig)
    assert sorted(messages) == sorted([OWN, *alerted])
    assert "您的报事" in messages[OWN]["body"]
    for recipient in alerted:
        message = messages[recipient]
        assert (message["template"], message["urgency"]) == ("ticket_important", "urgent")
        said = ("T261122-0001", "投诉", ticket_words.SEVERITIES[severity].zh, "3#2-5-1", "噪音扰民", "工程部")
        assert [words for words in said if words not in message["body"]] == []
        assert "您的报事" not in message["body"], "the resident's own words"


@pytest.mark.parametrize(
    ("sent", "recipients"),
    [
        ({"department": "engineering"}, {"role:technician": "ticket_waits"}),
        ({"department": "security"}, {"role:security": "ticket_waits"}),
        ({"department": "developer"}, {"role:service_assistant": "ticket_waits"}),
        (
            {"department": "engineering", "companion_id": "assistant-1"},
            {"role:technician": "ticket_waits", "account:assistant-1": "ticket_accompanied"},
        ),
        (
            {"assignee_id": "technician-1", "companion_id": "assistant-1"},
            {"account:technician-1": "ticket_assigned", "account:assistant-1": "ticket_accompanied"},
        ),
        (
            {"assignee_id": "assistant-1", "companion_id": "assistant-1"},
            {"account:assistant-1": "ticket_assigned"},
        ),
    ],
)
async def test_a_work_order_is_told_to_whom_it_was_sent_and_to_who_accompanies_it(
    database_url: str, sent: dict[str, Any], recipients: dict[str, str]
) -> None:
    async with notifications(database_url) as rig:
        await rig.tell(dispatched(**sent), subject="ticket-1")
        messages = await by_recipient(rig)
    assert {to: message["template"] for to, message in messages.items()} == recipients
    assert all("T261122-0001" in message["body"] and "3#2-5-1" in message["body"] for message in messages.values())


@pytest.mark.parametrize(("actor", "recipients"), [("account-2", ["account:account-1"]), ("account-1", [])])
async def test_the_new_owner_hears_of_a_request_that_it_did_not_take_over_itself(
    database_url: str, actor: str, recipients: list[str]
) -> None:
    handed = TicketHandedOver.model_validate(given.a_ticket().model_dump() | {"from_owner_id": "account-2"})
    async with notifications(database_url) as rig:
        envelope = rig.envelope(handed, subject="ticket-1")
        await rig.deliver(envelope.model_copy(update={"actor": actor}))
        assert list(await by_recipient(rig)) == recipients


async def test_households_whose_tickets_went_into_it_hear_that_it_is_done_by_their_own_number(
    database_url: str,
) -> None:
    joined = [
        {"household_id": given.HOUSEHOLD, "ticket_number": "T261122-0002"},
        {"household_id": SECOND, "ticket_number": "T261122-0003"},
        {"household_id": THIRD, "ticket_number": "T261122-0004"},
        {"household_id": THIRD, "ticket_number": "T261122-0005"},
    ]
    async with notifications(database_url) as rig:
        for household_id, language in ((given.HOUSEHOLD, "zh-CN"), (SECOND, "zh-CN"), (THIRD, "en")):
            await given.a_household(rig, household_id=household_id, language=language)
        told = await rig.tell(closed(merged_households=joined), subject="ticket-1")
        await rig.deliver(told)
        messages = await listed(rig, about="ticket-1")
    bodies = {str(message["household_id"]): str(message["body"]) for message in messages}
    assert len(messages) == len(bodies) == 3, "each household once"
    assert "工单 T261122-0001 已完成，费用 80.00 元" in bodies[given.HOUSEHOLD]
    assert "T261122-0003" in bodies[SECOND]
    assert "T261122-0004 was about the same matter as T261122-0001" in bodies[THIRD]
    assert [each for each in (SECOND, THIRD) if "80.00" in bodies[each]] == [], "another's money"


async def test_nobody_is_told_of_a_joined_request_that_was_not_solved(database_url: str) -> None:
    joined = [{"household_id": SECOND, "ticket_number": "T261122-0003"}]
    async with notifications(database_url) as rig:
        await given.a_household(rig, household_id=SECOND)
        await rig.tell(closed(outcome="withdrawn", merged_households=joined), subject="ticket-1")
        assert await listed(rig, about="ticket-1") == []


def test_every_code_that_a_ticket_can_have_has_words_and_every_department_somebody_who_is_told() -> None:
    assert set(ticket_words.CATEGORIES) == set(Category)
    assert set(ticket_words.SEVERITIES) == set(Severity)
    assert set(ticket_words.MATTERS) == set(Matter)
    assert set(ticket_words.DEPARTMENTS) == set(ticket_words.DUTIES) == set(Department)
    assert [name for name, role in ticket_words.DUTIES.items() if role not in FITTING[Department(name)]] == []
