"""Versions as events and changes see them."""

from datetime import datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import flag_modified

from shared.runtime.tables import AggregateRow


def upcoming_version(row: AggregateRow) -> int:
    """The version that the open change leads to: what its events must carry, before the change is flushed."""
    state: Any = inspect(row)
    return row.version + 1 if state.persistent else 1


def touch(row: Any, now: datetime) -> None:
    """A change in an aggregate's parts is a change of the aggregate: its version moves, at the same instant too."""
    row.changed_at = now
    flag_modified(row, "changed_at")
