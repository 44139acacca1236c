"""What the stories of both buses share."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from shared.runtime.bus import Bus, Delivery, Poison

DELAYS_S = (0.2, 0.4)

Open = Callable[..., Bus]


@asynccontextmanager
async def running(bus: Bus) -> AsyncIterator[Bus]:
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()


class Recorder:
    """A handler that fails as it is told: `failing` maps a body to how many attempts fail."""

    def __init__(self) -> None:
        self.seen: list[Delivery] = []
        self.times: list[float] = []
        self.failing: dict[bytes, int] = {}
        self.poison: set[bytes] = set()
        self.takes_s = 0.0

    async def __call__(self, delivery: Delivery) -> None:
        self.seen.append(delivery)
        self.times.append(time.monotonic())
        await asyncio.sleep(self.takes_s)
        body = delivery.message.body
        if body in self.poison:
            raise Poison("it is rotten")
        if delivery.attempt <= self.failing.get(body, 0):
            raise LookupError("not yet")

    def bodies(self) -> list[bytes]:
        return [delivery.message.body for delivery in self.seen]
