"""Handbook R-32, R-33, R-35, R-36, R-37: tables and rules of the works, every pair walked."""

import itertools
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.renovation.completion import domain as completion
from services.residents.renovation.completion.domain import Compensation, Deduction, Readiness
from services.residents.renovation.domain.breaches import (
    Breach,
    LegalGround,
    Measure,
    MeasureTaken,
    check_measure,
    stops_works,
)
from services.residents.renovation.domain.dues import is_part_paid
from services.residents.renovation.domain.errors import MeasureIncomplete, NeverForMoney
from services.residents.renovation.domain.policy import HANDBOOK, hours_text
from services.residents.renovation.hot_work import domain as hot_work
from services.residents.renovation.inspections import domain as inspections
from services.residents.renovation.inspections.domain import CHECKLIST, Round
from services.residents.renovation.overtime import domain as overtime
from services.residents.renovation.permits import domain as permits
from shared.kernel.state_machine import IllegalTransition, StateMachine

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
PERMIT = (date(2026, 11, 20), date(2026, 11, 25))
TABLES: list[tuple[StateMachine[Any, Any], type[StrEnum], type[StrEnum]]] = [
    (hot_work.HOT_WORK, hot_work.Status, hot_work.Action),
    (permits.EXTENSION, permits.ExtensionStatus, permits.ExtensionAction),
    (overtime.OVERTIME, overtime.OvertimeStatus, overtime.OvertimeAction),
]
PAIRS = [
    (table, status, action)
    for table, statuses, actions in TABLES
    for status, action in itertools.product(statuses, actions)
]


@pytest.mark.parametrize(("table", "status", "action"), PAIRS)
def test_every_pair_is_a_move_of_its_table_or_refused(table: Any, status: StrEnum, action: StrEnum) -> None:
    if (status, action) in table.transitions:
        assert table.next(status, action) == table.transitions[status, action]
        return
    with pytest.raises(IllegalTransition):
        table.next(status, action)


def test_every_status_of_the_tables_has_a_name_and_can_be_reached() -> None:
    assert (
        set(hot_work.STATUSES)
        == set(hot_work.Status)
        == {
            hot_work.Status.REQUESTED,
            *hot_work.TRANSITIONS.values(),
        }
    )
    assert set(permits.EXTENSION_STATUSES) == set(permits.ExtensionStatus)
    assert set(overtime.OVERTIME_STATUSES) == set(overtime.OvertimeStatus)
    assert set(completion.HINDRANCES) == set(completion.Hindrance)


@given(st.lists(st.sampled_from(list(hot_work.Action)), max_size=12))
def test_no_fire_without_review_and_approval_in_this_order(actions: list[hot_work.Action]) -> None:
    status, taken = hot_work.Status.REQUESTED, []
    for action in actions:
        try:
            status = hot_work.HOT_WORK.next(status, action)
        except IllegalTransition:
            continue
        taken.append(action)
        if status in hot_work.LIVE:
            assert taken.index(hot_work.Action.REVIEW) < taken.index(hot_work.Action.APPROVE)


@given(
    st.sampled_from(list(hot_work.Status)),
    st.sampled_from(["permitted", "in_progress", "suspended", "completed"]),
    st.integers(-600, 600),
)
def test_a_hot_work_is_valid_within_its_window_alone(status: hot_work.Status, works: str, minutes: int) -> None:
    starts_at, ends_at = NOON, NOON + timedelta(hours=2)
    now = NOON + timedelta(minutes=minutes)
    valid = hot_work.is_valid(status, works, starts_at=starts_at, ends_at=ends_at, now=now)
    is_right = status in hot_work.LIVE and works in {"permitted", "in_progress"} and starts_at <= now < ends_at
    assert valid == is_right
    if now >= ends_at:
        assert hot_work.standing(status, ends_at, now) not in hot_work.OPEN


