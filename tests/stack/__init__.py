"""The suite as real processes: embedded in one, or six of them on PostgreSQL and RabbitMQ."""

from tests.stack.embedded import EmbeddedStack
from tests.stack.full import FullStack
from tests.stack.process import Process, Stack

__all__ = ["EmbeddedStack", "FullStack", "Process", "Stack"]
