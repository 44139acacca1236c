"""The load: desk clerks who open tickets and take payments, each retried with its key until it is acknowledged."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Self

import httpx

from tests.faults.ledger import Attempt, Ledger, Write, now

CLERKS = ("front_desk", "service_lead", "cashier")
# Worth another try with the same key; any other refusal, a 500 first of all, is a fault.
PASSING = frozenset({409, 429, 502, 503, 504})
RETRY_SECONDS = 0.2
PATIENCE_SECONDS = 30
_PAYMENTS = 0.4
_STAY_OPEN = 0.5


class Desk:
    """Signed-in clerks at one or several gateways."""

    def __init__(self, ledger: Ledger, urls: Sequence[str], password: str) -> None:
        self.ledger = ledger
        self._urls = urls
        self._password = password
        self._tokens: dict[str, str] = {}
        self._client = httpx.AsyncClient(timeout=20, trust_env=False)
        self._turn = 0

    async def __aenter__(self) -> Self:
        for clerk in CLERKS:
            form = {"grant_type": "password", "username": clerk, "password": self._password}
            answer = await self._client.post(f"{self._urls[0]}/v1/auth/token", data=form)
            answer.raise_for_status()
            self._tokens[clerk] = answer.json()["access_token"]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def do(self, write: Write) -> None:
        """Until it is acknowledged, or refused for good."""
        while not write.is_acknowledged:
            attempt = await self.ask(write)
            if attempt.is_acknowledged:
                return
            if attempt.status is not None and attempt.status not in PASSING:
                self.ledger.refused.append(f"{write.kind} {write.key}: {attempt.status} {attempt.problem}")
                return
            await asyncio.sleep(RETRY_SECONDS)

    async def ask(self, write: Write) -> Attempt:
        """One request. With several gateways the next one has its turn."""
        url = self._urls[self._turn % len(self._urls)]
        self._turn += 1
        headers = {"Authorization": f"Bearer {self._tokens[write.clerk]}", "Idempotency-Key": write.key}
        began_at = now()
        try:
            answer = await self._client.post(f"{url}{write.path}", json=write.body, headers=headers)
            is_replayed = "idempotent-replayed" in answer.headers
            attempt = Attempt(began_at, now() - began_at, answer.status_code, answer.text[:300], is_replayed)
            if attempt.is_acknowledged:
                self._acknowledge(write, answer.json()["id"])
        except httpx.TransportError as error:
            attempt = Attempt(began_at, now() - began_at, None, repr(error))
        write.attempts.append(attempt)
        return attempt

    def _acknowledge(self, write: Write, made: str) -> None:
        if write.made is not None and write.made != made:
            self.ledger.refused.append(f"{write.kind} {write.key}: acknowledged as {write.made} and as {made}")
        write.made = made


class Load:
    """`clerks` at a time, `pause_s` between one's writes; bounded by `most` writes."""

    def __init__(
        self, desk: Desk, rooms: Sequence[str], *, seed: int, clerks: int = 8, pause_s: float = 0.1, most: int = 4000
    ) -> None:
        self._desk = desk
        self._rooms = rooms
        self._chance = random.Random(seed)
        self._pause_s = pause_s
        self._most = most
        self._clerks = clerks
        self._closing = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While the body runs; afterwards what was begun is brought to its end, within PATIENCE_SECONDS."""
        tasks = [asyncio.create_task(self._clerk()) for _ in range(self._clerks)]
        try:
            yield
        finally:
            self._closing.set()
            _, late = await asyncio.wait(tasks, timeout=PATIENCE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in tasks:
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    async def _clerk(self) -> None:
        while not self._closing.is_set() and len(self._desk.ledger.writes) < self._most:
            room_code = self._chance.choice(self._rooms)
            if self._chance.random() < _PAYMENTS:
                await self._do(self._desk.ledger.payment(room_code))
            else:
                await self._life_of_a_ticket(room_code)

    async def _life_of_a_ticket(self, room_code: str) -> None:
        """Each step after the one before was acknowledged, so that its events have an order."""
        ledger, opening = self._desk.ledger, self._desk.ledger.ticket(room_code)
        await self._do(opening)
        if opening.made is None or self._chance.random() < _STAY_OPEN:
            return
        for department in ("engineering", "security"):
            if self._closing.is_set():
                return
            await self._do(ledger.dispatch(opening.made, department))
        await self._do(ledger.dismissal(opening.made))

    async def _do(self, write: Write) -> None:
        await self._desk.do(write)
        await asyncio.sleep(self._pause_s * (0.5 + self._chance.random()))
