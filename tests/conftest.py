"""Servers for a whole run, started when the first test asks for them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.servers import PostgresServer, RabbitmqServer, ensure_postgres, ensure_rabbitmq
from tests.units_of_work import SharedSuiteScheduling

_MEMORY = Path("/dev/shm")
if os.access(_MEMORY, os.W_OK):
    # SQLite files are written through to the disk at every commit; a test's may lie in memory.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

settings.register_profile(
    "lobby", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "lobby"))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharedSuiteScheduling:
    """What shares a running suite runs in one process."""
    return SharedSuiteScheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def _loggers_follow_their_configuration() -> Iterator[None]:
    """A logger kept at its first use would write for ever to what was the output of the test that used it first."""
    configure = structlog.configure

    def configure_unkept(**given: Any) -> None:
        configure(**{**given, "cache_logger_on_first_use": False})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structlog, "configure", configure_unkept)
        yield


@pytest.fixture(autouse=True)
def _logging_put_back() -> Iterator[None]:
    """What a command line configured in this process ends with its test."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with ensure_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitmqServer]:
    with ensure_rabbitmq() as server:
        yield server