@pytest.mark.parametrize(
    ("starts", "hours", "fits"),
    [
        (datetime(2026, 11, 22, 6, tzinfo=UTC), 3, True),
        (datetime(2026, 11, 22, 6, tzinfo=UTC), 8, True),
        (datetime(2026, 11, 22, 6, tzinfo=UTC), 8.1, False),
        (datetime(2026, 11, 22, 6, tzinfo=UTC), 0, False),
        (datetime(2026, 11, 22, 6, tzinfo=UTC), -1, False),
        (datetime(2026, 11, 22, 1, tzinfo=UTC), 3, False),  # over at noon sharp
        (datetime(2026, 11, 25, 13, tzinfo=UTC), 2, True),
        (datetime(2026, 11, 25, 15, tzinfo=UTC), 2, False),  # past midnight in Shanghai: after the permit
        (datetime(2026, 11, 26, 2, tzinfo=UTC), 1, False),
    ],
)
def test_a_window_lies_within_the_permit_by_the_local_day(starts: datetime, hours: float, *, fits: bool) -> None:
    ends = starts + timedelta(hours=hours)
    if fits:
        hot_work.check_window(starts, ends, now=NOON, zone=SHANGHAI, permit=PERMIT, longest=HANDBOOK.hot_work.longest)
        return
    with pytest.raises(hot_work.BadWindow) as refusal:
        hot_work.check_window(starts, ends, now=NOON, zone=SHANGHAI, permit=PERMIT, longest=HANDBOOK.hot_work.longest)
    assert "2026-11-25" in refusal.value.explain("zh-CN")


@pytest.mark.parametrize("measure", list(Measure))
def test_each_measure_comes_with_what_it_needs_and_nothing_else(measure: Measure) -> None:
    given_with: dict[Measure, dict[str, Any]] = {
        Measure.RECTIFY_BY_DATE: {"rectify_by": TODAY},
        Measure.CUT_UTILITIES: {"legal_ground": LegalGround.SAFETY_HAZARD, "legal_basis": "第十七条"},
        Measure.COMPENSATE: {"amount_fen": 1},
    }
    right = given_with.get(measure, {})
    check_measure(MeasureTaken(measure, **right), TODAY)
    if right:
        with pytest.raises(MeasureIncomplete):
            check_measure(MeasureTaken(measure), TODAY)
    if measure is not Measure.COMPENSATE:
        with pytest.raises(MeasureIncomplete) as refusal:
            check_measure(MeasureTaken(measure, **right | {"amount_fen": 5}), TODAY)
        assert refusal.value.pointer == "/amount_fen"
    if measure is not Measure.CUT_UTILITIES:
        with pytest.raises(MeasureIncomplete):
            check_measure(MeasureTaken(measure, **right | {"legal_ground": LegalGround.SAFETY_HAZARD}), TODAY)


def test_utilities_are_never_cut_for_money_and_never_without_a_ground() -> None:
    with pytest.raises(NeverForMoney):
        check_measure(MeasureTaken(Measure.CUT_UTILITIES, None, LegalGround.FEES, "欠费"), TODAY)
    with pytest.raises(MeasureIncomplete):
        check_measure(MeasureTaken(Measure.CUT_UTILITIES, None, LegalGround.AUTHORITY_ORDER), TODAY)
    with pytest.raises(MeasureIncomplete):
        check_measure(MeasureTaken(Measure.RECTIFY_BY_DATE, TODAY - timedelta(days=1)), TODAY)


def test_load_bearing_damage_and_refused_entry_stop_the_works_and_nothing_else_does() -> None:
    stopping = {
        (breach, measure) for breach, measure in itertools.product(Breach, Measure) if stops_works(breach, measure)
    }
    assert stopping == {
        (breach, measure)
        for breach, measure in itertools.product(Breach, Measure)
        if breach is Breach.LOAD_BEARING_DAMAGE or measure is Measure.REFUSE_ENTRY
    }
    assert len(Measure) == 9


def test_money_is_heard_of_by_what_is_left_to_pay() -> None:
    assert [is_part_paid(*state) for state in ((None, None), (100, 100), (100, 99), (None, 0), (100, 0))] == [
        False,
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ({}, {Round.SECURITY: TODAY, Round.SERVICE: TODAY, Round.MANAGER: TODAY}),
        ({Round.SECURITY: TODAY}, {Round.SERVICE: TODAY, Round.MANAGER: TODAY}),
        ({each: TODAY - timedelta(days=1) for each in Round}, {Round.SECURITY: TODAY}),
        (
            {each: TODAY - timedelta(days=7) for each in Round},
            {Round.SECURITY: TODAY - timedelta(days=6), Round.SERVICE: TODAY, Round.MANAGER: TODAY},
        ),
        (dict.fromkeys(Round, TODAY), {}),
    ],
)
def test_security_goes_daily_and_the_others_weekly(last: Any, due: Any) -> None:
    assert {each.round: each.due_on for each in inspections.due_rounds(TODAY, last, TODAY, HANDBOOK.inspections)} == due


