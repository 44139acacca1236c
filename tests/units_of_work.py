"""Which tests one process runs in a row: a file's, or all that share a running suite, which is then started once."""

import re

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

_STACK = re.compile(r"\[(embedded|full)[-\]]")
_STACK_OF = {
    "tests/journeys/test_permissions_matrix.py": "embedded",
    "tests/journeys/test_reference_page.py": "embedded",
    "tests/journeys/test_one_service_away.py": "full",
}
"""Files whose tests ask for one kind of suite, so that no parameter names it."""


class SharedSuiteScheduling(LoadFileScheduling):  # type: ignore[misc]  # its base has no types
    """As `--dist loadfile`, but for the tests of the journeys and faults."""

    def _split_scope(self, nodeid: str) -> str:
        """The unit of work that a test belongs to."""
        file, _, name = nodeid.partition("::")
        if file.startswith("tests/faults/"):
            return "faults"
        if file.startswith("tests/journeys/"):
            stack = _STACK.search(name)
            return stack.group(1) if stack else _STACK_OF.get(file, file)
        return file
