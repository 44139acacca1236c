"""What becomes of a delivery whose handler failed; the same on every bus."""

import asyncio
from collections.abc import Collection

from shared.runtime.bus.base import Delivery, Handle, Poison


def is_cancelled_from_outside() -> bool:
    """Tells a real cancellation from the CancelledError that aio-pika raises when a connection dies."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def failure_of(handle: Handle, delivery: Delivery) -> Exception | None:
    """What a handler raised. A CancelledError that nobody asked for is a failure like any other."""
    try:
        await handle(delivery)
    except asyncio.CancelledError:
        if is_cancelled_from_outside():
            raise
        return RuntimeError("cancelled inside")
    except Exception as error:  # noqa: BLE001 - every failure is retried, then kept with its reason
        return error
    return None


def is_final(failure: Exception, attempts: int, retry_delays_s: Collection[float]) -> bool:
    """Whether no further attempt follows."""
    return isinstance(failure, Poison) or attempts > len(retry_delays_s)


def reason_of(failure: Exception) -> str:
    """For the one who reads the dead letters."""
    return str(failure) if isinstance(failure, Poison) else f"{type(failure).__name__}: {failure}"
