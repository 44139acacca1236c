"""Handbook R-01, R-02, R-06, A-06: the rules of the register and the premises."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.households.domain.ages import age_in, birth_year_of
from services.residents.households.domain.belongings import VehicleKind
from services.residents.households.domain.errors import NoHolder, PayerLeaves
from services.residents.households.domain.holding import Stay, must_stay_held
from services.residents.households.domain.instructions import is_in_force
from services.residents.households.domain.matters import Matter, may_be_told
from services.residents.households.domain.membership import Role
from services.residents.households.domain.plates import NotAPlate, parse_plate
from services.residents.premises.domain.kinds import HandOver, Occupancy, RoomKind
from services.residents.premises.domain.room_state import Group, room_state
from services.residents.premises.domain.setting_up import (
    NotSoldYet,
    OccupiedByHousehold,
    must_be_sound,
    must_fit,
)
from shared.kernel.errors import InvalidField

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        ("京A12345", "京A12345"),
        (" 京a·12345 ", "京A12345"),
        ("京Ａ１２３４５", "京A12345"),
        ("沪AD12345", "沪AD12345"),
        ("粤BF12345", "粤BF12345"),
        ("京A1234警", "京A1234警"),
        ("粤Z1234港", "粤Z1234港"),
    ],
)
def test_a_plate_is_kept_in_one_form(typed: str, plate: str) -> None:
    assert parse_plate(typed, VehicleKind.CAR) == plate


@pytest.mark.parametrize(
    "typed", ["", "A12345", "京A1234", "京AI2345", "京AO2345", "京123456", "京A12345678", "京A12345;", "=1+1"]
)
def test_what_is_no_plate_of_the_road_is_refused(typed: str) -> None:
    with pytest.raises(NotAPlate):
        parse_plate(typed, VehicleKind.CAR)


def test_an_electric_bike_has_its_towns_plate() -> None:
    assert parse_plate("京B 123456", VehicleKind.ELECTRIC_BIKE) == "京B123456"
    assert parse_plate("0123456", VehicleKind.OTHER) == "0123456"
    with pytest.raises(NotAPlate):
        parse_plate("=1+1", VehicleKind.OTHER)


@given(st.text(max_size=40), st.sampled_from(VehicleKind))
def test_a_plate_that_is_taken_is_taken_again_as_it_is(typed: str, kind: VehicleKind) -> None:
    try:
        plate = parse_plate(typed, kind)
    except NotAPlate:
        return
    assert parse_plate(plate, kind) == plate
    assert len(plate) <= 16


def test_what_somebody_may_be_told_is_the_roles_until_the_household_says_otherwise() -> None:
    assert may_be_told(Role.OWNER, None) == [Matter.EVERYTHING]
    assert may_be_told(Role.FAMILY, None) == [Matter.REPAIRS, Matter.PARCELS, Matter.VISITORS]
    assert may_be_told(Role.OTHER, None) == []
    assert may_be_told(Role.OWNER, []) == []
    assert may_be_told(Role.OTHER, ["parcels", "fees"]) == [Matter.FEES, Matter.PARCELS]
    assert may_be_told(Role.OTHER, ["parcels", "everything"]) == [Matter.EVERYTHING]


@pytest.mark.parametrize("role", Role)
def test_tenants_and_others_are_not_told_of_fees_unless_it_is_said(role: Role) -> None:
    told = may_be_told(role, None)
    assert (Matter.FEES in told or Matter.EVERYTHING in told) == (role is Role.OWNER)


@given(st.integers(min_value=0, max_value=120), st.integers(min_value=2000, max_value=2100))
def test_an_age_grows_by_a_year_each_year(age: int, year: int) -> None:
    born = birth_year_of(age=age, birth_year=None, year=year)
    assert age_in(year, born) == age
    assert age_in(year + 7, born) == age + 7
    assert birth_year_of(age=None, birth_year=born, year=year) == born
    assert age_in(year, None) is None
    assert age_in(1900, born) >= 0  # type: ignore[operator]


@given(
    st.integers(min_value=-40, max_value=40),
    st.none() | st.integers(min_value=-40, max_value=40),
    st.booleans(),
)
def test_an_instruction_is_in_force_on_both_its_days_and_between(first: int, last: int | None, withdrawn: bool) -> None:
    found = is_in_force(
        valid_from=DAY + timedelta(first),
        valid_until=None if last is None else DAY + timedelta(last),
        is_withdrawn=withdrawn,
        day=DAY,
    )
    assert found == (not withdrawn and first <= 0 and (last is None or last >= 0))


def test_a_household_keeps_a_holder_and_its_payer() -> None:
    owner, child = Stay("a", "owner"), Stay("b", "family")
    must_stay_held([owner, child], "a", pointer="/x")
    must_stay_held([owner, child], "b", pointer="/x")
    with pytest.raises(NoHolder):
        must_stay_held([child], "b", pointer="/x")
    with pytest.raises(PayerLeaves):
        must_stay_held([owner], "b", pointer="/x")


@pytest.mark.parametrize("occupancy", Occupancy)
@pytest.mark.parametrize("hand_over", HandOver)
@pytest.mark.parametrize("is_held", [True, False])
def test_a_held_room_is_never_empty_and_an_unsold_one_never_handed_over(
    occupancy: Occupancy, hand_over: HandOver, is_held: bool
) -> None:
    is_empty = occupancy in {Occupancy.SOLD_VACANT, Occupancy.UNSOLD}
    if is_held and is_empty:
        with pytest.raises(OccupiedByHousehold):
            must_fit("1#1-1-1", occupancy, hand_over, is_held=is_held)
    elif occupancy is Occupancy.UNSOLD and hand_over is HandOver.HANDED_OVER:
        with pytest.raises(NotSoldYet):
            must_fit("1#1-1-1", occupancy, hand_over, is_held=is_held)
    else:
        must_fit("1#1-1-1", occupancy, hand_over, is_held=is_held)


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"time_zone": "../etc/passwd"}, "/time_zone"),
        ({"closes": time(8)}, "/reception_closes"),
        ({"entries": [{"day": "2026-10-01"}, {"day": "2026-10-01"}]}, "/calendar_entries"),
    ],
)
def test_an_unsound_community_names_the_field(changed: dict[str, object], pointer: str) -> None:
    sound: dict[str, object] = {"time_zone": "Asia/Shanghai", "opens": time(8), "closes": time(17), "entries": []}
    must_be_sound(**sound)  # type: ignore[arg-type]
    with pytest.raises(InvalidField) as refused:
        must_be_sound(**(sound | changed))  # type: ignore[arg-type]
    assert refused.value.pointer == pointer


groups = st.builds(
    Group,
    building=st.sampled_from(["1", "2", "10", "B1"]),
    kind=st.sampled_from([kind.value for kind in RoomKind]),
    occupancy=st.sampled_from([occupancy.value for occupancy in Occupancy]),
    hand_over=st.sampled_from([hand_over.value for hand_over in HandOver]),
    rooms=st.integers(min_value=1, max_value=500),
    area_dm2=st.integers(min_value=1, max_value=10**7),
)


@given(st.lists(groups, max_size=60))
def test_every_room_is_counted_once_by_building_by_kind_and_by_use(counted: list[Group]) -> None:
    state = room_state(counted)
    rooms = sum(group.rooms for group in counted)
    assert state.total.rooms == sum(state.total.by_occupancy.values()) == rooms
    for parts in (state.buildings, state.kinds):
        assert sum(count.rooms for _, count in parts) == rooms
        assert sum(count.area_dm2 for _, count in parts) == state.total.area_dm2
        assert sum(count.handed_over for _, count in parts) == state.total.handed_over
    assert [building for building, _ in state.buildings] == list(dict.fromkeys(group.building for group in counted))
