"""One full stack for all the tests of this folder: each heals what it broke."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import ledger
from tests.faults.rig import Rig
from tests.servers import PostgresServer, RabbitmqServer

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def seed() -> int:
    """Printed, so that pytest shows it beside a failure."""
    return ledger.seed()


@pytest.fixture(scope="session")
def running_rig(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, rabbitmq: RabbitmqServer
) -> Iterator[Rig]:
    rig = Rig(tmp_path_factory.mktemp("faults"), postgres, rabbitmq)
    try:
        rig.start()
        yield rig
    finally:
        rig.stop()


@pytest.fixture
def rig(running_rig: Rig) -> Rig:
    running_rig.heal()
    return running_rig
