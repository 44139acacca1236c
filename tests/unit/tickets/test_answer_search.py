"""What an answer is found by, and the life of its versions. Source: handbook T-31."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.answers.domain.lifecycle import (
    ANSWERS,
    TRANSITIONS,
    AnswerAction,
    AnswerStatus,
    standing_of_answer,
)
from services.tickets.answers.domain.search_terms import (
    BODY_WEIGHT,
    MOST_TOKENS,
    TERM_LENGTH,
    TITLE_WEIGHT,
    terms_of,
    tokens_of,
    weight_of,
)
from shared.kernel.state_machine import IllegalTransition

RENOVATION = terms_of(
    ["装修申请要带什么资料？", "What do I bring to apply for a renovation?", "施工许可证"],
    ["请带身份证到前台办理。", "Owner's ID card"],
)
PARKING = terms_of(
    ["停车月卡怎么办？", "How do I get a monthly parking pass?", "车位"], ["带行驶证。", "Vehicle licence"]
)


def rank(query: str, terms: dict[str, int]) -> int:
    weights = weight_of(tokens_of(query))
    return sum(
        max((weight for term, weight in terms.items() if term.startswith(token)), default=0) * counts
        for token, counts in weights.items()
    )


@pytest.mark.parametrize(
    "query",
    ["装修", "申请", "资料", "zhuangxiu", "zhuang xiu", "zx", "ZXSQ", "shenqing", "sqydsm", "许可", "xuke", "sgxkz",
     "renovation", "Reno", "身份证", "card", "装修需要哪些资料", "我要装修", "　装修　", "装修。", "裝修申请"],
)  # fmt: skip
def test_a_renovation_is_found_however_it_is_typed(query: str) -> None:
    assert rank(query, RENOVATION) > 0


@pytest.mark.parametrize("query", ["停车", "tingche", "tc", "parking", "车位", "月卡", "行驶"])
def test_it_is_not_found_by_what_is_not_in_it(query: str) -> None:
    assert rank(query, RENOVATION) == 0 < rank(query, PARKING)


def test_the_question_outdoes_the_body_and_a_whole_word_a_chance_pair() -> None:
    assert TITLE_WEIGHT > BODY_WEIGHT
    assert rank("装修", RENOVATION) > rank("身份", RENOVATION)
    assert rank("装修申请", RENOVATION) > rank("装修带证", RENOVATION)


@pytest.mark.parametrize("query", ["", "  ", "？！…", "😀", "()"])
def test_signs_that_nothing_is_found_by_look_for_nothing(query: str) -> None:
    assert tokens_of(query) == []


@given(st.text(max_size=100))
def test_no_text_breaks_the_search(text: str) -> None:
    tokens = tokens_of(text)
    assert len(tokens) <= MOST_TOKENS
    assert all(0 < len(token) <= TERM_LENGTH for token in tokens)
    assert all(0 < len(term) <= TERM_LENGTH for term in terms_of([text], [text]))


@given(st.text(alphabet="装修停车费用物业abc 12", min_size=1, max_size=20), st.data())
def test_every_part_of_a_question_finds_it(question: str, data: st.DataObject) -> None:
    tokens = tokens_of(question)
    if tokens:
        token = data.draw(st.sampled_from(tokens))
        assert rank(token, terms_of([question], [])) > 0


@pytest.mark.parametrize(("status", "action"), list(product(AnswerStatus, AnswerAction)))
def test_every_pair_moves_as_the_table_says_or_is_refused(status: AnswerStatus, action: AnswerAction) -> None:
    if (status, action) in TRANSITIONS:
        assert ANSWERS.next(status, action) is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalTransition):
            ANSWERS.next(status, action)


@pytest.mark.parametrize(
    ("agreed", "drafted", "standing"),
    [(1, None, "agreed"), (1, 2, "agreed"), (None, 1, "drafted"), (None, None, "withdrawn")],
)
def test_an_answer_stands_where_its_versions_stand(agreed: int | None, drafted: int | None, standing: str) -> None:
    assert standing_of_answer(agreed, drafted) == standing
