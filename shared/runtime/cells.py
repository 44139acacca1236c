"""Models as cells of a sheet: words for codes, names for ids, local times, whole amounts. Source: api.md."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from shared.kernel.text import Locale, Text

_YES, _NO = Text(zh="是", en="Yes"), Text(zh="否", en="No")
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_HUNDREDTHS = ("_fen", "area")  # fen; hundredths of a square metre
_TWO_PLACES, _WHOLE = "#,##0.00", "0"
_PAIR = {"zh", "en"}
_WIDE, _DATED, _SHORT = 36, 17, 13


@dataclass(frozen=True, slots=True)
class CellWords:
    """What fields are called and what their codes mean.

    `fields`: title of each field that is shown, by its name. `codes`: words of enumerations, by their members.
    `named`: ids of what has a name, besides the accounts in fields that end in `_by`. `left_out`: what no person reads.
    `shares`: what is told in the unit of the field around it. `of_lists`, `left_out_of`: titles of fields, and what no
    person reads, where one list says it otherwise than the rest.
    """

    fields: Mapping[str, Text]
    codes: Mapping[tuple[type, str], Text]
    named: Collection[str] = ()
    left_out: Collection[str] = ("id", "version", "community_id", "actions")
    shares: Collection[str] = ()
    of_lists: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    left_out_of: Mapping[str, Collection[str]] = field(default_factory=dict)

    def of(self, listed: str) -> "CellWords":
        """The words of one list, by its operation id."""
        return replace(
            self,
            fields={**self.fields, **self.of_lists.get(listed, {})},
            left_out=frozenset({*self.left_out, *self.left_out_of.get(listed, ())}),
        )

    def shows(self, name: str) -> bool:
        """Whether the field stands in a sheet: an id says nothing to people unless it has a name."""
        return name not in self.left_out and (self.names(name) or not name.endswith(("_id", "_ids")))

    def names(self, name: str) -> bool:
        """Whether the field is the id of what has a name."""
        return name in self.named or name.endswith("_by")


@dataclass(frozen=True, slots=True)
class CellColumn:
    """A field as a column."""

    name: str
    words: Text
    is_named: bool
    kinds: frozenset[type] = field(default=frozenset())

    def title(self, locale: Locale) -> str:
        """What stands at its head."""
        return self.words.pick(locale)

    @property
    def wraps(self) -> bool:
        """Whether text or what is nested stands there."""
        return not self.kinds <= {int, bool, float, datetime, date} and not self._is_code and not self.is_named

    @property
    def width(self) -> float:
        """In characters."""
        if self.kinds & {datetime}:
            return _DATED
        return _WIDE if self.wraps and not self.name.endswith(("code", "number")) else _SHORT

    @property
    def number(self) -> str | None:
        """Excel's format of figures."""
        if int not in self.kinds or bool in self.kinds:
            return None
        return _TWO_PLACES if self.name.endswith(_HUNDREDTHS) else _WHOLE

    @property
    def _is_code(self) -> bool:
        return any(issubclass(kind, Enum) for kind in self.kinds)


def columns_of(model: type[BaseModel], words: CellWords) -> Sequence[CellColumn]:
    """The columns of a model in the order of its fields. Raises KeyError for a field without words."""
    if unnamed := [name for name in model.model_fields if words.shows(name) and name not in words.fields]:
        msg = f"{model.__name__}: no words for {', '.join(unnamed)}"
        raise KeyError(msg)
    return [
        CellColumn(name, words.fields[name], words.names(name), frozenset(_kinds(info.annotation)))
        for name, info in model.model_fields.items()
        if words.shows(name)
    ]


def _kinds(annotation: Any) -> Iterable[type]:
    """What a value may be, None apart; of a list and the like the list itself."""
    parts = get_args(annotation)
    if isinstance(annotation, type) and not parts:
        if annotation is not type(None):
            yield annotation
    elif isinstance(getattr(annotation, "__origin__", None), type):
        yield annotation.__origin__
    else:
        for part in parts:
            yield from _kinds(part)


