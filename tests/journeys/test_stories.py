"""Whole stories through the gateway (handbook flows 1 to 4 and 7), the same on both ways to run the suite."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.journeys.complaint_story import Complaint
from tests.journeys.move_in_followed import MoveInFollowed
from tests.journeys.people import People
from tests.journeys.renovation_refund import RenovationRefund
from tests.journeys.repair_story import Repair
from tests.journeys.transfer_followed import TransferFollowed
from tests.stack import EmbeddedStack
from tests.stack.process import Stack

Midway = Callable[[], Awaitable[None]]


@pytest.fixture(params=["embedded, killed in the middle", "full"])
def told_on(request: pytest.FixtureRequest) -> tuple[Stack, bool]:
    """The suite, and whether it is killed half-way."""
    name, _, killed = str(request.param).partition(", ")
    return request.getfixturevalue(name), bool(killed)


@pytest.fixture
def stack(told_on: tuple[Stack, bool]) -> Stack:
    return told_on[0]


@pytest.fixture
def midway(told_on: tuple[Stack, bool]) -> Midway:
    stack, is_killed = told_on

    async def power_cut() -> None:
        if is_killed:
            assert isinstance(stack, EmbeddedStack)
            stack.process.kill9()
            await asyncio.to_thread(stack.start)

    return power_cut


async def test_a_repair_that_costs_money(people: People, midway: Midway) -> None:
    story = Repair(people)
    await story.comes_in()
    await story.is_dispatched()
    await story.has_an_appointment()
    await story.is_quoted_and_agreed()
    await midway()
    await story.is_done_and_closed()
    await midway()
    await story.is_charged()
    await story.is_paid()
    await story.is_on_record()


async def test_a_renovation_from_the_plans_to_the_deposit_paid_back(people: People, midway: Midway) -> None:
    story = RenovationRefund(people)
    await story.is_applied_for()
    await story.is_changed_and_approved()
    await midway()
    await story.is_charged()
    await story.is_paid_and_permitted()
    await midway()
    await story.has_its_passes_issued()
    await story.is_checked_at_the_gate()
    await story.is_suspended_and_resumed()
    await story.is_inspected_until_cured()
    await story.has_hot_work()
    await midway()
    await story.is_prolonged()
    await story.is_completed()
    await midway()
    await story.gets_its_deposit_released()
    await story.gets_its_refund_approved()
    await midway()
    await story.gets_its_deposit_back()
    await midway()
    await story.shows_its_refund()
    await story.is_on_record()


async def test_a_move_in(people: People, midway: Midway) -> None:
    story = MoveInFollowed(people)
    await story.is_announced()
    await story.is_stopped_for_papers()
    await midway()
    await story.is_signed_and_registered()
    await story.is_inspected()
    await story.has_an_incomplete_file()
    await midway()
    await story.is_completed()
    await midway()
    await story.is_in_the_file()
    await story.is_charged_from_the_hand_over()
    await story.has_its_meters_read()
    await story.has_its_keys_registered()
    await story.has_its_passes_requested()
    await midway()
    await story.has_its_passes_issued()
    await story.has_its_defects_cured()


async def test_a_complaint_that_grows(people: People, midway: Midway) -> None:
    """Over a holiday, on a clock that is moved: test_complaint.py."""
    story = Complaint(people)
    await story.comes_in()
    await story.is_dispatched()
    await midway()
    await story.cannot_be_handled()
    await midway()
    await story.is_the_managers()
    await story.is_settled()
    await midway()
    await story.is_followed_up_by_the_manager()
    await story.is_on_record()


async def test_a_household_leaves(people: People, midway: Midway) -> None:
    story = TransferFollowed(people)
    await story.lives_here()
    await story.owes_a_repair_and_has_a_guest()
    await midway()
    await story.is_opened()
    await story.is_refused_while_anything_is_open()
    await story.is_settled()
    await midway()
    await story.is_closed()
    await midway()
    await story.its_file_is_under_retention()
    await story.the_month_is_split()
    await story.its_passes_open_nothing()
    await story.the_old_phone_is_nobody()
    await story.the_books_agree()
