"""The register of keys: every pair walked, and what a move-in enters. Source: handbook A-20, A-21, R-07, R-22."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.access.domain.keys import (
    KEY_LIFE,
    KEY_STATUSES,
    KEY_TRANSITIONS,
    KeyClass,
    KeyStatus,
    Movement,
    lots,
    possible,
)
from services.access.domain.labels import KEY_CLASSES, KEY_MOVEMENTS
from shared.kernel.state_machine import IllegalTransition


@pytest.mark.parametrize(("status", "movement"), list(itertools.product(KeyStatus, Movement)))
def test_every_pair_leads_where_the_table_says_or_is_refused(status: KeyStatus, movement: Movement) -> None:
    wanted = KEY_TRANSITIONS.get((status, movement))
    if wanted is not None:
        assert KEY_LIFE.next(status, movement) is wanted
        return
    with pytest.raises(IllegalTransition):
        KEY_LIFE.next(status, movement)


def test_what_was_recalled_is_never_issued_again() -> None:
    for status in (KeyStatus.RECALLED, KeyStatus.WITHDRAWN):
        reached = {status}
        for _ in KeyStatus:
            reached |= {after for (before, _), after in KEY_TRANSITIONS.items() if before in reached}
        assert reached <= {KeyStatus.RECALLED, KeyStatus.WITHDRAWN}


def test_the_desk_is_offered_what_it_may_do() -> None:
    assert [possible(status) for status in KeyStatus] == [["issue"], ["return"], ["return"], []]


@given(count=st.integers(-3, 110), kept=st.integers(-3, 110))
def test_every_key_that_was_signed_for_is_in_one_hand_or_the_numbers_are_refused(count: int, kept: int) -> None:
    if not 0 <= kept <= count <= 100:
        with pytest.raises(ValueError, match="can't be kept"):
            lots(count, kept)
        return
    found = dict(lots(count, kept))
    assert sum(found.values()) == count
    assert found.get(KeyStatus.IN_CUSTODY, 0) == kept
    assert all(found.values())


def test_every_value_has_its_words() -> None:
    assert set(KEY_CLASSES) == set(KeyClass)
    assert set(KEY_STATUSES) == set(KeyStatus)
    assert set(KEY_MOVEMENTS) == set(Movement)
