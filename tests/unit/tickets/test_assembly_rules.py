"""An assembly's life, who votes and when. Source: handbook T-29."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from services.tickets.assemblies.domain.counting import Ballot, Choice, Electorate, Subject, count
from services.tickets.assemblies.domain.errors import (
    AreasMissing,
    BallotIncomplete,
    BallotLate,
    MatterUnknown,
    NobodyVotes,
    NoticeTooShort,
    StillVoting,
    VotingNotBegun,
    VotingTooShort,
)
from services.tickets.assemblies.domain.labels import LABELS
from services.tickets.assemblies.domain.lifecycle import ASSEMBLIES, TRANSITIONS, AssemblyAction, AssemblyStatus
from services.tickets.assemblies.domain.voting import (
    NOTICE_DAYS,
    BallotForm,
    Identity,
    Room,
    check_begun,
    check_closed,
    check_notice,
    check_open,
    choices_of,
    electorate_of,
    totals,
)
from services.tickets.assemblies.papers import square_metres
from shared.kernel.state_machine import IllegalTransition

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(("status", "action"), list(product(AssemblyStatus, AssemblyAction)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: AssemblyStatus, action: AssemblyAction) -> None:
    if (status, action) in TRANSITIONS:
        assert ASSEMBLIES.next(status, action) is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalTransition):
            ASSEMBLIES.next(status, action)


def test_what_is_published_or_cancelled_is_left_as_it_is() -> None:
    ends = {status for status in AssemblyStatus if not ASSEMBLIES.actions(status)}
    assert ends == {AssemblyStatus.PUBLISHED, AssemblyStatus.CANCELLED}


def test_every_code_has_its_words() -> None:
    tables = (AssemblyStatus, Subject, Choice, BallotForm, Identity)
    assert [set(words) for words in LABELS.values()] == [set(codes) for codes in tables]


def room(code: str, area: int | None = 8950, kind: str | None = "flat", occupancy: str = "occupied") -> Room:
    return Room(code, code, kind, occupancy, area, f"household of {code}")


def test_every_home_shop_and_office_votes_and_the_developer_once_for_all_that_is_unsold() -> None:
    rooms = [
        room("a"),
        room("b", 12_001, "shop", "let"),
        room("c", 5_000, "office", "sold_vacant"),
        room("d", 7_000, occupancy="unsold"),
        room("e", 3_000, occupancy="unsold"),
        room("P-1", 1_200, "parking_space"),
        room("G-1", 900, "garage", "unsold"),
    ]
    voters = electorate_of(rooms)
    assert [(voter.key, voter.area) for voter in voters] == [
        ("a", 8950), ("b", 12_001), ("c", 5_000), ("developer", 10_000)
    ]  # fmt: skip
    assert totals(voters) == Electorate(4, 35_951)


def test_what_is_sold_and_not_handed_over_is_the_builders_with_what_is_unsold_as_one_owner() -> None:
    rooms = [
        room("a"),
        replace(room("b", 10_000), owners=("p",), hand_over="handed_over"),
        replace(room("c", 20_000, occupancy="sold_vacant"), owners=("p",), hand_over="pending"),
        replace(room("d", 30_000, occupancy="sold_vacant"), owners=("q",), hand_over="pending"),
        room("e", 5_000, occupancy="unsold"),
    ]
    voters = electorate_of(rooms)
    assert [(voter.key, voter.owner_area) for voter in voters] == [("a", 8950), ("b", 10_000), ("developer", 55_000)]
    assert totals(voters) == Electorate(3, 73_950)
    everybody = [Ballot(voter.owner_area, {"m": Choice.FOR}) for voter in voters]
    without = count({"m": Subject.OTHER}, totals(voters), everybody[:2])
    assert (without.quorum_owners.is_met, without.quorum_area.is_met) == (True, False)
    against = count({"m": Subject.OTHER}, totals(voters), [*everybody[:2], Ballot(55_000, {"m": Choice.AGAINST})])
    outcome = against.outcomes["m"]
    assert (outcome.by_owners.is_met, outcome.by_area.is_met, outcome.is_carried) == (True, False, False)


@pytest.mark.parametrize("unknown", [room("x", None), room("x", 0), room("x", 100, None)])
def test_a_room_without_area_or_kind_stops_the_opening_by_name(unknown: Room) -> None:
    with pytest.raises(AreasMissing, match="x"):
        electorate_of([room("a"), unknown])


def test_somebody_has_to_vote() -> None:
    with pytest.raises(NobodyVotes):
        electorate_of([room("P-1", 100, "parking_space")])


def test_fifteen_days_of_notice_and_a_day_to_vote() -> None:
    opens = NOW + 15 * DAY
    check_notice(NOW, opens, opens + DAY, notice_days=NOTICE_DAYS)
    with pytest.raises(NoticeTooShort):
        check_notice(NOW, opens - TICK, opens + DAY, notice_days=NOTICE_DAYS)
    with pytest.raises(VotingTooShort):
        check_notice(NOW, opens, opens + DAY - TICK, notice_days=NOTICE_DAYS)


def test_a_ballot_counts_from_the_opening_to_the_close() -> None:
    check_begun(NOW, NOW, zone=UTC)
    check_open(NOW - TICK, NOW, zone=UTC)
    check_closed(NOW, NOW, zone=UTC)
    with pytest.raises(VotingNotBegun):
        check_begun(NOW - TICK, NOW, zone=UTC)
    with pytest.raises(BallotLate):
        check_open(NOW, NOW, zone=UTC)
    with pytest.raises(StillVoting):
        check_closed(NOW - TICK, NOW, zone=UTC)


def test_a_ballot_chooses_for_every_matter_once() -> None:
    assert choices_of(["a", "b"], [("b", Choice.FOR), ("a", Choice.ABSTAIN)]) == {"b": Choice.FOR, "a": Choice.ABSTAIN}
    with pytest.raises(BallotIncomplete):
        choices_of(["a", "b"], [("a", Choice.FOR)])
    for second in ("a", "c"):
        with pytest.raises(MatterUnknown) as caught:
            choices_of(["a", "b"], [("a", Choice.FOR), (second, Choice.FOR)])
        assert caught.value.pointer == "/choices/1/item_id"


@pytest.mark.parametrize(("area", "shown"), [(0, "0.00"), (5, "0.05"), (8950, "89.50"), (123_456, "1234.56")])
def test_areas_are_shown_to_the_hundredth(area: int, shown: str) -> None:
    assert square_metres(area) == shown
