"""Cells, rows and comparisons. Source: handbook R-01, R-02, R-08."""

import gc
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.households.domain.membership import Role
from services.residents.premises.domain.room_code import RoomCode, parse_room_code
from services.residents.roster.cycles import no_search_for_cycles
from services.residents.roster.domain import cells
from services.residents.roster.domain.cells import BadCell
from services.residents.roster.domain.columns import COLUMNS, cell_name, column_of
from services.residents.roster.domain.comparing import HouseholdNow, PersonNow, RoomNow, compare
from services.residents.roster.domain.entries import Entry, Somebody
from services.residents.roster.domain.faults import FAULTS, FaultCode
from services.residents.roster.domain.lifecycle import RowKind
from services.residents.roster.domain.parsing import RowParser, positions_of
from services.residents.roster.domain.refusals import REFUSALS, RefusalCode
from shared.kernel.phones import NotAPhone, parse_phone

TODAY = date(2026, 11, 22)
HEADER = [column.header.zh for column in COLUMNS]
PLAIN: dict[str, Any] = {
    "building": "3", "entrance": "2", "floor": "5", "number": "1", "area_m2": 89.5, "occupancy": "自住",
    "owner_name": "王芳", "owner_phone": "13812345678",
}  # fmt: skip


def parse(**over: Any) -> Entry | list[Any]:
    content = PLAIN | over
    return RowParser(positions_of(HEADER), today=TODAY).parse(2, [content.get(column.key, "") for column in COLUMNS])


def entry(**over: Any) -> Entry:
    found = parse(**over)
    assert isinstance(found, Entry), found
    return found


@given(st.from_regex(r"1[0-9]{10}", fullmatch=True))
def test_the_quick_way_to_read_a_mobile_number_is_the_librarys(text: str) -> None:
    try:
        expected: str | None = parse_phone(text)
    except NotAPhone:
        expected = None
    try:
        found: str | None = cells.phone(text)
    except BadCell:
        found = None
    assert found == expected


@given(st.one_of(st.floats(-10, 200_000), st.integers(0, 20_000_000).map(lambda dm2: dm2 / 100)))
def test_the_quick_way_to_read_an_area_is_that_of_its_text(cell: float) -> None:
    try:
        expected: int | None = cells.area_dm2(str(cell))
    except BadCell:
        expected = None
    try:
        found: int | None = cells.area_dm2(cell)
    except BadCell:
        found = None
    if expected is not None or found is None:  # dust of binary numbers is taken off a number, not off a text
        assert found == expected
    else:
        assert abs(cell * 100 - found) < 0.000001


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_one_check_digit_of_eleven_is_right(plain: str) -> None:
    weighed = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(plain))
    right = "10X98765432"[weighed % 11]
    for digit in "0123456789X":
        if digit == right:
            assert cells.id_number(plain + digit) == plain + digit
        else:
            with pytest.raises(BadCell):
                cells.id_number(plain + digit)


@pytest.mark.parametrize("over", [{"building": "3\t"}, {"floor": "5\x00"}, {"owner_name": "王\x7f芳"}])
def test_what_is_not_printed_takes_no_quick_way(over: dict[str, Any]) -> None:
    found = parse(**over)
    assert isinstance(found, Entry) == (over == {"building": "3\t"})


def test_the_search_for_cycles_is_on_again_after_the_last_step() -> None:
    assert gc.isenabled()
    with no_search_for_cycles():
        with no_search_for_cycles():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with no_search_for_cycles():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


@given(st.tuples(*[st.from_regex(r"[0-9]{1,5}[A-Z]?|B[0-9]{1,3}", fullmatch=True) for _ in range(4)]))
def test_a_room_in_four_cells_is_the_room_of_its_label(pieces: tuple[str, str, str, str]) -> None:
    building, entrance, floor, number = pieces
    label = parse_room_code(f"{building}#{entrance}-{floor}-{number}")
    found = entry(building=building, entrance=entrance, floor=floor, number=number)
    assert found.code == str(label)
    assert (
        found.sort_key == label.sort_key == RoomCode(found.building, found.entrance, found.floor, found.number).sort_key
    )


@given(st.integers(1, cells.MOST_AREA_DM2))
def test_an_area_is_read_exactly_from_text_and_from_a_binary_number(hundredths: int) -> None:
    assert cells.area_dm2(hundredths / 100) == hundredths
    assert cells.area_dm2(f"{hundredths // 100}.{hundredths % 100:02}") == hundredths


@pytest.mark.parametrize(
    ("cell", "expected"), [(3.0, "3"), (3, "3"), (" 王芳 ", "王芳"), (13812345678.0, "13812345678"), (None, "")]
)
def test_a_number_in_a_text_cell_is_its_digits(cell: object, expected: str) -> None:
    assert cells.word(cell) == expected


