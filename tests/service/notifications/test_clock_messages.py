"""Who hears of a limit that is near, and of one that passed. Source: handbook T-06, T-13, events.md."""

from datetime import UTC, datetime

import pytest

from shared.contracts.envelope import Event
from shared.contracts.tickets import TicketBreached, TicketBreachNear
from tests.service.notifications import given
from tests.service.notifications.desk import listed, notifications

_AT_STAKE = {"clock": "settle", "due_at": datetime(2026, 11, 23, 4, tzinfo=UTC)}
_STATE = given.a_ticket().model_dump() | _AT_STAKE


@pytest.mark.parametrize(
    ("told", "recipients", "said"),
    [
        (
            TicketBreachNear(**_STATE),
            {"account:account-1", "role:service_lead"},
            "工单 T261122-0001（3#2-5-1）的处理时限将到。",
        ),
        (TicketBreached(**_STATE), {"role:service_lead"}, "工单 T261122-0001（3#2-5-1）的处理时限已过。"),
    ],
)
async def test_a_limit_is_told_to_who_can_still_do_something(
    database_url: str, told: Event, recipients: set[str], said: str
) -> None:
    async with notifications(database_url) as rig:
        envelope = await rig.tell(told, subject="ticket-1")
        await rig.deliver(envelope)
        messages = await listed(rig, about="ticket-1")
    assert {message["recipient"] for message in messages} == recipients
    assert len(messages) == len(recipients)
    assert {message["body"] for message in messages} == {said}
