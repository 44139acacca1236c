"""What a ticket is found by. Source: decision 0019."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.requests.domain.search_terms import LONGEST_TERM, MOST_WORDS, index_of, wanted_by


def finds(typed: str, *texts: str) -> bool:
    kept = index_of(texts).split()
    wanted = wanted_by(typed)
    return bool(wanted) and all(
        any(term.startswith(it[:-1]) for term in kept) if it.endswith("*") else it in kept for it in wanted
    )


@pytest.mark.parametrize(
    "typed",
    ["漏水", "水龙头", "厨", "水", "头漏", "3号楼", "厨房 漏水", "王芳", "3#2", "3#2-5-1", "2-5-1", "T261122-0007",
     "t2611", "261122-0007", "0007", "tap", "TAP lea", "ＴＡＰ", "厨房，漏水"],
)  # fmt: skip
def test_it_is_found_by_what_people_type(typed: str) -> None:
    texts = ("T261122-0007", "3#2-5-1", "王芳", "厨房水龙头漏水", "3号楼 the tap leaks！")
    assert finds(typed, *texts)


@pytest.mark.parametrize("typed", ["水漏", "房厨", "王芬", "3#2-5-2", "0070", "eaks", "，！", "", "😀", "漏水 王伟"])
def test_it_is_not_found_by_anything_else(typed: str) -> None:
    assert not finds(typed, "T261122-0007", "3#2-5-1", "王芳", "厨房水龙头漏水", "the tap leaks")


def test_another_number_of_the_same_digits_is_another() -> None:
    assert not finds("T261122-0070", "T261122-0007")


@given(st.text(max_size=60), st.data())
def test_any_stretch_of_chinese_finds_its_text(noise: str, data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert finds(text[start:end], noise, text)


@given(st.text(max_size=300))
def test_terms_hold_no_sign_that_a_query_would_read_as_its_own(typed: str) -> None:
    for term in (*index_of([typed]).split(" "), *wanted_by(typed)):
        assert all(sign.isalnum() or sign in "#-" for sign in term.removesuffix("*"))
        assert len(term) <= LONGEST_TERM + 1
    assert len(wanted_by(typed)) <= MOST_WORDS * LONGEST_TERM
