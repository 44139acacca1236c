"""`python -m embedded [serve | contracts [--check] | dead-letters list|replay --service NAME]`."""

import argparse
import asyncio
import gc
import sys
from pathlib import Path

from pydantic import ValidationError

_ROOT = Path(__file__).parents[1]
CONSUMERS = ("gateway", "residents", "tickets", "billing", "access", "notifications")
"""Services with a queue of their own."""


def main() -> None:
    """Serve when nothing is said."""
    parser = argparse.ArgumentParser(prog="python -m embedded")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="the whole suite in one process, until SIGTERM or ^C")
    contracts = commands.add_parser("contracts", help="write docs/contracts")
    contracts.add_argument("--check", action="store_true", help="compare instead; exit 1 on drift")
    letters = commands.add_parser("dead-letters", help="events given up on; stop the suite first")
    letters.add_argument("action", choices=["list", "replay"])
    letters.add_argument("--service", required=True, choices=CONSUMERS)
    options = parser.parse_args()
    if options.command == "contracts":
        from embedded.contracts import check, write  # noqa: PLC0415 - only this command generates

        sys.exit(asyncio.run(check(_ROOT / "docs/contracts") if options.check else write(_ROOT / "docs/contracts")))
    from embedded.settings import SuiteSettings  # noqa: PLC0415 - paid for by the commands that run the suite

    try:
        settings = SuiteSettings()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        sys.exit(f"settings: {faults}")
    if options.command == "dead-letters":
        from embedded.dead_letters import act  # noqa: PLC0415 - likewise

        sys.exit(asyncio.run(act(settings, options.action, options.service)))
    # Starting makes a million objects that stay: looking through them for garbage took an eighth of the time.
    # `serving` turns the collector on when the suite is ready.
    gc.disable()
    from embedded.serving import serve  # noqa: PLC0415 - likewise

    serve(settings)


if __name__ == "__main__":
    main()