def test_a_round_goes_by_the_role_and_answers_every_item_once() -> None:
    assert [inspections.round_of(roles) for roles in (["security"], ["manager", "security"], ["service_lead"], [])] == [
        Round.SECURITY,
        Round.MANAGER,
        Round.SERVICE,
        Round.SERVICE,
    ]
    inspections.check_list(list(CHECKLIST))
    for wrong in ([], CHECKLIST[1:], [*CHECKLIST, CHECKLIST[0]], [*CHECKLIST, Breach.UNAPPROVED_WORK]):
        with pytest.raises(inspections.ChecklistIncomplete):
            inspections.check_list(list(wrong))


@pytest.mark.parametrize(("asked", "deadline"), [(None, 3), (0, 0), (30, 30), (-1, None), (31, None)])
def test_a_deadline_is_within_a_month_and_three_days_by_default(asked: int | None, deadline: int | None) -> None:
    day = None if asked is None else TODAY + timedelta(days=asked)
    if deadline is None:
        with pytest.raises(inspections.BadDeadline):
            inspections.deadline_of(day, TODAY, HANDBOOK.notices)
        return
    assert inspections.deadline_of(day, TODAY, HANDBOOK.notices) == TODAY + timedelta(days=deadline)


@given(st.lists(st.integers(1, 100_000), max_size=6), st.one_of(st.none(), st.integers(0, 300_000)))
def test_never_more_is_kept_than_the_deposit(amounts: list[int], deposit_fen: int | None) -> None:
    deductions = [Deduction("other", amount) for amount in amounts]
    try:
        completion.check_total(deductions, deposit_fen)
    except completion.DepositUnknown:
        assert amounts
        assert deposit_fen is None
    except completion.AboveDeposit:
        assert deposit_fen is not None
        assert sum(amounts) > deposit_fen
    else:
        assert not amounts or (deposit_fen is not None and sum(amounts) <= deposit_fen)


def test_a_compensation_is_kept_unless_it_is_settled_otherwise() -> None:
    owed = [Compensation("v1", "rubbish", 100), Compensation("v2", "power_overload", 50)]
    kept = completion.deductions_of([Deduction("worker_pass", 20)], [Deduction("other", 5)], owed, {"v2"})
    assert [(each.reason, each.amount_fen) for each in kept] == [("worker_pass", 20), ("rubbish", 100), ("other", 5)]


def test_a_deposit_is_known_when_every_charge_of_it_is() -> None:
    assert completion.deposit_of([]) is None
    assert completion.deposit_of([100, None]) is None
    assert completion.deposit_of([100, 50]) == 150


@given(
    st.builds(
        Readiness,
        is_inspected=st.booleans(),
        open_breaches=st.integers(0, 2),
        open_notices=st.integers(0, 2),
        live_hot_works=st.integers(0, 2),
        unexplained_passes=st.integers(0, 2),
    )
)
def test_nothing_hinders_only_when_everything_is_in_order(known: Readiness) -> None:
    counts = (known.open_breaches, known.open_notices, known.live_hot_works, known.unexplained_passes)
    assert (known.hindrances() == []) == (known.is_inspected and not any(counts))


@pytest.mark.parametrize(
    ("status", "out"),
    [
        *((inside, False) for inside in ("requested", "refused", "returned")),
        *((outside, True) for outside in ("issued", "suspended", "expired", "lost", "revoked")),
    ],
)
def test_a_card_is_out_from_its_issue_to_its_return(status: str, *, out: bool) -> None:
    assert completion.is_out(status) is out


@pytest.mark.parametrize(
    ("day", "until", "fits"),
    [
        (TODAY, datetime(2026, 11, 22, 13, tzinfo=UTC), True),
        (TODAY, datetime(2026, 11, 22, 23, tzinfo=UTC), True),  # seven in the morning
        (TODAY, datetime(2026, 11, 22, 3, tzinfo=UTC), False),  # over
        (TODAY, datetime(2026, 11, 23, 5, tzinfo=UTC), False),  # after noon of the next day
        (TODAY - timedelta(days=1), datetime(2026, 11, 22, 13, tzinfo=UTC), False),
        (date(2026, 11, 26), datetime(2026, 11, 26, 13, tzinfo=UTC), False),
    ],
)
def test_overtime_is_one_evening_or_night_of_the_permit(day: date, until: datetime, *, fits: bool) -> None:
    if fits:
        overtime.check_overtime(day, until, now=NOON, zone=SHANGHAI, permit=PERMIT, longest=HANDBOOK.overtime.longest)
        return
    with pytest.raises(overtime.BadOvertime):
        overtime.check_overtime(day, until, now=NOON, zone=SHANGHAI, permit=PERMIT, longest=HANDBOOK.overtime.longest)


def test_the_hours_read_as_they_are_printed() -> None:
    assert hours_text(HANDBOOK.works.hours) == "08:00–12:00, 14:00–18:00"
