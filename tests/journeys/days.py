"""The suite in this process, on a clock that a story moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from embedded.suite import Secrets, Suite
from shared.kernel.clock import ManualClock
from tests.journeys.people import Json, People, eventually

PASSWORD = "front-desk"
ROOM = "3#2-5-1"
_JOBS = ("breach_clocks", "follow_ups_due", "promises_due", "slips_unanswered", "complaints_grow")


class Days:
    """What has to happen by a moment has happened once `pass_by` is over."""

    def __init__(self, suite: Suite, client: httpx.AsyncClient, clock: ManualClock) -> None:
        self._suite = suite
        self._client = client
        self._clock = clock
        self.people = self._fresh()

    def _fresh(self) -> People:
        return People(self._client, PASSWORD)

    async def pass_by(self, **time: float) -> None:
        """Everybody signs in anew; timers see the new moment."""
        self._clock.advance(timedelta(**time))
        self.people = self._fresh()
        for job in _JOBS:
            await self._suite.services["tickets"].jobs.run_now(job)

    async def run(self, service: str, job: str) -> None:
        """A timer of any service that the story waits for."""
        await self._suite.services[service].jobs.run_now(job)


@asynccontextmanager
async def days_from(beginning: datetime, folder: Path) -> AsyncIterator[Days]:
    """The demo community once billing has heard of it; DEMO_PASSWORD is the test's to set."""
    clock = ManualClock(beginning)
    suite = Suite(folder, Secrets(signing="s" * 48, field="f" * 48, contact="c" * 48), clock=clock)
    transport = httpx.ASGITransport(app=suite.app)
    async with suite.running(), httpx.AsyncClient(transport=transport, base_url="http://lobby") as client:
        days = Days(suite, client, clock)
        await eventually(
            lambda: days.people.get("cashier", "/v1/front-desk/caller-card", room_code=ROOM), _every_part_knows
        )
        yield days


def _every_part_knows(card: Json) -> bool:
    return (card["parts"]["billing"]["data"] or {}).get("household_id") is not None
