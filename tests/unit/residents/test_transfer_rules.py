"""Handbook R-07: the table, the checklist as a pure function, readings, papers."""

import itertools
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.transfers.domain.checklist import (
    ITEM_STATES,
    ITEMS,
    Finding,
    Item,
    Mark,
    MarkKind,
    State,
    by_hand,
    check,
    refuse_open,
)
from services.residents.transfers.domain.errors import ChecklistOpen, ReadingBelowOpening
from services.residents.transfers.domain.lifecycle import LIFECYCLE, TRANSFER_STATUSES, TRANSITIONS, Action, Status
from services.residents.transfers.domain.money import is_deposit, lower
from services.residents.transfers.domain.readings import (
    Meter,
    check_reading,
    from_thousandths,
    in_thousandths,
    unread,
)
from services.residents.transfers.domain.reasons import PaperKind, Reason, missing_papers
from shared.kernel.state_machine import IllegalTransition

CLEAR = dict.fromkeys(Item, Finding(0))
SIZES = st.none() | st.integers(0, 5)
FINDINGS = st.builds(Finding, count=SIZES) | st.builds(Finding, count=st.integers(0, 3), sum_fen=st.integers(0, 10_000))
MARKS = st.builds(
    Mark,
    kind=st.sampled_from(MarkKind),
    size=SIZES,
    by=st.just("account"),
    by_name=st.just("客服"),
    at=st.just(datetime(2026, 11, 22, tzinfo=UTC)),
    note=st.just("已核对"),
)


@pytest.mark.parametrize(("status", "action"), list(itertools.product(Status, Action)))
def test_every_pair_is_a_move_of_the_table_or_refused(status: Status, action: Action) -> None:
    if (status, action) in TRANSITIONS:
        assert LIFECYCLE.next(status, action) == TRANSITIONS[status, action]
        return
    with pytest.raises(IllegalTransition) as refusal:
        LIFECYCLE.next(status, action)
    assert TRANSFER_STATUSES[status].en in refusal.value.explain("en")


def test_nothing_follows_the_end_and_every_state_item_and_status_has_a_name() -> None:
    assert [status for status in Status if not LIFECYCLE.actions(status)] == [Status.CLOSED, Status.CANCELLED]
    assert (set(TRANSFER_STATUSES), set(ITEMS), set(ITEM_STATES)) == (set(Status), set(Item), set(State))


def mark(kind: MarkKind, size: int | None) -> Mark:
    return Mark(kind, size, "account", "客服", datetime(2026, 11, 22, tzinfo=UTC), "已核对")


@pytest.mark.parametrize(
    ("item", "finding", "marked", "state"),
    [
        (Item.KEYS, Finding(0), None, State.CLEAR),
        (Item.KEYS, Finding(1), None, State.OPEN),
        (Item.KEYS, Finding(1), mark(MarkKind.CONFIRMED, 1), State.OPEN),
        (Item.KEYS, Finding(1), mark(MarkKind.WAIVED, 1), State.WAIVED),
        (Item.KEYS, Finding(2), mark(MarkKind.WAIVED, 1), State.OPEN),
        (Item.KEYS, Finding(0), mark(MarkKind.WAIVED, 1), State.CLEAR),
        (Item.ARREARS, Finding(1, 500), mark(MarkKind.WAIVED, 500), State.WAIVED),
        (Item.ARREARS, Finding(2, 500), mark(MarkKind.WAIVED, 500), State.WAIVED),
        (Item.ARREARS, Finding(1, 501), mark(MarkKind.WAIVED, 500), State.OPEN),
        (Item.PREPAID, Finding(1, 500), mark(MarkKind.CONFIRMED, 500), State.CONFIRMED),
        (Item.PREPAID, Finding(1, 501), mark(MarkKind.CONFIRMED, 500), State.OPEN),
        (Item.PARCELS, Finding(None), None, State.OPEN),
        (Item.PARCELS, Finding(None), mark(MarkKind.CONFIRMED, None), State.CONFIRMED),
        (Item.PARCELS, Finding(None), mark(MarkKind.WAIVED, None), State.WAIVED),
        (Item.PARCELS, Finding(1), mark(MarkKind.CONFIRMED, None), State.OPEN),
    ],
)
def test_facts_decide_and_words_count_for_what_they_were_said_of(
    item: Item, finding: Finding, marked: Mark | None, state: State
) -> None:
    marks = {item: marked} if marked else {}
    assert next(each for each in check(CLEAR | {item: finding}, marks) if each.item is item).state is state


