"""A row between dry run, apply and undo, as it lies in a leaf."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from services.residents.roster.domain.comparing import Change, Finding, HouseholdNow, RoomNow
from services.residents.roster.domain.entries import Entry, Plain
from services.residents.roster.domain.lifecycle import RowKind

LEAF_ROWS = 500
_KINDS = {kind.value: kind for kind in RowKind}
_FASTEST = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """What was there at the dry run: the apply writes only while it still is."""

    room_id: str
    room_version: int
    household_id: str | None
    persons: dict[str, int]

    @classmethod
    def of(cls, room: RoomNow) -> Self:
        """As compared with."""
        household: HouseholdNow | None = room.household
        return cls(
            room.room_id,
            room.version,
            household.household_id if household else None,
            {person.person_id: person.version for person in household.people} if household else {},
        )


class CheckedRow(NamedTuple):
    """A row of the sheet with what the dry run found. `faults`: code, column key, cell, params."""

    row: int
    kind: RowKind
    code: str
    entry: Entry | None = None
    faults: Sequence[Plain] = ()
    changes: Sequence[Change] = ()
    added: Sequence[int] = ()
    is_new_household: bool = False
    seen: Seen | None = None

    @classmethod
    def of(cls, entry: Entry, finding: Finding, room: RoomNow | None) -> Self:
        """What was found, with what it was found against."""
        faults = [[fault.code.value, fault.column, None, dict(fault.params)] for fault in finding.faults]
        return cls(
            entry.row, finding.kind, entry.code, entry, faults, finding.changes, finding.added,
            finding.is_new_household, Seen.of(room) if room else None,
        )  # fmt: skip

    def plain(self) -> Plain:
        """For JSON."""
        seen = self.seen
        return [
            self.row, self.kind.value, self.code, self.entry.plain() if self.entry else None, self.faults,
            [change.plain() for change in self.changes], self.added, self.is_new_household,
            [seen.room_id, seen.room_version, seen.household_id, seen.persons] if seen else None,
        ]  # fmt: skip

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """From JSON."""
        row, kind, code, entry, faults, changes, added, is_new_household, seen = plain
        return cls(
            row, _KINDS[kind], code, Entry.read(entry) if entry else None, faults,
            [Change(*change) for change in changes], added, is_new_household, Seen(*seen) if seen else None,
        )  # fmt: skip


def packed(rows: Sequence[Any]) -> bytes:
    """JSON, compressed lightly: repeated names and codes are most of it."""
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), _FASTEST)


def unpacked(content: bytes) -> list[Any]:
    """What `packed` packed."""
    found: list[Any] = json.loads(zlib.decompress(content))
    return found
