"""Both buses, one after the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.runtime.bus import UNOBSERVED, Handling
from shared.runtime.bus.in_process import InProcessBus
from shared.runtime.bus.rabbitmq import RabbitBus
from shared.runtime.database import Database
from tests.servers import RabbitmqServer
from tests.unit.runtime.buses import DELAYS_S, Open


@pytest.fixture(params=["in-process", "rabbitmq"])
def make_bus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens buses that all reach the same queues, in-process one after the other."""
    if request.param == "in-process":
        yield lambda observer=UNOBSERVED, **handling: InProcessBus(
            Database(f"sqlite+aiosqlite:///{tmp_path}/bus.db"), handling=_handling(handling), observer=observer
        )
        return
    server: RabbitmqServer = request.getfixturevalue("rabbitmq")
    with server.vhost() as url:
        yield lambda observer=UNOBSERVED, **handling: RabbitBus(
            url, connection_name="test", handling=_handling(handling), observer=observer
        )


def _handling(changed: dict[str, Any]) -> Handling:
    return Handling(**{"retry_delays_s": DELAYS_S, **changed})
