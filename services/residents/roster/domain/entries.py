"""A row as it is understood, and as it is kept between dry run and apply."""

from dataclasses import dataclass, field
from typing import Any, Self

from services.residents.households.domain.membership import Role

Plain = list[Any]
"""JSON types only: what travels between processes and lies sealed in the database."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in a row. `phone` E.164, `id_number` plain, both in this service's memory and sealed leaves alone."""

    role: Role
    name: str
    phone: str | None = None
    id_number: str | None = None
    relation: str | None = None

    def plain(self) -> Plain:
        """For JSON."""
        return [self.role.value, self.name, self.phone, self.id_number, self.relation]

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """From JSON."""
        return cls(Role(plain[0]), plain[1], plain[2], plain[3], plain[4])


@dataclass(frozen=True, slots=True)
class Entry:
    """A row without a fault. `day` is an ISO date; `hand_over` None: by occupancy."""

    row: int
    building: str
    entrance: str
    floor: str
    number: str
    sort_key: str
    area_dm2: int
    kind: str | None
    occupancy: str
    hand_over: str | None
    day: str | None
    people: list[Somebody] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The room's code."""
        return f"{self.building}#{self.entrance}-{self.floor}-{self.number}"

    def plain(self) -> Plain:
        """For JSON."""
        return [
            self.row, self.building, self.entrance, self.floor, self.number, self.sort_key, self.area_dm2,
            self.kind, self.occupancy, self.hand_over, self.day, [one.plain() for one in self.people],
        ]  # fmt: skip

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """From JSON."""
        content: tuple[Any, ...] = (*plain[:-1], [Somebody.read(one) for one in plain[-1]])
        return cls(*content)
