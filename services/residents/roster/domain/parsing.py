"""Rows as they stand in the sheet → entries, or what is wrong with them. Source: handbook R-01, R-02, R-08."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.residents.premises.domain.kinds import Occupancy
from services.residents.roster.domain import cells as read
from services.residents.roster.domain.cells import BadCell
from services.residents.roster.domain.columns import BY_KEY, COLUMNS, PLACES, REQUIRED, Place, column_of
from services.residents.roster.domain.entries import Entry, Somebody
from services.residents.roster.domain.faults import Fault, FaultCode

Cells = Sequence[object]
_ROOM_KEYS = ("building", "entrance", "floor", "number")
_CHOSEN = ("kind", "occupancy", "hand_over")


def positions_of(header: Cells) -> dict[str, int]:
    """Column key → position; the first of two columns of the same name counts. Unknown columns are read over."""
    found: dict[str, int] = {}
    for position, cell in enumerate(header):
        column = column_of(cell) if isinstance(cell, str) else None
        if column is not None:
            found.setdefault(column.key, position)
    return found


def missing_columns(positions: Mapping[str, int]) -> list[str]:
    """Headers of the columns that must be there and are not."""
    return [BY_KEY[key].header.zh for key in REQUIRED if key not in positions]


class RowParser:
    """Remembers the rooms that it met, to tell duplicates."""

    def __init__(self, positions: Mapping[str, int], *, today: date) -> None:
        self.positions = dict(positions)
        self._today = today
        self._rows: dict[str, int] = {}
        self._width = max(positions.values(), default=-1) + 1
        self._places = [
            (place, tuple(at for key, at in positions.items() if key.startswith(f"{place.key}_")))
            for place in PLACES
            if f"{place.key}_name" in positions
        ]
        self._all = [positions[column.key] for column in COLUMNS if column.key in positions]

    def is_empty(self, cells: Cells) -> bool:
        """Whether the row says nothing in any column that is read."""
        for position in self._all:
            if position < len(cells):
                cell = cells[position]
                if cell.strip() if isinstance(cell, str) else cell is not None:
                    return False
        return True

    def parse(self, row: int, cells: Cells, formulas: Sequence[int] = ()) -> Entry | list[Fault]:
        """The entry, or every fault of the row. `formulas`: positions of cells that hold one."""
        reading = _Reading(cells, self.positions, self._width)
        if formulas:
            reading.faults += [Fault(FaultCode.FORMULA, key) for key, at in self.positions.items() if at in formulas]
        building, entrance, floor, number = (reading.piece(key) for key in _ROOM_KEYS)
        area = reading.area()
        kind, occupancy, hand_over = (reading.choice(key) for key in _CHOSEN)
        day = reading.day(self._today)
        people = [
            somebody
            for place, at in self._places
            if reading.says(at) and (somebody := reading.somebody(place)) is not None
        ]
        if not reading.faults:
            reading.faults += _together(occupancy, people)
        first = self._rows.setdefault(f"{building}#{entrance}-{floor}-{number}", row)
        if first != row and "" not in (building, entrance, floor, number):
            reading.faults.append(Fault(FaultCode.DUPLICATE_ROOM, "number", {"row": first}))
        if reading.faults:
            return reading.faults
        sort_key = f"{read.sort_prefix(building, entrance, floor)}{read.sort_number(number)}"
        return Entry(
            row, building, entrance, floor, number, sort_key, area, kind, occupancy or "", hand_over, day, people
        )


def _together(occupancy: str | None, people: Sequence[Somebody]) -> list[Fault]:
    """What is wrong between cells that are each right."""
    if not people:
        return []
    if occupancy == Occupancy.UNSOLD:
        return [Fault(FaultCode.UNSOLD_WITH_PEOPLE, "occupancy")]
    if not any(one.role.value in {"owner", "tenant"} for one in people):
        return [Fault(FaultCode.NO_HOLDER, "owner_name")]
    if len({(one.role, one.name) for one in people}) < len(people):
        return [Fault(FaultCode.PERSON_TWICE, "owner_name")]
    return []


class _Reading:
    """One row while it is read; `faults` collects what is wrong, so that a row is told whole."""

    __slots__ = ("_cells", "_positions", "faults")

    def __init__(self, cells: Cells, positions: Mapping[str, int], width: int) -> None:
        self._cells = cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]
        self._positions = positions
        self.faults: list[Fault] = []

    def _blame(self, key: str, bad: BadCell) -> None:
        self.faults.append(Fault(bad.code, key, bad.params))

    def _cell(self, key: str) -> object:
        position = self._positions.get(key)
        return "" if position is None else self._cells[position]

    def _word(self, key: str) -> str:
        cell = self._cell(key)
        if cell == "":
            return ""
        try:
            return read.word(cell)
        except BadCell as bad:
            self._blame(key, bad)
            return ""

    def _is_there(self, key: str) -> bool:
        cell = self._cell(key)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            self.faults.append(Fault(FaultCode.MISSING, key))
            return False
        return True

    def says(self, positions: Sequence[int]) -> bool:
        """Whether any of the cells has content: most people's columns are empty in most rows."""
        cells = self._cells
        for at in positions:  # noqa: SIM110 - six times a row: a generator costs twice as much
            if cells[at] != "":
                return True
        return False

    def piece(self, key: str) -> str:
        cell = self._cell(key)
        if isinstance(cell, str) and (known := read.known_piece(cell)):
            return known
        if not self._is_there(key):
            return ""
        try:
            return read.place_piece(cell)
        except BadCell as bad:
            self._blame(key, bad)
            return ""

    def area(self) -> int:
        if not self._is_there("area_m2"):
            return 0
        try:
            return read.area_dm2(self._cell("area_m2"))
        except BadCell as bad:
            self._blame("area_m2", bad)
            return 0

    def choice(self, key: str) -> str | None:
        column, cell = BY_KEY[key], self._cell(key)
        if isinstance(cell, str) and column.choices is not None and (found := column.choices.get(cell)):
            return found
        if column.is_required and not self._is_there(key):
            return None
        text = self._word(key)
        if not text:
            return None
        try:
            return read.choice(text, column.choices or {}, column.labels)
        except BadCell as bad:
            self._blame(key, bad)
            return None

    def day(self, today: date) -> str | None:
        cell = self._cell("registered_on")
        if cell is None or cell == "":
            return None
        try:
            return read.day(cell, today)
        except BadCell as bad:
            self._blame("registered_on", bad)
            return None

    def somebody(self, place: Place) -> Somebody | None:
        before = len(self.faults)
        name = self._word(f"{place.key}_name")
        is_unreadable = len(self.faults) > before
        phone = self._word(f"{place.key}_phone")
        number = self._word(f"{place.key}_id_number") if place.has_id_number else ""
        relation = self._word(f"{place.key}_relation") if place.has_relation else ""
        if not name:
            if (phone or number or relation) and not is_unreadable:
                self.faults.append(Fault(FaultCode.NAME_MISSING, f"{place.key}_name"))
            return None
        try:
            said = read.phone(phone) if phone else None
        except BadCell as bad:
            self._blame(f"{place.key}_phone", bad)
            said = None
        try:
            proven = read.id_number(number) if number else None
        except BadCell as bad:
            self._blame(f"{place.key}_id_number", bad)
            proven = None
        return Somebody(place.role, name, said, proven, relation or None)
