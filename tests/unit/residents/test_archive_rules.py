"""Handbook R-11 to R-14: the pure rules of household files."""

import contextlib
import io
import itertools
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.archives.checks.domain import lifecycle as checks
from services.residents.archives.checks.domain.periods import (
    CheckKind,
    Coverage,
    Owed,
    owed,
    period_before,
    period_of,
)
from services.residents.archives.domain.directory import SECTIONS, Section
from services.residents.archives.domain.occasions import (
    OCCASIONS,
    REQUIRED,
    STANDINGS,
    Occasion,
    Standing,
    completeness,
)
from services.residents.archives.loans.domain import lifecycle as loans
from services.residents.archives.loans.domain.rules import (
    BORROWERS,
    LOAN_KINDS,
    OUTSIDE_BODIES,
    Borrower,
    LoanKind,
    next_reminder,
    permission_to_approve,
)
from services.residents.archives.retention.domain import lifecycle as destructions
from services.residents.archives.retention.domain.terms import IMPORTANCES, Importance, retain_until
from shared.kernel.errors import InvalidField
from shared.kernel.state_machine import IllegalTransition
from shared.kernel.text import Text
from shared.runtime.files.answers import content_disposition
from shared.runtime.files.file_types import Declared, MediaType, plain_filename, recognise

MACHINES: tuple[Any, ...] = (loans, checks, destructions)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
SECTION_SETS = st.frozensets(st.sampled_from(Section))
OCCASION_SETS = st.frozensets(st.sampled_from(Occasion))


@pytest.mark.parametrize(
    ("machine", "status", "action"),
    [(each, *pair) for each in MACHINES for pair in itertools.product(each.Status, each.Action)],
)
def test_every_pair_is_a_move_of_its_table_or_refused(machine: Any, status: Any, action: Any) -> None:
    if (status, action) in machine.TRANSITIONS:
        assert machine.LIFECYCLE.next(status, action) == machine.TRANSITIONS[status, action]
        return
    with pytest.raises(IllegalTransition) as refusal:
        machine.LIFECYCLE.next(status, action)
    assert machine.STATUSES[status].en in refusal.value.explain("en")


@given(st.lists(st.sampled_from(list(destructions.Action)), max_size=30))
def test_nothing_is_destroyed_without_appraisal_approval_and_witness_in_this_order(actions: Any) -> None:
    status, taken = destructions.Status.PROPOSED, []
    for action in actions:
        try:
            status = destructions.LIFECYCLE.next(status, action)
        except IllegalTransition:
            continue
        taken.append(action)
    if status is destructions.Status.CARRIED_OUT:
        assert [action.value for action in taken] == ["appraise", "approve", "witness", "carry_out"]


@given(st.lists(st.sampled_from(list(loans.Action)), max_size=30))
def test_nothing_is_handed_out_without_approval(actions: Any) -> None:
    status, taken = loans.Status.REQUESTED, []
    for action in actions:
        try:
            status = loans.LIFECYCLE.next(status, action)
        except IllegalTransition:
            continue
        taken.append(action)
    if status in {loans.Status.HANDED_OUT, loans.Status.COPIED, loans.Status.RETURNED}:
        assert taken[0] is loans.Action.APPROVE


def _tables() -> Iterable[tuple[Any, Any]]:
    yield from (
        (Section, SECTIONS),
        (Occasion, OCCASIONS),
        (Standing, STANDINGS),
        (LoanKind, LOAN_KINDS),
        (Borrower, BORROWERS),
        (Importance, IMPORTANCES),
    )
    for machine in MACHINES:
        yield machine.Status, machine.STATUSES
    yield type(next(iter(OUTSIDE_BODIES))), OUTSIDE_BODIES


@pytest.mark.parametrize(("codes", "words"), list(_tables()))
def test_every_code_has_words_in_both_languages(codes: Any, words: dict[Any, Text]) -> None:
    assert list(words) == list(codes)
    assert all(each.zh and each.en for each in words.values())


@given(OCCASION_SETS, SECTION_SETS, SECTION_SETS)
def test_completeness_is_whole_only_when_nothing_is_missing(
    occasions: frozenset[Occasion], filed: frozenset[Section], exempt: frozenset[Section]
) -> None:
    state = completeness(occasions, filed, exempt)
    assert set(state.standings) == set(Section)
    assert (state.percent == 100) == (not state.missing)
    assert 0 <= state.percent <= 100
    for section in state.missing:
        assert section not in filed | exempt
        assert any(section in REQUIRED[occasion] for occasion in occasions)


@given(OCCASION_SETS, SECTION_SETS, st.sampled_from(Section))
def test_another_paper_never_makes_a_file_less_complete(
    occasions: frozenset[Occasion], filed: frozenset[Section], more: Section
) -> None:
    assert completeness(occasions, filed | {more}, ()).percent >= completeness(occasions, filed, ()).percent