@given(st.fixed_dictionaries(dict.fromkeys(Item, FINDINGS)), st.dictionaries(st.sampled_from(Item), MARKS))
def test_nothing_open_passes_unless_somebody_answers_for_all_of_it(
    findings: dict[Item, Finding], marks: dict[Item, Mark]
) -> None:
    checklist = check(findings, marks)
    assert [each.item for each in checklist] == list(Item)
    for each in checklist:
        if each.finding.count != 0 and each.state is not State.OPEN:
            assert each.mark is marks[each.item]
            assert each.mark.kind is MarkKind.WAIVED or by_hand(each.item, each.finding)
            assert each.finding.size is None or (each.mark.size or 0) >= each.finding.size
    still_open = [f"/checklist/{each.item}" for each in checklist if each.state is State.OPEN]
    if not still_open:
        refuse_open(checklist)
        return
    with pytest.raises(ChecklistOpen) as refusal:
        refuse_open(checklist)
    assert [pointer for pointer, _ in refusal.value.faults("zh-CN")] == still_open


@pytest.mark.parametrize(
    ("reason", "seen", "missing"),
    [
        (Reason.SALE, [], ["contract", "identity"]),
        (Reason.SALE, [PaperKind.TITLE, PaperKind.IDENTITY], ["contract"]),
        (Reason.END_OF_LEASE, [PaperKind.CONTRACT], ["identity"]),
        (Reason.INHERITANCE, [PaperKind.INHERITANCE_PROOF, PaperKind.IDENTITY], []),
        (Reason.GIFT, [PaperKind.OTHER, PaperKind.IDENTITY], ["contract"]),
    ],
)
def test_identity_and_a_contract_are_seen_or_another_title_where_there_is_no_contract(
    reason: Reason, seen: list[PaperKind], missing: list[str]
) -> None:
    assert missing_papers(reason, seen) == missing


@given(st.decimals(0, 999_999_999, places=3), st.none() | st.decimals(0, 999_999_999, places=3))
def test_a_reading_is_kept_exactly_and_never_below_the_earlier_one(reading: Decimal, opening: Decimal | None) -> None:
    assert from_thousandths(in_thousandths(reading)) == reading
    if opening is None or reading >= opening:
        check_reading(Meter.WATER, reading, opening, "/reading")
        return
    with pytest.raises(ReadingBelowOpening) as refusal:
        check_reading(Meter.WATER, reading, opening, "/reading")
    assert "水表" in refusal.value.explain("zh-CN")


def test_a_meter_that_is_not_there_is_noted_too() -> None:
    assert unread({Meter.GAS}) == [Meter.WATER, Meter.POWER]
    assert unread(set(Meter)) == []


@pytest.mark.parametrize(
    ("item", "is_so"),
    [("renovation_deposit", True), ("key_deposit", True), ("deposit", True), ("depository", False), ("fee", False)],
)
def test_a_deposit_is_known_by_its_code(item: str, *, is_so: bool) -> None:
    assert is_deposit(item) is is_so


@given(st.lists(st.integers(0, 9), min_size=1))
def test_what_is_owed_only_goes_down_in_any_order(heard: list[int]) -> None:
    known: int | None = None
    for each in heard:
        known = lower(known, each)
    assert known == min(heard)