@pytest.mark.parametrize("cell", ["2024-05-06", "2024/5/6", "2024.5.6", date(2024, 5, 6), datetime(2024, 5, 6)])  # noqa: DTZ001
def test_a_day_is_read_as_offices_write_it(cell: object) -> None:
    assert cells.day(cell, TODAY) == "2024-05-06"


@given(
    st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.dates(), st.datetimes(), st.times())
)
def test_no_cell_breaks_the_reading(cell: object) -> None:
    for column in COLUMNS:
        found = parse(**{column.key: cell})
        assert isinstance(found, Entry) or all(fault.code in FAULTS for fault in found)


@given(st.lists(st.one_of(st.text(max_size=8), st.integers(), st.none()), max_size=12))
def test_no_header_and_no_ragged_row_breaks_the_reading(row: list[object]) -> None:
    parser = RowParser(positions_of([*row, "楼栋"]), today=TODAY)
    assert isinstance(parser.parse(2, row), list)
    assert parser.is_empty([])


def test_an_entry_comes_back_from_json_as_it_was() -> None:
    made = entry(tenant_name="刘洋", occupancy="出租", registered_on="2024-05-06")
    assert Entry.read(made.plain()) == made


@pytest.mark.parametrize("header", ["楼栋", "楼栋*", " 楼 栋（必填）", "Building", "building", "BUILDING (x)"])
def test_a_header_is_known_in_both_languages_with_notes(header: str) -> None:
    found = column_of(header)
    assert found is not None
    assert found.key == "building"


def test_cells_are_named_as_excel_names_them() -> None:
    assert [cell_name("名册", 17, at) for at in (0, 2, 25, 26, 701, 702)] == [
        "名册!A17", "名册!C17", "名册!Z17", "名册!AA17", "名册!ZZ17", "名册!AAA17",
    ]  # fmt: skip


def test_every_fault_and_refusal_has_words_in_both_languages() -> None:
    assert FAULTS.keys() == set(FaultCode)
    assert REFUSALS.keys() == set(RefusalCode)


# ── comparing ─────────────────────────────────────────────────────────────────────────────────────

WANG = PersonNow("p1", 1, "owner", "王芳", "+8613812345678", None)


def now(*people: PersonNow, **over: Any) -> RoomNow:
    household = HouseholdNow("h1", 1, people) if people else None
    state: dict[str, Any] = {
        "area_dm2": 8950,
        "kind": "flat",
        "occupancy": "occupied",
        "hand_over": "handed_over",
    } | over
    return RoomNow("r1", 1, **state, household=household)


def test_a_room_that_is_not_there_is_new() -> None:
    assert compare(entry(), None, str).kind is RowKind.NEW


def test_a_room_that_nobody_holds_gets_the_household() -> None:
    found = compare(entry(), now(occupancy="sold_vacant"), str)
    assert (found.kind, found.is_new_household) == (RowKind.NEW, True)
    assert [(change.field, change.before, change.after) for change in found.changes] == [
        ("occupancy", "sold_vacant", "occupied")
    ]


def test_what_is_as_the_sheet_says_is_the_same() -> None:
    assert compare(entry(), now(WANG), str).kind is RowKind.SAME


def test_silence_says_nothing() -> None:
    family = PersonNow("p2", 1, "family", "王小明", None, None)
    assert compare(entry(owner_phone="", kind=""), now(WANG, family), str).kind is RowKind.SAME
    assert compare(entry(owner_name="", owner_phone=""), now(WANG), str).kind is RowKind.SAME


def test_works_that_are_going_on_are_not_ended_by_a_sheet() -> None:
    assert compare(entry(), now(WANG, occupancy="renovating"), str).kind is RowKind.SAME


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"owner_name": "别人"}, FaultCode.HOLDER_DIFFERS),
        ({"owner_name": "", "owner_phone": "", "occupancy": "未售"}, FaultCode.HOLDER_DIFFERS),
        ({"owner_id_number": "11010519491231002X"}, FaultCode.OTHER_ID_NUMBER),
    ],
)
def test_a_holder_is_never_replaced(over: dict[str, Any], code: FaultCode) -> None:
    holder = PersonNow("p1", 1, "owner", "王芳", None, "another")
    found = compare(entry(**over), now(holder), str)
    assert (found.kind, found.faults[0].code) == (RowKind.CONFLICT, code)
    assert not found.changes
    assert not found.added


def test_namesakes_in_one_household_are_left_to_people() -> None:
    found = compare(entry(), now(WANG, PersonNow("p2", 1, "owner", "王芳", None, None)), str)
    assert [fault.code for fault in found.faults] == [FaultCode.NAMESAKES]


def test_somebody_who_is_not_there_joins() -> None:
    found = compare(entry(tenant_name="刘洋", occupancy="自住"), now(WANG), str)
    assert (found.kind, found.added) == (RowKind.CHANGED, [1])
    assert entry(tenant_name="刘洋").people[1] == Somebody(Role.TENANT, "刘洋")
