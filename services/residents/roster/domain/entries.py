"""A row as it is understood, and as it is kept between dry run and apply: tuples, for there are very many."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from services.residents.households.domain.membership import Role

Plain = list[Any]
"""JSON types only: what travels between processes and lies sealed in the database."""


_ROLES = {role.value: role for role in Role}


class Somebody(NamedTuple):
    """A person in a row. `phone` E.164, `id_number` plain, both in this service's memory and sealed leaves alone."""

    role: Role
    name: str
    phone: str | None = None
    id_number: str | None = None
    relation: str | None = None

    def plain(self) -> Plain:
        """For JSON."""
        return list(self)

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """From JSON."""
        role, name, phone, id_number, relation = plain
        return cls(_ROLES[role], name, phone, id_number, relation)


class Entry(NamedTuple):
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
    people: Sequence[Somebody] = ()

    @property
    def code(self) -> str:
        """The room's code."""
        return f"{self.building}#{self.entrance}-{self.floor}-{self.number}"

    def plain(self) -> Plain:
        """For JSON."""
        return [*self[:-1], [one.plain() for one in self.people]]

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """From JSON."""
        return cls._make([*plain[:-1], [Somebody.read(one) for one in plain[-1]]])
