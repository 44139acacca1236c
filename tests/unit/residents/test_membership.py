"""Handbook R-01, R-02, R-10."""

from datetime import date

import pytest

from services.residents.archives.domain.directory import (
    FILED_UNDER,
    POSITION,
    RECORD_KINDS,
    SECTIONS,
    RecordKind,
    Section,
    file_number,
)
from services.residents.households.domain.errors import DayOutOfRange, NoHolder, SeveralPayers
from services.residents.households.domain.masking import mask_email
from services.residents.households.domain.membership import (
    Belonging,
    Channel,
    Role,
    contact_points,
    day_within,
    is_let,
    payer_among,
)
from services.residents.premises.domain.kinds import Occupancy, occupancy_when_held


def one(role: Role, *, pays: bool = False) -> Belonging:
    return Belonging(role=role, pays=pays)


def test_the_owner_pays_unless_somebody_else_is_named() -> None:
    assert payer_among([one(Role.FAMILY), one(Role.TENANT), one(Role.OWNER)]) == 2
    assert payer_among([one(Role.OWNER), one(Role.TENANT, pays=True)]) == 1


def test_the_tenant_pays_where_no_owner_is_registered() -> None:
    assert payer_among([one(Role.FAMILY), one(Role.TENANT)]) == 1


def test_somebody_must_hold_the_room() -> None:
    with pytest.raises(NoHolder):
        payer_among([one(Role.FAMILY), one(Role.OTHER)])


def test_one_person_is_billed() -> None:
    with pytest.raises(SeveralPayers):
        payer_among([one(Role.OWNER, pays=True), one(Role.TENANT, pays=True)])


def test_with_a_tenant_a_room_is_let_and_works_go_on_whoever_holds_it() -> None:
    assert is_let({"owner", "tenant"})
    assert not is_let({"owner", "family"})
    assert occupancy_when_held(Occupancy.UNSOLD, is_let=True) is Occupancy.LET
    assert occupancy_when_held(Occupancy.LET, is_let=False) is Occupancy.OCCUPIED
    assert occupancy_when_held(Occupancy.RENOVATING, is_let=True) is Occupancy.RENOVATING


def test_a_day_defaults_to_the_last_and_must_lie_within_its_bounds() -> None:
    first, last = date(2026, 1, 1), date(2026, 11, 22)
    assert day_within(None, first=first, last=last, pointer="/day") == last
    assert day_within(first, first=first, last=last, pointer="/day") == first
    for day in (date(2025, 12, 31), date(2026, 11, 23)):
        with pytest.raises(DayOutOfRange):
            day_within(day, first=first, last=last, pointer="/day")


def test_contact_points_are_those_of_the_chosen_channels_that_have_an_address() -> None:
    points = contact_points("p", channels=["sms", "email"], phone="+8613800130001", email=None)
    assert [(point.channel, point.address) for point in points] == [(Channel.SMS, "+8613800130001")]
    assert contact_points("p", channels=[], phone="+8613800130001", email="a@b.cn") == []


def test_of_an_address_the_first_sign_and_the_host_are_shown() -> None:
    assert mask_email("wangfang@example.com") == "w***@example.com"


def test_a_file_is_numbered_by_community_and_room_and_later_households_are_told_apart() -> None:
    assert file_number("SG", "3#2-5-1", 0) == "SG-3#2-5-1"
    assert file_number("SG", "3#2-5-1", 1) == "SG-3#2-5-1/2"


def test_every_record_has_its_section_and_everything_a_name() -> None:
    assert set(FILED_UNDER) == set(RecordKind) == set(RECORD_KINDS)
    assert set(SECTIONS) == set(Section) == set(POSITION)
    assert POSITION[Section.FEE_PAPERS] < POSITION[Section.SERVICE_REPAIR]
