"""What makes two requests one matter, and the life of a corrective action. Source: handbook T-21."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.corrective_actions.domain.labels import MATTERS
from services.tickets.corrective_actions.domain.lifecycle import (
    ACTIONS,
    LIFECYCLE,
    ORIGINS,
    STATUSES,
    TRANSITIONS,
    Action,
    Origin,
    Status,
)
from services.tickets.corrective_actions.domain.repetition import RepeatedMatter, title_of
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.matters import EVERYWHERE, Matter, matter_and_place, matter_of, own_words
from shared.kernel.state_machine import IllegalTransition


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: Status, action: Action) -> None:
    if (status, action) in TRANSITIONS:
        assert LIFECYCLE.next(status, action) is TRANSITIONS[status, action]
        assert action in LIFECYCLE.actions(status)
    else:
        with pytest.raises(IllegalTransition) as caught:
            LIFECYCLE.next(status, action)
        assert caught.value.params["status"] == STATUSES[status]


def test_everything_has_words() -> None:
    assert set(STATUSES) == set(Status)
    assert set(ACTIONS) == set(Action)
    assert set(ORIGINS) == set(Origin)
    assert set(MATTERS) == set(Matter)


@pytest.mark.parametrize(
    ("summary", "matter"),
    [
        ("厨房水龙头漏水", "leak"),
        ("Kitchen tap LEAKING again", "leak"),
        ("卫生间地漏堵了", "blockage"),
        ("三单元电梯停运", "lift"),
        ("楼上装修太吵", "works"),
        ("楼上半夜吵闹", "noise"),
        ("大堂垃圾没人收", "cleaning"),
        ("物业费收费不清楚", "fees"),
        ("前台态度恶劣", "conduct"),
        ("The gymlift's facelift", "=thegymliftsfacelift"),
        ("会所 预订，问题！", "=会所预订问题"),
        ("会所预订问题", "=会所预订问题"),
    ],
)
def test_a_summary_tells_its_matter(summary: str, matter: str) -> None:
    assert matter_of(summary) == matter


@pytest.mark.parametrize(
    ("category", "summary", "room_code", "expected"),
    [
        (Category.REPAIR, "龙头漏水", "3#2-5-1", ("leak", "3#2-5-1")),
        (Category.REPAIR, "3栋大堂灯不亮", None, ("=3栋大堂灯不亮", EVERYWHERE)),
        (Category.COMPLAINT, "半夜吵闹", "3#2-5-1", ("noise", "3")),
        (Category.COMPLAINT, "半夜吵闹", None, ("noise", EVERYWHERE)),
        (Category.COMPLAINT, "收费不清楚", "3#2-5-1", ("fees", EVERYWHERE)),
    ],
)
def test_a_repair_is_of_its_room_and_a_complaint_of_its_building(
    category: Category, summary: str, room_code: str | None, expected: tuple[str, str]
) -> None:
    assert matter_and_place(category, summary, room_code) == expected


@given(summary=st.text(max_size=200), room_code=st.none() | st.text(max_size=32))
def test_whatever_is_said_fits_its_columns(summary: str, room_code: str | None) -> None:
    for category in Category:
        matter, place = matter_and_place(category, summary, room_code)
        assert len(matter) <= 64
        assert len(place) <= 32
    assert own_words(summary) == own_words(f" {summary.upper().lower()} ") or not summary.isascii()


def test_a_record_is_called_by_its_matter_and_place() -> None:
    noise = title_of(RepeatedMatter("c", "complaint", "noise", "3"), MATTERS[Matter.NOISE])
    assert (noise.zh, noise.en) == ("投诉重复：噪音扰民（3栋）", "Complaints repeat: Noise (building 3)")
    leak = title_of(RepeatedMatter("c", "repair", "leak", "3#2-5-1"), MATTERS[Matter.LEAK])
    assert (leak.zh, leak.en) == ("维修重复：漏水渗水（3#2-5-1）", "Repairs repeat: Leaks (3#2-5-1)")
    own = title_of(RepeatedMatter("c", "complaint", "=会所预订", EVERYWHERE), None)
    assert (own.zh, own.en) == ("投诉重复：会所预订", "Complaints repeat: 会所预订")
