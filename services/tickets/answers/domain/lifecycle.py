"""A version of an answer: drafted by one, agreed by another, then used until replaced or withdrawn.

Source: handbook T-31.
"""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class AnswerStatus(StrEnum):
    """Where an answer, or one version of it, stands."""

    DRAFTED = "drafted"
    AGREED = "agreed"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class AnswerAction(StrEnum):
    """What can be done with a version."""

    AGREE = "agree"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


class AnswerCategory(StrEnum):
    """What an answer is about."""

    FEES = "fees"
    MOVE_IN = "move_in"
    RENOVATION = "renovation"
    PARKING = "parking"
    ACCESS = "access"
    REPAIR = "repair"
    LIVING = "living"
    OTHER = "other"


TRANSITIONS: Mapping[tuple[AnswerStatus, AnswerAction], AnswerStatus] = {
    (AnswerStatus.DRAFTED, AnswerAction.AGREE): AnswerStatus.AGREED,
    (AnswerStatus.DRAFTED, AnswerAction.REPLACE): AnswerStatus.REPLACED,
    (AnswerStatus.DRAFTED, AnswerAction.WITHDRAW): AnswerStatus.WITHDRAWN,
    (AnswerStatus.AGREED, AnswerAction.REPLACE): AnswerStatus.REPLACED,
    (AnswerStatus.AGREED, AnswerAction.WITHDRAW): AnswerStatus.WITHDRAWN,
}
ANSWER_STATUSES: Mapping[AnswerStatus, Text] = {
    AnswerStatus.DRAFTED: Text(zh="草稿", en="Drafted"),
    AnswerStatus.AGREED: Text(zh="已审定", en="Agreed"),
    AnswerStatus.REPLACED: Text(zh="已被替换", en="Replaced"),
    AnswerStatus.WITHDRAWN: Text(zh="已停用", en="Withdrawn"),
}
ANSWERS = StateMachine("answer", TRANSITIONS, ANSWER_STATUSES)


def standing_of_answer(agreed: int | None, drafted: int | None) -> AnswerStatus:
    """Of the whole answer, by the numbers of its agreed and its drafted version."""
    if agreed is not None:
        return AnswerStatus.AGREED
    return AnswerStatus.DRAFTED if drafted is not None else AnswerStatus.WITHDRAWN
