"""An event that fits no schema is put aside with its reason; nothing is changed, and the healthy ones go on."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

from gateway.demo import GARDEN
from shared.kernel.ids import new_id
from shared.runtime.bus import Message
from tests.journeys.operators import operator_of
from tests.journeys.people import People, eventually
from tests.journeys.test_bad_input import opening
from tests.stack.process import Stack

TYPE = "payment.received"
# payment.received goes to four services: each puts it aside on its own.
CHANGED_BY_A_PAYMENT = ("/v1/payments", "/v1/tickets", "/v1/archives")
HEARERS = ("tickets", "residents", "access", "notifications")


def event(**different: Any) -> tuple[str, bytes]:
    """An envelope of a payment whose content is wrong; its id."""
    event_id = new_id()
    envelope = {
        "specversion": "1.0",
        "id": event_id,
        "source": "/services/billing",
        "type": TYPE,
        "subject": new_id(),
        "time": "2026-11-22T04:00:00Z",
        "datacontenttype": "application/json",
        "dataschema": f"urn:lobby:event:{TYPE}:1",
        "community": GARDEN,
        "sequence": 1,
        "data": {"payment_id": "p", "amount_fen": "a lot"},
    }
    return event_id, json.dumps({**envelope, **different}).encode()


def message(event_id: str, body: bytes) -> Message:
    return Message(event_id, TYPE, event_id, body)


async def test_an_event_that_fits_no_schema_becomes_a_dead_letter_and_can_be_replayed(
    stack: Stack, people: People
) -> None:
    operator = operator_of(stack)
    unreadable = message(new_id(), b"this is no JSON")
    no_envelope = message(new_id(), b'{"type": "payment.received"}')
    wrong_content = message(*event())
    of_the_future = message(*event(dataschema=f"urn:lobby:event:{TYPE}:9"))
    bad = [unreadable, no_envelope, wrong_content, of_the_future]
    ids = {each.event_id for each in bad}
    before = [await people.items("manager", path) for path in CHANGED_BY_A_PAYMENT]

    await operator.publish(bad)
    await eventually(lambda: operator.put_aside("tickets"), ids.issubset)
    listed, replayed = await operator.list_and_replay("tickets")

    told = {event_id: line for event_id in ids for line in listed.splitlines() if event_id in line}
    assert told.keys() == ids, listed
    assert all(TYPE in line and "attempts=1" in line for line in told.values()), listed
    assert "Invalid JSON" in told[unreadable.event_id]
    assert "Field required" in told[no_envelope.event_id]
    assert "Field required" in told[wrong_content.event_id]
    assert "known here is version 1" in told[of_the_future.event_id]
    count = re.search(r"^(\d+) events replayed$", replayed, re.MULTILINE)
    assert count is not None, replayed
    assert int(count[1]) >= len(bad)
    # Still unreadable: they come back, none is lost, and nothing was changed.
    await eventually(lambda: operator.put_aside("tickets"), ids.issubset)
    assert [await people.items("manager", path) for path in CHANGED_BY_A_PAYMENT] == before


async def test_every_hearer_puts_it_aside_and_goes_on(stack: Stack, people: People) -> None:
    operator = operator_of(stack)
    bad = message(*event())

    await operator.publish([bad])

    for service in HEARERS:
        await eventually(partial(operator.put_aside, service), lambda dead: bad.event_id in dead)
    ticket = await people.post("front_desk", "/v1/tickets", opening())
    told = await eventually(lambda: people.items("manager", "/v1/messages", about=ticket["id"]))
    assert [each["template"] for each in told] == ["ticket_opened"]
