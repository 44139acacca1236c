"""The bus: durable delivery of events, over RabbitMQ or inside one process, with the same promises."""

from shared.runtime.bus.base import (
    DEFAULT_RETRY_DELAYS_S,
    Bus,
    BusAway,
    DeadLetter,
    Delivery,
    Handle,
    Handling,
    Message,
    Poison,
    PublishFailed,
)
from shared.runtime.bus.observer import UNOBSERVED, Observer

__all__ = [
    "DEFAULT_RETRY_DELAYS_S",
    "UNOBSERVED",
    "Bus",
    "BusAway",
    "DeadLetter",
    "Delivery",
    "Handle",
    "Handling",
    "Message",
    "Observer",
    "Poison",
    "PublishFailed",
]
