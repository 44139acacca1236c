"""When two requests may be one. Source: handbook T-01, T-05."""

from dataclasses import dataclass

import pytest

from services.tickets.requests.domain.duplicates import duplicates_of, is_like


@dataclass(frozen=True)
class Open:
    category: str
    summary: str


LEAK, NOISE, LAMP = Open("repair", "厨房水龙头漏水"), Open("complaint", "楼上半夜噪音"), Open("repair", "楼道灯不亮")


@pytest.mark.parametrize(
    ("category", "summary", "found"),
    [
        ("repair", "灯坏了", [LEAK, LAMP]),
        ("complaint", "厨房龙头漏水三天没人来", [LEAK, NOISE]),
        ("consultation", "怎么交费", []),
        (None, "水龙头漏水", [LEAK]),
        ("complaint", None, [NOISE]),
        (None, None, []),
        ("help", "！？", []),
    ],
)
def test_the_same_category_or_like_words(category: str | None, summary: str | None, found: list[Open]) -> None:
    assert duplicates_of(category, summary, [LEAK, NOISE, LAMP]) == found


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("水龙头漏水", "漏水，水龙头", True),
        ("漏水", "漏水", True),
        ("水", "水", False),
        ("门锁坏了", "门铃坏了", False),
        ("The tap leaks", "tap leaking", True),
        ("", "漏水", False),
    ],
)
def test_like_words_are_half_of_the_shorter_ones(one: str, other: str, like: bool) -> None:
    assert is_like(one, other) is is_like(other, one) is like
