"""Handbook R-01."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.premises.domain.errors import BadRoomCode
from services.residents.premises.domain.room_code import MAX_LENGTH, RoomCode, parse_room_code, plain_label

_numbers = st.integers(0, 99999).map(str)
_floors = st.one_of(st.integers(1, 99).map(str), st.integers(1, 9).map(lambda level: f"B{level}"))
_codes = st.builds(RoomCode, _numbers, _numbers, _floors, _numbers)


def test_a_label_is_read_into_its_four_places() -> None:
    assert parse_room_code("180#1-1-1") == RoomCode("180", "1", "1", "1")


@pytest.mark.parametrize("written", ["3#2-5-1", " 3 # 2-5-1 ", "３＃２－５－１", "03#02-05-01", "3#2—5—1", "3#2–5–1"])
def test_a_label_is_read_however_the_desk_writes_it(written: str) -> None:
    assert str(parse_room_code(written)) == "3#2-5-1"


@pytest.mark.parametrize(
    "text", ["", "3#2-5", "3-2-5-1", "#1-1-1", "3#2-5-1-1", "3#2-5-一", "3#2-5-1;", "123456#1-1-1", "3#2-5-\x00"]
)
def test_what_is_no_label_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(BadRoomCode) as refusal:
        parse_room_code(text, "/room_code")
    assert refusal.value.pointer == "/room_code"


@given(_codes)
def test_a_written_code_reads_back_as_itself(code: RoomCode) -> None:
    assert parse_room_code(str(code)) == code
    assert len(str(code)) <= MAX_LENGTH


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_is_refused(text: str) -> None:
    try:
        code = parse_room_code(text)
    except BadRoomCode:
        return
    assert str(parse_room_code(str(code))) == str(code)
    assert len(code.sort_key) <= 64


@given(st.lists(st.tuples(*[st.integers(1, 500)] * 4), min_size=2, max_size=10))
def test_codes_sort_as_people_count(places: list[tuple[int, int, int, int]]) -> None:
    codes = [RoomCode(*(str(piece) for piece in place)) for place in places]
    by_key = [str(code) for code in sorted(codes, key=lambda code: code.sort_key)]
    assert by_key == [str(RoomCode(*(str(piece) for piece in place))) for place in sorted(places)]


def test_basements_come_before_the_first_floor_and_the_deepest_first() -> None:
    codes = [parse_room_code(f"1#1-{floor}-1") for floor in ("2", "B1", "10", "1", "B2")]
    assert [code.floor for code in sorted(codes, key=lambda code: code.sort_key)] == ["B2", "B1", "1", "2", "10"]


def test_the_beginning_of_a_label_is_brought_to_the_signs_that_codes_are_stored_in() -> None:
    assert plain_label(" ３＃２－ ") == "3#2-"
