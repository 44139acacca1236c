"""Counts the statements that an answer costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.service.support import ServiceRig


@contextmanager
def counted(rig: ServiceRig) -> Iterator[list[str]]:
    """The SELECTs while inside."""
    seen: list[str] = []
    engine = rig.service.database.engine.sync_engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
