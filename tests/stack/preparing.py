"""`python -m tests.stack.preparing`: schemas, queues, then the demo community, of all programs in one process.

Twelve commands would import what they have in common twelve times; that each works by itself, `compose` shows.
"""

from importlib import import_module

from shared.runtime.command_line import main
from tests.stack.full import PROGRAMS


def prepare() -> None:
    """Nothing may be told before its queues exist: every program migrates before one has anything to tell."""
    for command in ("migrate", "demo"):
        for name in PROGRAMS:
            package = "gateway" if name == "gateway" else f"services.{name}"
            main(import_module(f"{package}.app").PROGRAM, [command])


if __name__ == "__main__":
    prepare()
