"""What an apply wrote of one row, so that it can be taken back: ids and versions, nothing personal."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Self

from services.residents.roster.domain.entries import Plain


class Trace(NamedTuple):
    """`room_version`: after the write, None when the room was left alone; `changed`: person id → version after."""

    row: int
    room_id: str
    room_version: int | None = None
    is_new_room: bool = False
    household_id: str | None = None
    is_new_household: bool = False
    changed: Mapping[str, int] = MappingProxyType({})
    added: Sequence[str] = ()
    untold_versions: int = 0
    """Of a new household: its versions without those of telling contact points, when it was made."""

    def plain(self) -> Plain:
        """For JSON."""
        return [*self[:6], dict(self.changed), *self[7:]]

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """From JSON."""
        return cls(*plain)