def named_in(rows: Iterable[BaseModel], columns: Sequence[CellColumn]) -> set[str]:
    """The ids in the columns that have names, and those anywhere inside what is nested."""
    found: set[str] = set()
    for row in rows:
        for column in columns:
            content = getattr(row, column.name)
            if column.is_named or isinstance(content, BaseModel | list | dict):
                found.update(_IDENTIFIER.findall(str(content)))
    return found


@dataclass(frozen=True, slots=True)
class Voice:
    """Who reads: `zones` by community, `here` where a row tells none, `names` by id."""

    words: CellWords
    locale: Locale
    zones: Mapping[str, ZoneInfo]
    here: ZoneInfo
    names: Mapping[str, str]

    def cells(self, row: BaseModel, columns: Sequence[CellColumn]) -> list[Any]:
        """The row's cells: text, figures, local days and moments."""
        zone = self.zones.get(getattr(row, "community_id", ""), self.here)
        return [self.cell(column.name, getattr(row, column.name), zone) for column in columns]

    def cell(self, name: str, content: Any, zone: ZoneInfo) -> Any:
        """What Excel holds as such, else text."""
        if isinstance(content, datetime):
            return content.astimezone(zone).replace(tzinfo=None)
        if content is None or (isinstance(content, date | int | float) and not isinstance(content, bool)):
            return content / 100 if isinstance(content, int) and name.endswith(_HUNDREDTHS) else content
        return self._text(name, content, zone) or None

    def _text(self, name: str, content: Any, zone: ZoneInfo) -> str:  # noqa: PLR0911 - a kind of content each
        """`name` is the field that says what the content is: of a share the one around it."""
        if content is None:
            return ""
        if isinstance(content, bool):
            return (_YES if content else _NO).pick(self.locale)
        if isinstance(content, Enum):
            found = self.words.codes.get((type(content), content.value))
            return found.pick(self.locale) if found else str(content.value)
        if isinstance(content, BaseModel):
            return self._of_model(name, content, zone)
        if isinstance(content, dict):
            return "\n".join(
                f"{self._of_key(key, zone)}: {self._text(name, each, zone)}" for key, each in content.items()
            )
        if isinstance(content, list | tuple):
            return "\n".join(part for part in (self._text(name, each, zone) for each in content) if part)
        if isinstance(content, str):
            return self._of_string(content, is_named=self.words.names(name))
        plain = self.cell(name, content, zone)
        if isinstance(plain, datetime):
            return f"{plain:%Y-%m-%d %H:%M}"
        return f"{plain:.2f}" if isinstance(content, int) and name.endswith(_HUNDREDTHS) else str(plain)

    def _of_key(self, key: object, zone: ZoneInfo) -> str:
        """Words of a code, the name of an id."""
        return self.names.get(key, "") if isinstance(key, str) and _is_id(key) else self._text("", key, zone)

    def _of_model(self, around: str, content: BaseModel, zone: ZoneInfo) -> str:
        held = dict(content)
        if set(held) == _PAIR:
            return str(held["en" if self.locale == "en" else "zh"])
        shown = (
            (name, self._text(around if name in self.words.shares else name, each, zone))
            for name, each in held.items()
            if self.words.shows(name)
        )
        return "; ".join(f"{self.words.fields[name].pick(self.locale)}: {text}" for name, text in shown if text)

    def _of_string(self, content: str, *, is_named: bool) -> str:
        if not is_named:
            return content
        return self.names.get(content, "" if _is_id(content) else content)


def holds_id(content: str) -> bool:
    """Whether an id stands in the text: nothing that people read."""
    return _IDENTIFIER.search(content) is not None


def _is_id(content: str) -> bool:
    return _IDENTIFIER.fullmatch(content) is not None
