"""Reliability fault 5: shuffled, doubled and late events lead to the same end."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.envelope import Event
from tests.service.access.builders import Works, ask_gate, passes_of, walk
from tests.service.support import SUNDAY_NOON, ServiceRig

STORIES = {
    "until permitted": (("approved", "paid", "permitted"), "in_review"),
    "suspended in the making": (("approved", "paid", "permitted", "suspended"), "in_review"),
    "suspended and resumed": (("approved", "paid", "permitted", "suspended", "resumed"), "in_review"),
    "not paid": (("approved", "permitted", "suspended", "resumed"), "requested"),
    "not permitted": (("approved", "paid"), "requested"),
    "completed without a pass made": (
        ("approved", "paid", "permitted", "suspended", "resumed", "completed"),
        "refused",
    ),
    "withdrawn": (("approved", "paid", "permitted", "rejected"), "refused"),
}


def event_of(works: Works, name: str) -> Event:
    told: dict[str, Event] = {
        "approved": works.approved(),
        "paid": works.paid(at=SUNDAY_NOON - timedelta(hours=1)),
        "permitted": works.permitted(at=SUNDAY_NOON),
        "suspended": works.suspended(),
        "resumed": works.resumed(),
        "rejected": works.rejected(version=9),
        "completed": works.completed(),
    }
    return told[name]


def essence(cards: Sequence[dict[str, Any]], works: Works) -> list[tuple[Any, ...]]:
    order = [worker.worker_id for worker in works.workers]
    return [
        (order.index(card["holder"]["id"]), card["status"], card["valid_from"], card["valid_until"], card["due_at"])
        for card in cards
    ]


@settings(max_examples=40)
@given(picks=st.data())
async def test_every_order_of_a_story_ends_the_same(rig: ServiceRig, picks: st.DataObject) -> None:
    names, status = STORIES[picks.draw(st.sampled_from(sorted(STORIES)))]
    doubled = picks.draw(st.permutations([*names, *picks.draw(st.lists(st.sampled_from(names), max_size=3))]))
    straight, shuffled = Works(rig), Works(rig)
    await straight.tell(*(event_of(straight, name) for name in names))
    await shuffled.tell(*(event_of(shuffled, name) for name in doubled))
    expected = essence(await passes_of(rig, straight), straight)
    assert essence(await passes_of(rig, shuffled), shuffled) == expected
    assert {status for _, status, *_ in expected} == {status}
    assert len(expected) == 4


@settings(max_examples=20)
@given(order=st.permutations([5, 6, 7]))
async def test_issued_passes_follow_the_newest_of_suspensions_and_resumptions(
    rig: ServiceRig, order: list[int]
) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    issued = await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")
    events = {5: works.suspended(version=5), 6: works.resumed(version=6), 7: works.suspended(version=7)}
    await works.tell(*(events[version] for version in order))
    assert (await ask_gate(rig, issued["code"]))["reason"] == "suspended"
    await works.tell(works.resumed(version=8))
    assert (await ask_gate(rig, issued["code"]))["decision"] == "allow"
    await works.tell(*(events[version] for version in order))
    assert (await ask_gate(rig, issued["code"]))["decision"] == "allow"


async def test_a_payment_known_before_the_renovation_is_kept_for_it(bare: ServiceRig) -> None:
    works = Works(bare)
    await works.tell(works.paid())
    assert await passes_of(bare, works) == []
    await works.tell(works.permitted())
    cards = await passes_of(bare, works)
    assert [card["status"] for card in cards] == ["in_review"] * 4
