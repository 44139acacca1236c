"""Handbook R-30, R-31."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.renovation.domain.application import application_number, check_period, permit_number
from services.residents.renovation.domain.breaches import BREACHES, MEASURES, Breach, Measure, is_serious
from services.residents.renovation.domain.dues import (
    DEPOSIT,
    RUBBISH,
    WORKER_PASS,
    ChargeState,
    all_settled,
    dues_for,
    is_settled,
    lower_outstanding,
)
from services.residents.renovation.domain.errors import BadPeriod, PapersIncomplete
from services.residents.renovation.domain.papers import PaperKind, WorkerPapers, missing_papers

ALL_PAPERS = {kind.value for kind in PaperKind}
COMPLETE = WorkerPapers(order=1, has_identity=True, photos=2)


def test_nothing_is_missing_when_everything_was_handed_in() -> None:
    assert missing_papers(ALL_PAPERS, [COMPLETE], is_plan_reviewed=True) == []


@pytest.mark.parametrize("kind", list(PaperKind))
def test_each_missing_paper_is_named(kind: PaperKind) -> None:
    [missing] = missing_papers(ALL_PAPERS - {kind.value}, [COMPLETE], is_plan_reviewed=True)
    assert missing.en in PapersIncomplete([missing]).explain("en")
    assert missing.zh in PapersIncomplete([missing]).explain("zh-CN")


def test_the_worker_whose_identity_or_photo_is_missing_is_named_by_order() -> None:
    workers = [COMPLETE, WorkerPapers(order=2, has_identity=False, photos=1)]
    missing = missing_papers(ALL_PAPERS, workers, is_plan_reviewed=True)
    assert [paper.en for paper in missing] == ["identity of worker 2", "two photos of worker 2"]


def test_a_plan_nobody_reviewed_and_an_empty_list_of_workers_are_missing_too() -> None:
    missing = missing_papers(ALL_PAPERS, [], is_plan_reviewed=False)
    assert [paper.en for paper in missing] == ["plan review", "list of workers"]


def test_deposit_and_rubbish_are_due_once_and_a_pass_for_each_worker() -> None:
    assert [(due.item, due.quantity) for due in dues_for(4)] == [(DEPOSIT, 1), (RUBBISH, 1), (WORKER_PASS, 4)]


def test_an_item_is_settled_when_a_standing_charge_owes_nothing() -> None:
    assert is_settled(DEPOSIT, [ChargeState(DEPOSIT, 0, is_reversed=False)])
    assert not is_settled(DEPOSIT, [])
    assert not is_settled(DEPOSIT, [ChargeState(DEPOSIT, 1, is_reversed=False)])
    assert not is_settled(DEPOSIT, [ChargeState(DEPOSIT, None, is_reversed=False)])
    assert not is_settled(DEPOSIT, [ChargeState(DEPOSIT, 0, is_reversed=True)])
    assert not is_settled(DEPOSIT, [ChargeState(RUBBISH, 0, is_reversed=False)])


def test_a_second_charge_for_the_same_item_has_to_be_paid_too() -> None:
    charges = [ChargeState(DEPOSIT, 0, is_reversed=False), ChargeState(DEPOSIT, 500, is_reversed=False)]
    assert not is_settled(DEPOSIT, charges)


def test_without_any_due_nothing_counts_as_settled() -> None:
    assert not all_settled([], [])


@given(st.permutations([300_000, 120_000, 0]))
def test_what_a_charge_owes_is_the_least_that_was_heard_in_any_order(heard: list[int]) -> None:
    known = None
    for outstanding in heard:
        known = lower_outstanding(known, outstanding)
    assert known == 0


def test_a_period_ends_on_its_first_day_at_the_earliest_and_within_a_year() -> None:
    day = date(2026, 12, 1)
    check_period(day, day, 366)
    check_period(day, date(2027, 12, 1), 366)
    for last in (date(2026, 11, 30), date(2027, 12, 2)):
        with pytest.raises(BadPeriod):
            check_period(day, last, 366)


def test_numbers_are_written_by_day_and_by_year() -> None:
    assert application_number(date(2026, 11, 22), 1) == "R261122-0001"
    assert permit_number("SG", 2026, 12) == "SG-P26-0012"


def test_what_endangers_the_house_is_serious_and_everything_has_a_name() -> None:
    assert is_serious(Breach.LOAD_BEARING_DAMAGE)
    assert not is_serious(Breach.NOISE_OUT_OF_HOURS)
    assert set(BREACHES) == set(Breach)
    assert set(MEASURES) == set(Measure)
    assert len(Measure) == 9
