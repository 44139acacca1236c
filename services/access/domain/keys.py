"""A key's life in the register. Source: handbook A-20, A-21, R-07, R-22."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class KeyClass(StrEnum):
    """Whose key it is: a resident's, of a common place, of our offices."""

    RESIDENT = "resident"
    COMMON = "common"
    OFFICE = "office"


class KeyStatus(StrEnum):
    """`recalled`: its household has left and still has it; `withdrawn`: it came back then and is given to nobody."""

    IN_CUSTODY = "in_custody"
    ISSUED = "issued"
    RECALLED = "recalled"
    WITHDRAWN = "withdrawn"


class Movement(StrEnum):
    """What happens to it, and what is told of it; a loan to a contractor comes with A-21's other rules."""

    REGISTERED = "registered"
    ISSUED = "issued"
    RETURNED = "returned"
    RECALLED = "recalled"


KEY_TRANSITIONS: Mapping[tuple[KeyStatus, Movement], KeyStatus] = {
    (KeyStatus.IN_CUSTODY, Movement.ISSUED): KeyStatus.ISSUED,
    (KeyStatus.IN_CUSTODY, Movement.RECALLED): KeyStatus.WITHDRAWN,
    (KeyStatus.ISSUED, Movement.RETURNED): KeyStatus.IN_CUSTODY,
    (KeyStatus.ISSUED, Movement.RECALLED): KeyStatus.RECALLED,
    (KeyStatus.RECALLED, Movement.RETURNED): KeyStatus.WITHDRAWN,
}
KEY_STATUSES: Mapping[KeyStatus, Text] = {
    KeyStatus.IN_CUSTODY: Text(zh="托管中", en="In custody"),
    KeyStatus.ISSUED: Text(zh="已交业户", en="Issued"),
    KeyStatus.RECALLED: Text(zh="待交回", en="Recalled"),
    KeyStatus.WITHDRAWN: Text(zh="已收回", en="Withdrawn"),
}

KEY_LIFE = StateMachine("key", KEY_TRANSITIONS, KEY_STATUSES)

OF_A_HOUSEHOLD = (KeyStatus.IN_CUSTODY, KeyStatus.ISSUED)
"""A transfer recalls these."""

_MOST_KEYS = 100


def lots(count: int, kept: int) -> list[tuple[KeyStatus, int]]:
    """What is registered of `count` keys of a kind of which `kept` stay with the desk (R-22).

    Raises ValueError for numbers that no move-in has.
    """
    if not 0 <= kept <= count <= _MOST_KEYS:
        msg = f"{kept} of {count} keys can't be kept"
        raise ValueError(msg)
    found = [(KeyStatus.ISSUED, count - kept), (KeyStatus.IN_CUSTODY, kept)]
    return [(status, number) for status, number in found if number]


def possible(status: KeyStatus) -> list[str]:
    """What the desk may do next with a key."""
    words = {Movement.ISSUED: "issue", Movement.RETURNED: "return"}
    return [words[movement] for (at, movement) in KEY_TRANSITIONS if at is status and movement in words]
