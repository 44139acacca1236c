"""Models as cells of a sheet."""

from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from shared.kernel.text import Locale, Text
from shared.runtime.cells import CellWords, Voice, columns_of, named_in

PERSON, STRANGER = "0190e2b4-7b3c-7cc1-8d6e-1f2a3b4c5d6e", "0190e2b4-7b3c-7cc1-8d6e-000000000000"
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


def at(hour: int) -> datetime:
    """Local, as Excel knows no other."""
    return datetime(2026, 11, 22, hour, tzinfo=UTC).replace(tzinfo=None)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Pair(BaseModel):
    zh: str
    en: str


class Step(BaseModel):
    at: datetime
    done_by: str
    note: str | None = None


class Row(BaseModel):
    id: str = "x"
    community_id: str = "c"
    owner_id: str = PERSON
    room_id: str = "r"
    colour: Colour = Colour.RED
    is_open: bool = True
    due_at: datetime | None = NOON
    held_on: date = date(2026, 11, 22)
    amount_fen: int = 123_456
    count: int = 3
    question: Pair = Pair(zh="问", en="Ask")
    steps: list[Step] = []
    marks: dict[Colour, int] = {}
    note: str | None = "=1+1"


NAMES = ("colour", "is_open", "due_at", "held_on", "amount_fen", "count", "question", "steps", "marks", "note")
WORDS = CellWords(
    fields={name: Text(zh=f"{name}中", en=name) for name in (*NAMES, "owner_id", "at", "done_by")},
    codes={(Colour, "red"): Text(zh="红", en="Red")},
    named=frozenset({"owner_id"}),
)


def cells(row: Row, locale: Locale = "zh-CN", zone: str = "Asia/Shanghai") -> dict[str, object]:
    columns = columns_of(Row, WORDS)
    voice = Voice(WORDS, locale, {"c": ZoneInfo(zone)}, ZoneInfo("UTC"), {PERSON: "李明"})
    return dict(zip([column.name for column in columns], voice.cells(row, columns), strict=True))


def test_ids_are_left_out_unless_they_have_names() -> None:
    assert [column.name for column in columns_of(Row, WORDS)] == ["owner_id", *NAMES]
    assert cells(Row())["owner_id"] == "李明"
    assert cells(Row(owner_id=STRANGER))["owner_id"] is None


@pytest.mark.parametrize(
    ("row", "name", "zh", "en"),
    [
        (Row(), "colour", "红", "Red"),
        (Row(colour=Colour.BLUE), "colour", "blue", "blue"),
        (Row(), "is_open", "是", "Yes"),
        (Row(is_open=False), "is_open", "否", "No"),
        (Row(), "amount_fen", 1234.56, 1234.56),
        (Row(), "count", 3, 3),
        (Row(), "held_on", date(2026, 11, 22), date(2026, 11, 22)),
        (Row(), "due_at", at(12), at(12)),
        (Row(due_at=None), "due_at", None, None),
        (Row(), "question", "问", "Ask"),
        (Row(), "note", "=1+1", "=1+1"),
        (Row(), "steps", None, None),
        (Row(marks={Colour.RED: 4, Colour.BLUE: 5}), "marks", "红: 4\nblue: 5", "Red: 4\nblue: 5"),
        (
            Row(steps=[Step(at=NOON, done_by=PERSON), Step(at=NOON, done_by="王芳", note="好")]),
            "steps",
            "at中: 2026-11-22 12:00; done_by中: 李明\nat中: 2026-11-22 12:00; done_by中: 王芳; note中: 好",
            "at: 2026-11-22 12:00; done_by: 李明\nat: 2026-11-22 12:00; done_by: 王芳; note: 好",
        ),
    ],
)
def test_a_cell_reads_in_both_languages(row: Row, name: str, zh: object, en: object) -> None:
    assert cells(row)[name] == zh
    assert cells(row, "en")[name] == en


class Share(BaseModel):
    part: int
    needed: int


class Measured(BaseModel):
    area: Share = Share(part=1_894_670, needed=2)
    owners: Share = Share(part=5, needed=2)
    rooms_area: list[int] = [5]


def test_a_share_is_told_in_the_unit_of_the_field_around_it() -> None:
    names = ("area", "owners", "part", "needed", "rooms_area")
    words = CellWords({name: Text(zh=f"{name}中", en=name) for name in names}, {}, shares={"part"})
    voice = Voice(words, "en", {}, ZoneInfo("UTC"), {})
    assert voice.cells(Measured(), columns_of(Measured, words)) == [
        "part: 18946.70; needed: 2",
        "part: 5; needed: 2",
        "0.05",
    ]


class Chosen(BaseModel):
    marks: dict[str, Colour] = {PERSON: Colour.RED, "other": Colour.RED}


def test_an_id_at_the_left_of_a_line_is_told_by_its_name() -> None:
    voice = Voice(WORDS, "zh-CN", {}, ZoneInfo("UTC"), {PERSON: "1. 换电梯"})
    assert voice.cells(Chosen(), columns_of(Chosen, WORDS)) == ["1. 换电梯: 红\nother: 红"]


def test_a_list_has_titles_of_its_own_and_leaves_out_what_it_says_elsewhere() -> None:
    words = replace(WORDS, of_lists={"a": {"note": Text(zh="备注", en="Note")}}, left_out_of={"a": {"marks"}})
    heads = {column.name: column.title("en") for column in columns_of(Row, words.of("a"))}
    assert (heads["note"], heads["count"], "marks" in heads) == ("Note", "count", False)
    assert columns_of(Row, words.of("b")) == columns_of(Row, WORDS)


def test_moments_are_those_of_the_rows_own_community() -> None:
    assert cells(Row(), zone="Asia/Urumqi")["due_at"] == at(10)
    assert cells(Row(community_id="d"))["due_at"] == at(4)


def test_names_are_asked_for_wherever_an_id_stands() -> None:
    row = Row(steps=[Step(at=NOON, done_by=STRANGER)])
    assert named_in([row], columns_of(Row, WORDS)) == {PERSON, STRANGER}


def test_a_field_without_words_is_no_column_by_silence() -> None:
    class Odd(BaseModel):
        weight: int

    with pytest.raises(KeyError, match="weight"):
        columns_of(Odd, WORDS)
