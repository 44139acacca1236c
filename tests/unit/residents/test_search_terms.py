"""Handbook R-03: what a household is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.households.domain.search_terms import (
    TERM_LENGTH,
    Pattern,
    Term,
    TermKind,
    patterns_of,
    phone_patterns,
    terms_of,
)


def found_by(text: str, terms: list[Term]) -> bool:
    return any(
        term.kind is pattern.kind and term.text.startswith(pattern.prefix)
        for pattern in patterns_of(text)
        for term in terms
    )


def of_name(name: str) -> list[Term]:
    return terms_of([("p", name)], [], [], "3#2-5-1")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王芳", ["王", "王芳", "wang", "wangfang", "wf", "WangFang", "wang fang"]),
        ("单芳", ["shanfang", "danfang", "sf", "df"]),
        ("曾强", ["zengqiang", "cengqiang", "zq"]),
        ("仇英", ["qiuying", "chouying", "qy"]),
        ("吕布", ["lvbu", "lubu", "lübu", "lb"]),
        ("欧阳娜", ["ouyang", "oyn"]),
        ("Tom Reed", ["tom", "Reed", "tom reed", "TOMREED", "tr"]),
        ("买买提·艾力", ["买买提艾力", "买买提·艾力", "maimaiti"]),
    ],
)
def test_a_name_is_found_by_its_signs_its_readings_and_its_initials(name: str, typed: list[str]) -> None:
    terms = of_name(name)
    assert [text for text in typed if not found_by(text, terms)] == []


@pytest.mark.parametrize("typed", ["李", "li", "芳", "fang", "wx", "%", "_", "王%"])
def test_another_name_or_a_wildcard_finds_nothing(typed: str) -> None:
    assert not found_by(typed, of_name("王芳"))


@pytest.mark.parametrize(
    ("phone", "typed"),
    [
        ("+8613812345678", ["13812345678", "138 1234 5678", "+86 13812345678", "5678", "345678", "12345678"]),
        ("+861062345678", ["010-62345678", "62345678", "5678"]),
        ("+85223456789", ["+852 23456789", "6789"]),
    ],
)
def test_a_phone_is_found_whole_or_by_its_last_digits(phone: str, typed: list[str]) -> None:
    terms = terms_of([], [("p", phone)], [], "1#1-1-1")
    assert [text for text in typed if not found_by(text, terms)] == []
    assert not found_by("678", terms)
    assert not found_by("1381", terms)
    assert phone_patterns("678") == []


def test_a_plate_is_found_with_its_province_or_without() -> None:
    terms = terms_of([], [], ["京A12345"], "1#1-1-1")
    assert all(found_by(text, terms) for text in ("京A12345", "京a·12345", "A12345", "a123"))
    assert not found_by("沪A12345", terms)


def test_a_room_is_found_by_the_beginning_of_its_code_and_a_building_by_its_number() -> None:
    terms = terms_of([], [], [], "3#2-5-1")
    assert all(found_by(text, terms) for text in ("3#", "3#2-5", "3#2-5-1", "3", "３＃２－５"))
    assert not found_by("3#2-51", terms)
    assert not found_by("2#", terms)


def test_signs_that_nothing_is_found_by_ask_for_nothing() -> None:
    assert [patterns_of(text) for text in ("", " ", "-", "·", "(+)")] == [[]] * 5


@given(st.text(max_size=100), st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_it_and_its_terms_are_few_and_short(name: str, plate: str, typed: str) -> None:
    terms = terms_of([("p", name)], [("p", name)], [plate], plate)
    assert len(terms) == len(set(terms)) <= 140
    assert all(len(term.text) <= TERM_LENGTH for term in terms)
    assert all(pattern.prefix and len(pattern.prefix) <= TERM_LENGTH for pattern in patterns_of(typed))


@given(st.text(alphabet="赵钱孙李单曾仇查吕王芳伟强乐重", min_size=1, max_size=4))
def test_every_chinese_name_is_found_by_each_beginning_of_itself_and_of_its_readings(name: str) -> None:
    terms = of_name(name)
    assert all(found_by(name[: end + 1], terms) for end in range(len(name)))
    spelt = [term.text for term in terms if term.kind in {TermKind.PINYIN, TermKind.INITIALS}]
    assert spelt
    assert all(found_by(text, terms) for text in spelt)


def test_a_building_alone_is_not_a_longer_buildings_beginning() -> None:
    assert Pattern(TermKind.ROOM, "3#") in patterns_of("3")
    assert not found_by("3", terms_of([], [], [], "31#2-5-1"))
