"""argon2id in a thread, few at a time: each takes 64 MiB and a third of a second of a core."""

import asyncio

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_AT_ONCE = 2


class Passwords:
    """Hashes and verifies. A hash says its own parameters, so they may be raised at any time."""

    def __init__(self, *, memory_kib: int) -> None:
        self._hash = PasswordHash((Argon2Hasher(memory_cost=memory_kib),))
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: str) -> str:
        """The hash to store."""
        async with self._turns:
            return await asyncio.to_thread(self._hash.hash, password)

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether it is the password. Without a stored hash it takes as long: nobody learns which accounts exist."""
        if stored is None:
            await self.hash(password)
            return False
        async with self._turns:
            return await asyncio.to_thread(self._hash.verify, password, stored)
