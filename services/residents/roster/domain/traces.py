"""What an apply wrote of one row, so that it can be taken back: ids and versions, nothing personal."""

from dataclasses import dataclass, field
from typing import Self

from services.residents.roster.domain.entries import Plain


@dataclass(frozen=True, slots=True)
class Trace:
    """`room_version`: after the write, None when the room was left alone; `changed`: person id → version after."""

    row: int
    room_id: str
    room_version: int | None = None
    is_new_room: bool = False
    household_id: str | None = None
    is_new_household: bool = False
    changed: dict[str, int] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    untold_versions: int = 0
    """Of a new household: its versions without those of telling contact points, when it was made."""

    def plain(self) -> Plain:
        """For JSON."""
        return [
            self.row, self.room_id, self.room_version, self.is_new_room, self.household_id, self.is_new_household,
            self.changed, self.added, self.untold_versions,
        ]  # fmt: skip

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """From JSON."""
        return cls(*plain)
