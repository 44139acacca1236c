"""Rooms that are not there yet, with their households: what a row of them comes to."""

from services.residents.roster.domain.leaves import CheckedRow
from services.residents.roster.domain.traces import Trace
from services.residents.roster.writing.batch import Batch


def make_new(batch: Batch, row: CheckedRow) -> Trace | None:
    """What was made; None for a row without an entry. Computes only: may be called in a thread."""
    if row.entry is None:
        return None
    room_id = batch.room(row.entry)
    household_id = batch.household(row.entry, room_id, files_before=0) if row.entry.people else None
    return Trace(
        row.row, room_id, 1, is_new_room=True, household_id=household_id, is_new_household=bool(household_id),
        untold_versions=batch.untold_versions,
    )  # fmt: skip
