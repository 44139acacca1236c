"""Handbook R-20 to R-24."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.defects.domain import lifecycle as defects
from services.residents.defects.domain.errors import DeadlineOutOfRange, VisitOutOfRange
from services.residents.defects.domain.kinds import DEFECT_KINDS, DEFECT_SEVERITIES, DefectKind, DefectSeverity
from services.residents.defects.domain.terms import (
    AGE_DAYS,
    AGES,
    Age,
    check_deadline,
    check_visit,
    defect_number,
    notice_number,
    slip_number,
)
from services.residents.move_ins.domain.documents import (
    AGREEMENTS,
    HANDOUTS,
    Handout,
    OwnerAgreement,
    missing_agreements,
    missing_handouts,
)
from services.residents.move_ins.domain.errors import StepOutOfOrder
from services.residents.move_ins.domain.inspection import (
    FINDINGS,
    ITEMS,
    METERS,
    METERS_OF,
    TEMPLATES,
    InspectionFinding,
    InspectionItem,
    Looked,
    OpeningMeter,
    inspection_faults,
    reading_faults,
)
from services.residents.move_ins.domain.keys import (
    CUSTODIES,
    KEY_LABELS,
    KeyCustody,
    KeyLabel,
    Tried,
    handed_over,
    key_faults,
)
from services.residents.move_ins.domain.papers import (
    MOVE_IN_PAPERS,
    PARTIES,
    PRESENTERS,
    MoveInPaper,
    MoveInParty,
    MoveInPresenter,
    missing_papers,
)
from services.residents.move_ins.domain.steps import (
    ENDED,
    MOVE_IN_STATUSES,
    MOVE_IN_STEPS,
    STEPS_IN_ORDER,
    TRANSITIONS,
    MoveInStatus,
    MoveInStep,
    move_in_number,
    next_step,
    status_after,
)
from services.residents.premises.domain.kinds import RoomKind
from shared.kernel.state_machine import IllegalTransition

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.mark.parametrize(("status", "step"), list(itertools.product(MoveInStatus, MoveInStep)))
def test_every_pair_is_a_move_of_the_table_or_refused_by_name(status: MoveInStatus, step: MoveInStep) -> None:
    if (status, step) in TRANSITIONS:
        assert status_after(status, step) == TRANSITIONS[status, step]
        return
    with pytest.raises(StepOutOfOrder) as refusal:
        status_after(status, step)
    due = next_step(status)
    assert (str(due) if due else "it has ended") in refusal.value.explain("en")
    assert MOVE_IN_STEPS[step].zh in refusal.value.explain("zh-CN")


@given(st.lists(st.sampled_from(list(MoveInStep)), max_size=60))
def test_no_path_is_completed_without_every_step_in_order(steps: list[MoveInStep]) -> None:
    status, taken = MoveInStatus.NOTIFIED, []
    for step in steps:
        try:
            status = status_after(status, step)
        except StepOutOfOrder:
            continue
        taken.append(step)
    in_order = [step for step in taken if step in STEPS_IN_ORDER]
    assert tuple(in_order) == STEPS_IN_ORDER[: len(in_order)]
    assert (status is MoveInStatus.COMPLETED) == (tuple(in_order) == STEPS_IN_ORDER)
    assert not (status is MoveInStatus.COMPLETED and MoveInStep.CANCEL in taken)


def test_the_steps_in_order_lead_from_the_notice_to_the_end() -> None:
    status = MoveInStatus.NOTIFIED
    for step in STEPS_IN_ORDER:
        assert next_step(status) is step
        status = status_after(status, step)
    assert status is MoveInStatus.COMPLETED
    assert [next_step(end) for end in ENDED] == [None, None]


@pytest.mark.parametrize(("status", "action"), list(itertools.product(defects.DefectStatus, defects.DefectAction)))
def test_every_pair_of_a_defect_is_a_move_of_the_table_or_refused(
    status: defects.DefectStatus, action: defects.DefectAction
) -> None:
    if (status, action) in defects.TRANSITIONS:
        assert defects.LIFECYCLE.next(status, action) == defects.TRANSITIONS[status, action]
        return
    with pytest.raises(IllegalTransition):
        defects.LIFECYCLE.next(status, action)


@given(st.lists(st.sampled_from(list(defects.DefectAction)), max_size=40))
def test_no_defect_is_closed_unconfirmed_or_before_it_was_finished_and_looked_at(
    actions: list[defects.DefectAction],
) -> None:
    status, taken = defects.DefectStatus.RAISED, []
    for action in actions:
        try:
            status = defects.LIFECYCLE.next(status, action)
        except IllegalTransition:
            continue
        taken.append(action)
    is_confirmed = defects.DefectAction.CONFIRM in taken
    assert (status is defects.DefectStatus.CURED) == is_confirmed
    if is_confirmed:
        last = taken[:-1][::-1]
        finished = last.index(defects.DefectAction.REPORT_FINISHED)
        assert set(last[:finished]) == {defects.DefectAction.INVITE}


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (MoveInStatus, MOVE_IN_STATUSES),
        (MoveInStep, MOVE_IN_STEPS),
        (MoveInPaper, MOVE_IN_PAPERS),
        (MoveInParty, PARTIES),
        (MoveInPresenter, PRESENTERS),
        (OwnerAgreement, AGREEMENTS),
        (Handout, HANDOUTS),
        (InspectionItem, ITEMS),
        (InspectionFinding, FINDINGS),
        (OpeningMeter, METERS),
        (KeyLabel, KEY_LABELS),
        (KeyCustody, CUSTODIES),
        (defects.DefectStatus, defects.DEFECT_STATUSES),
        (DefectKind, DEFECT_KINDS),
        (DefectSeverity, DEFECT_SEVERITIES),
        (Age, AGES),
    ],
)
def test_every_code_has_its_words_in_both_languages(codes: type, names: dict[str, object]) -> None:
    assert set(names) == set(codes)  # type: ignore[call-overload]  # an enum
    for words in names.values():
        assert not words.zh.isascii()  # type: ignore[attr-defined]
        assert words.en  # type: ignore[attr-defined]


@given(
    st.sets(st.sampled_from(list(MoveInPaper))),
    st.sampled_from(list(MoveInParty)),
    st.sampled_from(list(MoveInPresenter)),
)
def test_what_is_missing_is_never_what_was_presented_and_completes_it(
    presented: set[MoveInPaper], party: MoveInParty, presenter: MoveInPresenter
) -> None:
    missing = {MoveInPaper(code) for code in missing_papers(presented, party=party, presenter=presenter)}
    assert not missing & presented
    assert missing_papers(presented | missing, party=party, presenter=presenter) == {}
    if presenter is MoveInPresenter.PROXY:
        assert {MoveInPaper.PROXY_IDENTITY, MoveInPaper.PROXY_LETTER} <= missing | presented


def test_a_deed_does_instead_of_a_contract() -> None:
    papers = {MoveInPaper.HAND_OVER_NOTICE, MoveInPaper.IDENTITY, MoveInPaper.PHOTO, MoveInPaper.DEED_COPY}
    assert missing_papers(papers, party=MoveInParty.PRIVATE, presenter=MoveInPresenter.OWNER) == {}
    [words] = missing_papers(
        papers - {MoveInPaper.DEED_COPY}, party=MoveInParty.PRIVATE, presenter=MoveInPresenter.OWNER
    ).values()
    assert words.en == "contract or deed copy"


def test_everybody_signs_the_convention_and_gets_the_guarantee() -> None:
    assert set(missing_agreements([])) == {"interim_convention", "area_undertaking"}
    assert missing_agreements(list(OwnerAgreement)) == {}
    assert set(missing_handouts([Handout.FEE_TABLE])) == {"quality_guarantee", "user_manual", "owner_handbook"}
    assert missing_handouts(list(Handout)) == {}


@pytest.mark.parametrize("kind", list(RoomKind))
def test_every_kind_of_room_has_a_list_that_can_be_completed(kind: RoomKind) -> None:
    complete = [Looked(item, InspectionFinding.OK, 0) for item in TEMPLATES[kind]]
    assert complete
    assert inspection_faults(kind, complete) == {}
    for position, left_out in enumerate(complete):
        assert set(inspection_faults(kind, complete[:position] + complete[position + 1 :])) == {
            f"/items/{left_out.item.value}"
        }
    assert reading_faults(kind, METERS_OF[kind], []) == {}
    assert reading_faults(kind, [], METERS_OF[kind]) == {}
    assert len(reading_faults(kind, [], [])) == len(METERS_OF[kind])


@given(
    st.lists(st.builds(Tried, st.sampled_from(list(KeyLabel)), st.booleans(), st.booleans()), max_size=12),
    st.sampled_from(list(KeyCustody)),
)
def test_one_key_stays_at_most_and_only_one_that_works_by_the_owner_s_word(
    keys: list[Tried], custody: KeyCustody
) -> None:
    if key_faults(keys, custody):
        return
    staying = [key for key in keys if key.stays]
    assert len(staying) == (custody is not KeyCustody.NONE)
    assert all(key.works for key in staying)
    handed = handed_over(keys)
    assert sum(sort.kept for sort in handed) == len(staying)
    assert sum(sort.count for sort in handed) == sum(key.works for key in keys)
    assert sum(sort.count - sort.kept for sort in handed) > 0


@pytest.mark.parametrize("days", [-1, -400, 731, 40_000])
def test_a_deadline_in_the_past_or_far_away_is_refused(days: int) -> None:
    with pytest.raises(DeadlineOutOfRange) as refusal:
        check_deadline(DAY + timedelta(days=days), today=DAY, pointer="/deadline_on")
    assert "2026-11-22" in refusal.value.explain("en")


def test_a_deadline_may_be_today_and_a_visit_now() -> None:
    check_deadline(DAY, today=DAY, pointer="/deadline_on")
    check_deadline(DAY + timedelta(days=730), today=DAY, pointer="/deadline_on")
    check_visit(NOON, now=NOON, pointer="/visit_at")
    with pytest.raises(VisitOutOfRange):
        check_visit(NOON - timedelta(seconds=1), now=NOON, pointer="/visit_at")
    with pytest.raises(VisitOutOfRange):
        check_visit(NOON + timedelta(days=400), now=NOON, pointer="/visit_at")


def test_numbers_read_as_people_write_them() -> None:
    assert move_in_number(DAY, 7) == "M261122-0007"
    assert defect_number(DAY, 12) == "D261122-0012"
    assert notice_number("D261122-0012", 1) == "D261122-0012"
    assert notice_number("D261122-0012", 3) == "D261122-0012/3"
    assert slip_number("D261122-0012") == "D261122-0012-C"


def test_ages_grow_from_one_to_the_next() -> None:
    limits = [AGE_DAYS[age] for age in Age if age in AGE_DAYS]
    assert limits == sorted(limits)
    assert set(Age) - set(AGE_DAYS) == {Age.LONGER}
