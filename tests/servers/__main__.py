"""`python -m tests.servers`: says how the tests get their servers; installs packages where that is the way.

Exit code 1 with one sentence where there is no way.
"""

from __future__ import annotations

import sys

from tests.servers import NoServersError, Way, postgres, rabbitmq
from tests.servers.debian import InstallationFailedError

DESCRIPTIONS = {Way.DOCKER: "in a container", Way.PRIVATE: "as a private process"}


def main() -> int:
    try:
        ways = {"PostgreSQL": postgres.which_way(), "RabbitMQ": rabbitmq.which_way()}
    except (NoServersError, InstallationFailedError) as missing:
        print(missing, file=sys.stderr)
        return 1
    print("Test servers: " + ", ".join(f"{server} {DESCRIPTIONS[way]}" for server, way in ways.items()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
