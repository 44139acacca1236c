"""Samples that anybody can draw again. Source: handbook T-16, T-18, T-23, T-24."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.courtesy_visits.domain.plans import (
    COURTESY_TRANSITIONS,
    COURTESY_VISITS,
    CourtesyAction,
    CourtesyPolicy,
    CourtesyStatus,
    OfficeClass,
    ResidenceClass,
    draw_residences,
    offices_in_turn,
    period_start,
)
from services.tickets.domain.months import Month
from services.tickets.domain.sampling import draw, share_of
from services.tickets.follow_ups.domain.visits import (
    FollowUpPolicy,
    OnSiteCandidate,
    OnSiteMonth,
    SoFar,
    draw_on_site,
)
from services.tickets.surveys.domain.surveys import (
    SURVEY_TRANSITIONS,
    SURVEYS,
    VISIT_TRANSITIONS,
    VISITS,
    ItemResult,
    Mark,
    SurveyAction,
    SurveyStatus,
    VisitAction,
    VisitStatus,
    draw_sample,
    overall,
    per_mille,
)
from shared.kernel.state_machine import IllegalTransition

names = st.sets(st.integers(0, 400).map("h{}".format), max_size=60)
seeds = st.text(max_size=8)
percents = st.integers(20, 100)
marks = st.dictionaries(st.sampled_from(Mark), st.integers(0, 500))


@given(seeds, names, names, st.integers(0, 80))
def test_a_draw_has_its_size_repeats_itself_and_avoids_while_it_can(
    seed: str, candidates: set[str], avoided: set[str], size: int
) -> None:
    drawn = draw(seed, candidates, size, avoided=avoided)
    assert drawn == draw(seed, sorted(candidates, reverse=True), size, avoided=avoided)
    assert len(drawn) == len(set(drawn)) == min(size, len(candidates))
    assert set(drawn) <= candidates
    fresh = candidates - avoided
    assert len(avoided.intersection(drawn)) == max(0, len(drawn) - len(fresh))


@given(seeds, names, names, percents)
def test_a_survey_asks_at_least_its_share(seed: str, occupied: set[str], last: set[str], percent: int) -> None:
    sample = draw_sample(seed, occupied, percent, last)
    assert 100 * len(sample.households) >= percent * len(occupied)
    assert 100 * (len(sample.households) - 1) < percent * len(occupied)
    assert sample.asked_again == len(last.intersection(sample.households))


@given(st.integers(0, 100), st.integers(0, 10_000))
def test_a_share_is_the_least_number_that_reaches_the_percentage(percent: int, whole: int) -> None:
    share = share_of(percent, whole)
    assert 100 * share >= percent * whole > 100 * (share - 1)


@given(st.integers(1, 100), st.lists(st.booleans(), max_size=80))
def test_whatever_is_drawn_a_month_never_falls_short_of_its_share(percent: int, drawn: list[bool]) -> None:
    so_far = SoFar()
    for takes in drawn:
        is_taken = takes or so_far.falls_short(percent)
        so_far = SoFar(so_far.closed + 1, so_far.planned + is_taken)
        assert 100 * so_far.planned >= percent * so_far.closed


candidates = st.lists(st.tuples(st.integers(0, 15).map("h{}".format), st.booleans()), max_size=40)


@given(candidates, names, st.integers(0, 300), st.integers(0, 12), st.integers(0, 30))
def test_visits_on_site_are_drawn_one_a_household_until_the_month_has_enough(
    waiting: list[tuple[str, bool]], reached: set[str], repairs: int, repairs_on_site: int, wanted: int
) -> None:
    visits = [OnSiteCandidate(f"v{place}", household, repair) for place, (household, repair) in enumerate(waiting)]
    month = OnSiteMonth(frozenset(reached), repairs, repairs_on_site)
    policy = FollowUpPolicy("lobby", on_site_percent=1, on_site_households=wanted)
    drawn = draw_on_site(visits, month, policy)
    assert drawn == draw_on_site(reversed(visits), month, policy)
    by_id = {visit.follow_up_id: visit for visit in visits}
    households = [by_id[each].household_id for each in drawn]
    possible = {visit.household_id for visit in visits} - reached
    assert len(set(households)) == len(households)
    assert set(households) <= possible
    assert len(reached) + len(drawn) >= min(wanted, len(reached) + len(possible))
    of_repairs = {visit.household_id for visit in visits if visit.is_repair} - reached
    made = repairs_on_site + sum(by_id[each].is_repair for each in drawn)
    assert made >= min(share_of(1, repairs), repairs_on_site + len(of_repairs))


@given(names, st.sampled_from(OfficeClass), st.integers(2020, 2090), st.integers(1, 4))
def test_every_tenant_has_its_turn_once_in_the_period(
    tenants: set[str], offices: OfficeClass, year: int, quarter: int
) -> None:
    months = CourtesyPolicy(offices=offices).office_period_months
    first = period_start(Month(year, 3 * quarter), months)
    done: list[str] = []
    for place in range(months):
        done += offices_in_turn("seed", first.plus(place), tenants, done, months)
    assert sorted(done) == sorted(tenants)


@given(names, names)
def test_a_months_homes_are_not_those_of_the_last_year_while_others_are_left(homes: set[str], recent: set[str]) -> None:
    drawn = draw_residences("seed", Month(2026, 11), homes, recent, 4)
    assert len(drawn) == min(4, len(homes))
    assert not recent.intersection(drawn) or homes - recent <= set(drawn)


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        (CourtesyPolicy(), 4),
        (CourtesyPolicy(ordinary_a_month=1), 4),
        (CourtesyPolicy(ordinary_a_month=9), 9),
        (CourtesyPolicy(residences=ResidenceClass.HIGH_END), 5),
        (CourtesyPolicy(residences=ResidenceClass.HIGH_END, high_end_a_month=2), 5),
        (CourtesyPolicy(residences=ResidenceClass.HIGH_END, high_end_a_month=8), 8),
    ],
)
def test_a_community_may_call_on_more_homes_never_on_fewer(policy: CourtesyPolicy, wanted: int) -> None:
    assert policy.residences_a_month == wanted


@pytest.mark.parametrize(("asked", "needed"), [(1, 3), (3, 3), (4, 4), (5, 5), (9, 5)])
def test_between_three_and_five_contacts_fail_before_anybody_is_given_up(asked: int, needed: int) -> None:
    assert FollowUpPolicy("lobby", failed_contacts=asked).contacts_needed == needed


@given(st.lists(marks, max_size=6))
def test_satisfaction_lies_between_none_and_all_and_ignores_who_has_no_opinion(
    given_marks: list[dict[Mark, int]],
) -> None:
    items = [ItemResult(str(place), counts) for place, counts in enumerate(given_marks)]
    silent = [ItemResult(it.code, {**it.counts, Mark.NO_OPINION: 7}) for it in items]
    assert overall(items) == overall(silent)
    assert all(it.satisfaction is None or 0 <= it.satisfaction <= 1000 for it in items)
    assert (overall(items) is None) == (sum(it.opinions for it in items) == 0)


def test_tenths_of_a_percent_are_rounded_half_up() -> None:
    assert [per_mille(part, whole) for part, whole in ((2, 3), (1, 3), (1, 2000), (0, 5), (5, 5), (0, 0))] == [
        667,
        333,
        1,
        0,
        1000,
        None,
    ]


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(-40, 40))
def test_months_go_on_and_back(day: date, months: int) -> None:
    month = Month.of(day)
    assert month.plus(months).plus(-months) == month == Month.parse(str(month))
    assert month.first_day <= day <= month.last_day
    assert month.last_day + timedelta(days=1) == month.plus(1).first_day


def test_a_month_begins_at_local_midnight() -> None:
    since, until = Month(2026, 12).span(ZoneInfo("Asia/Shanghai"))
    assert (since, until) == (datetime(2026, 11, 30, 16, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC))


@pytest.mark.parametrize(("status", "action"), list(product(SurveyStatus, SurveyAction)))
def test_surveys_go_as_the_table_says(status: SurveyStatus, action: SurveyAction) -> None:
    if (status, action) in SURVEY_TRANSITIONS:
        assert SURVEYS.next(status, action) is SURVEY_TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalTransition):
            SURVEYS.next(status, action)


@pytest.mark.parametrize("status", VisitStatus)
def test_a_survey_visit_is_made_once(status: VisitStatus) -> None:
    if (status, VisitAction.RECORD) in VISIT_TRANSITIONS:
        assert VISITS.next(status, VisitAction.RECORD) is VisitStatus.MADE
    else:
        with pytest.raises(IllegalTransition):
            VISITS.next(status, VisitAction.RECORD)


@pytest.mark.parametrize("status", CourtesyStatus)
def test_a_courtesy_visit_is_made_once(status: CourtesyStatus) -> None:
    if (status, CourtesyAction.RECORD) in COURTESY_TRANSITIONS:
        assert COURTESY_VISITS.next(status, CourtesyAction.RECORD) is CourtesyStatus.MADE
    else:
        with pytest.raises(IllegalTransition):
            COURTESY_VISITS.next(status, CourtesyAction.RECORD)
