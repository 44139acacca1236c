"""`python -m tests.tour URL [--midway COMMAND]`: runs every block of the README's tour in one shell.

The blocks are taken from the README itself, so that what a reader types is what is tested. `--midway` is run in the
middle of each story; the story goes on afterwards. Needs bash and curl, and nothing that the suite does not install.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^```bash tour\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MIDWAY = "# (midway)"
SECONDS = 180


def blocks(text: str) -> list[str]:
    """The tour's shell blocks, in order."""
    return BLOCK.findall(text)


def script(address: str, midway: str) -> str:
    """One bash script: stops at the first command that fails, and says which block it was."""
    parts = ["set -euo pipefail", f"LOBBY={address}"]
    for number, block in enumerate(blocks(README.read_text()), start=1):
        parts += [f"echo '── block {number}' >&2", block.replace(MIDWAY, midway or ":")]
    return "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tour")
    parser.add_argument("address")
    parser.add_argument("--midway", default="")
    options = parser.parse_args()
    python = str(Path(sys.executable).parent)
    done = subprocess.run(
        ["bash", "-c", script(options.address.rstrip("/"), options.midway)],
        env={**os.environ, "PATH": f"{python}:{os.environ['PATH']}", "DEMO_PASSWORD": _password()},
        stdin=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
    )
    print("The tour went through." if done.returncode == 0 else "The tour broke off.", flush=True)
    return done.returncode


def _password() -> str:
    return os.environ.get("DEMO_PASSWORD", "front-desk")


if __name__ == "__main__":
    sys.exit(main())
