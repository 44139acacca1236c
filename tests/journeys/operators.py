"""What an operator does with either suite: put a message on the bus, list dead letters, replay them."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import Protocol

from shared.runtime.bus import Bus, Message
from shared.runtime.bus.in_process import InProcessBus
from shared.runtime.bus.rabbitmq import RabbitBus
from shared.runtime.database import Database
from tests.stack import EmbeddedStack, FullStack
from tests.stack.process import ROOT, Stack

_MOST = 1000


class Operator(Protocol):
    async def publish(self, messages: Sequence[Message]) -> None:
        """To whoever listens."""

    async def put_aside(self, service: str) -> set[str]:
        """The ids of the service's dead letters."""

    async def list_and_replay(self, service: str) -> tuple[str, str]:
        """What the two commands print."""


class RabbitOperator:
    def __init__(self, stack: FullStack) -> None:
        self._stack = stack

    async def publish(self, messages: Sequence[Message]) -> None:
        bus = await self._bus()
        try:
            await _published(bus, messages)
        finally:
            await bus.stop()

    async def put_aside(self, service: str) -> set[str]:
        bus = await self._bus()
        try:
            return {letter.message.event_id for letter in await bus.dead_letters(service, limit=_MOST)}
        finally:
            await bus.stop()

    async def list_and_replay(self, service: str) -> tuple[str, str]:
        listed = await asyncio.to_thread(self._stack.command, service, "dead-letters", "list")
        return listed, await asyncio.to_thread(self._stack.command, service, "dead-letters", "replay")

    async def _bus(self) -> Bus:
        bus = RabbitBus(self._stack.broker_url, connection_name="operator")
        await bus.start()
        await bus.wait_ready(30)
        return bus


class EmbeddedOperator:
    """Nobody else may have the bus's file open for writing, so the suite is stopped meanwhile."""

    def __init__(self, stack: EmbeddedStack) -> None:
        self._stack = stack

    async def publish(self, messages: Sequence[Message]) -> None:
        await asyncio.to_thread(self._stack.stop)
        bus = InProcessBus(Database(f"sqlite+aiosqlite:///{self._stack.data}/bus.db"))
        await bus.start()
        try:
            await _published(bus, messages)
        finally:
            await bus.stop()
        await asyncio.to_thread(self._stack.start)

    async def put_aside(self, service: str) -> set[str]:
        return await asyncio.to_thread(self._dead, service)

    async def list_and_replay(self, service: str) -> tuple[str, str]:
        await asyncio.to_thread(self._stack.stop)
        listed, replayed = [
            await asyncio.to_thread(self._run, "dead-letters", action, "--service", service)
            for action in ("list", "replay")
        ]
        await asyncio.to_thread(self._stack.start)
        return listed, replayed

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "embedded", *arguments],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": str(self._stack.data)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _dead(self, service: str) -> set[str]:
        query = "SELECT event_id FROM bus_messages WHERE dead_at IS NOT NULL AND queue = ?"
        with closing(sqlite3.connect(f"file:{self._stack.data}/bus.db?mode=ro", uri=True, timeout=10)) as connection:
            return {row[0] for row in connection.execute(query, [service])}


def operator_of(stack: Stack) -> Operator:
    if isinstance(stack, FullStack):
        return RabbitOperator(stack)
    assert isinstance(stack, EmbeddedStack)
    return EmbeddedOperator(stack)


async def _published(bus: Bus, messages: Sequence[Message]) -> None:
    results = await bus.publish(messages)
    assert not any(results), results