@pytest.mark.parametrize(
    ("kind", "borrower", "important", "permission"),
    [
        (LoanKind.READ, Borrower.INSIDE, False, "archives:approve_inside"),
        (LoanKind.BORROW, Borrower.INSIDE, True, "archives:approve_inside"),
        (LoanKind.COPY, Borrower.INSIDE, False, "archives:approve_inside"),
        (LoanKind.COPY, Borrower.INSIDE, True, "archives:approve"),
        (LoanKind.READ, Borrower.DEPARTMENT, False, "archives:approve"),
        (LoanKind.COPY, Borrower.OUTSIDE, False, "archives:approve"),
    ],
)
def test_who_decides_goes_by_the_borrower_and_copies_of_important_files_by_the_manager(
    kind: LoanKind, borrower: Borrower, important: bool, permission: str
) -> None:
    assert permission_to_approve(kind, borrower, is_important=important) == permission


@given(DAYS, st.integers(-400, 400))
def test_a_reminder_is_ahead_and_a_whole_number_of_weeks_after_the_day(due_on: date, days: int) -> None:
    today = due_on + timedelta(days=days)
    following = next_reminder(due_on, today)
    assert following >= due_on
    assert (following - due_on).days % 7 == 0
    assert following > today or following == due_on
    assert (following - max(today, due_on)).days <= 7


@given(DAYS, st.sampled_from([None, *Importance]), st.none() | DAYS)
def test_a_file_is_kept_one_to_three_years_and_anew_after_a_dispute(
    closed_on: date, importance: Importance | None, settled_on: date | None
) -> None:
    until = retain_until(closed_on, importance, dispute_settled_on=settled_on)
    begins = max(closed_on, settled_on or closed_on)
    assert until.year - begins.year in {1, 2, 3}
    assert until >= begins + timedelta(days=364)
    assert until >= retain_until(closed_on, importance)


def test_without_a_classification_the_policy_of_three_years_holds() -> None:
    assert retain_until(date(2024, 2, 29), None) == date(2027, 2, 28)


@given(st.sampled_from(CheckKind), DAYS)
def test_periods_follow_each_other_without_a_gap(kind: CheckKind, day: date) -> None:
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    assert period_before(kind, period).last + timedelta(days=1) == period.first
    assert period_of(kind, period.last + timedelta(days=1)).label != period.label


def test_months_and_quarters_are_named_as_people_name_them() -> None:
    assert period_of(CheckKind.MONTHLY, date(2026, 12, 31)).label == "2026-12"
    assert period_of(CheckKind.QUARTERLY, date(2026, 11, 22)).label == "2026-Q4"
    assert period_before(CheckKind.QUARTERLY, period_of(CheckKind.QUARTERLY, date(2026, 1, 1))).label == "2025-Q4"


def test_a_check_is_overdue_only_when_the_period_before_had_files_and_was_missed() -> None:
    left = Coverage(buildings=frozenset({"1"})).left_of(["1", "2"])
    assert left == ["2"]
    assert Coverage(is_whole=True).left_of(["1", "2"]) == []
    assert owed(left_now=[], left_before=["1"], has_files_before=True) is Owed.DONE
    assert owed(left_now=left, left_before=[], has_files_before=True) is Owed.DUE
    assert owed(left_now=left, left_before=left, has_files_before=False) is Owed.DUE
    assert owed(left_now=left, left_before=left, has_files_before=True) is Owed.OVERDUE


@given(st.text(max_size=300))
def test_any_name_makes_a_header_that_can_be_sent(name: str) -> None:
    with contextlib.suppress(InvalidField):
        _check_header(plain_filename(name))


def _check_header(plain: str) -> None:
    header = content_disposition(plain)
    assert header.isascii()
    assert not {"\r", "\n", "\0"} & set(header)
    assert header.count('"') == 2
    assert "/" not in plain
    assert 0 < len(plain) <= 200


@pytest.mark.parametrize("name", ["a\0.pdf", "a\n.pdf", "\x7f", "\ud800"])
def test_a_name_with_control_characters_is_refused(name: str) -> None:
    with pytest.raises(InvalidField):
        plain_filename(name)


@given(st.binary(max_size=600), st.text(max_size=40), st.sampled_from(["", "image/png", "application/pdf", "x/y;z"]))
def test_any_content_is_recognised_or_refused(content: bytes, name: str, declared: str) -> None:
    with contextlib.suppress(InvalidField):
        assert recognise(io.BytesIO(content), Declared(declared, name)) in set(MediaType)


@given(st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0"]), st.binary())
def test_a_beginning_of_something_known_is_recognised_or_refused(head: bytes, rest: bytes) -> None:
    with contextlib.suppress(InvalidField):
        assert recognise(io.BytesIO(head + rest), Declared("", "a")) in set(MediaType)
