"""`python -m gateway serve | migrate | … | admin`."""

import asyncio
import getpass
import sys

from pydantic import ValidationError

from gateway.app import PROGRAM
from gateway.identity.usecases.first_admin import create_first_admin
from gateway.settings import GatewaySettings
from shared.kernel.errors import DomainError
from shared.runtime.command_line import explain, main


def _admin(arguments: list[str]) -> None:
    """An administrator's account from the machine itself: the first one nobody else can create."""
    if len(arguments) < 2:  # noqa: PLR2004 - a name and at least one community
        sys.exit(
            "usage: python -m gateway admin USERNAME COMMUNITY_ID… (the password is asked for, or read from a pipe)"
        )
    try:
        settings = GatewaySettings()
    except ValidationError as error:
        sys.exit(f"gateway: {explain(GatewaySettings, error)}")
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        asyncio.run(create_first_admin(settings, arguments[0], arguments[1:], password))
    except ValidationError as error:
        sys.exit("; ".join(f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors(include_input=False)))
    except DomainError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    if sys.argv[1:2] == ["admin"]:
        _admin(sys.argv[2:])
    else:
        main(PROGRAM)
