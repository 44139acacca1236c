"""A complaint over New Year 2026: 1 to 3 January are off, Sunday the 4th is made up for (handbook flows 4, T-13)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journeys.complaint_story import Complaint
from tests.journeys.days import PASSWORD, Days, days_from

# Wednesday 31 December 2025, three in the afternoon on the community's clock.
BEGINNING = datetime(2025, 12, 31, 7, 0, tzinfo=UTC)


@pytest.fixture
async def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Days]:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    async with days_from(BEGINNING, tmp_path) as made:
        yield made


async def test_a_complaint_that_nobody_answers_climbs_on_the_right_calendar(days: Days) -> None:
    story = Complaint(days.people)
    await story.comes_in()
    assert await story.due("respond") == "2026-01-03T07:00:00Z", "within 72 h whatever the calendar says"
    assert await story.due("settle") == "2026-01-04T07:00:00Z", "one working day ends on the make-up Sunday"
    await story.is_dispatched()

    await days.pass_by(days=3)
    story.people = days.people
    assert await story.slips() == [], "due now is in time"
    await days.pass_by(seconds=1)
    story.people = days.people
    assert (await story.goes_up_to("lead", cause="breach"))["clock"] == "respond"

    await days.pass_by(hours=23, minutes=59, seconds=59)
    story.people = days.people
    assert len(await story.slips()) == 1, "Sunday 15:00 is in time still"
    await days.pass_by(seconds=1)
    story.people = days.people
    assert (await story.goes_up_to("manager", cause="breach"))["clock"] == "settle"

    await story.is_the_managers()
    await story.is_settled()
    await days.pass_by(days=2)
    story.people = days.people
    await story.is_followed_up_by_the_manager()
    await story.is_on_record()
