"""PostgreSQL and RabbitMQ for tests, set up and torn down by the tests themselves.

`with ensure_postgres() as postgres, ensure_rabbitmq() as rabbitmq:` starts one of each: in a container where
a Docker engine runs and has or can pull the images; else as private processes from installed binaries, on
free ports, in a temporary folder; else, on Debian or Ubuntu as root, from the distribution's packages, which
are installed first; else `NoServersError` says in one sentence what is missing. LOBBY_TEST_SERVERS=docker or
=private forces one way.

Everything blocks; inside a running event loop call it through `asyncio.to_thread`.
"""

from tests.servers.postgres import PostgresServer, ensure_postgres
from tests.servers.rabbitmq import RabbitmqServer, ensure_rabbitmq
from tests.servers.ways import NoServersError, Way

__all__ = ["NoServersError", "PostgresServer", "RabbitmqServer", "Way", "ensure_postgres", "ensure_rabbitmq"]
