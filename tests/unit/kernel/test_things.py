"""Refusals name things in the reader's language (house rule: zh-CN and en)."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from shared.kernel.errors import NotFound
from shared.kernel.state_machine import IllegalTransition, StateMachine
from shared.kernel.text import Text
from shared.kernel.things import THINGS

_ROOT = Path(__file__).parents[3]


def _nouns_in_code() -> Iterator[str]:
    """What is given as `NotFound(what=…)` and `StateMachine(…)`, without running the line."""
    for folder in ("gateway", "services", "shared", "embedded"):
        for file in (_ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                given = {
                    "NotFound": [word.value for word in node.keywords if word.arg == "what"],
                    "StateMachine": node.args[:1],
                }.get(node.func.id, [])
                yield from (str(it.value) for it in given if isinstance(it, ast.Constant))


def test_every_noun_that_the_code_gives_exists_in_both_languages() -> None:
    nouns = set(_nouns_in_code())
    assert {"ticket", "room", "worker pass"} <= nouns
    assert nouns <= set(THINGS)


def test_what_is_not_found_is_named_in_the_language_of_the_reader() -> None:
    refusal = NotFound(what="ticket")
    assert refusal.explain("zh-CN") == "未找到工单。"
    assert refusal.explain("en") == "No such ticket."


class _Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class _Push(StrEnum):
    CLOSE = "close"


def test_a_state_is_told_by_its_label_and_an_action_by_the_verb_of_the_api() -> None:
    labels = {_Door.OPEN: Text(zh="开着", en="Open"), _Door.SHUT: Text(zh="关着", en="Shut")}
    door = StateMachine("room", {(_Door.OPEN, _Push.CLOSE): _Door.SHUT}, labels)
    with pytest.raises(IllegalTransition) as refusal:
        door.next(_Door.SHUT, _Push.CLOSE)
    assert refusal.value.explain("zh-CN") == "此房间的状态为“关着”，不能执行 close；可执行：无。"
    assert refusal.value.explain("en") == "This room is “Shut”: close is not possible; possible: none."
