"""State machines as tables: what is not in the table is refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class IllegalTransition(DomainError):
    """The action is not possible in the present state."""

    slug = "illegal-transition"
    kind = Kind.CONFLICT
    title = Text(zh="当前状态不允许此操作", en="Not possible in this state")
    detail = Text(
        zh="{machine}处于“{status}”状态，不能执行“{action}”；可执行：{allowed}。",
        en="{machine} is {status}: {action} is not possible; possible are: {allowed}.",
    )


class StateMachine(Generic[S, A]):
    """A table (status, action) → next status."""

    def __init__(self, name: str, transitions: Mapping[tuple[S, A], S]) -> None:
        self.name = name
        self.transitions = dict(transitions)

    def next(self, status: S, action: A) -> S:
        """The status after `action`. Raises IllegalTransition."""
        try:
            return self.transitions[status, action]
        except KeyError:
            allowed = ", ".join(self.actions(status)) or "-"
            raise IllegalTransition(
                machine=self.name, status=status.value, action=action.value, allowed=allowed
            ) from None

    def actions(self, status: S) -> list[str]:
        """The actions possible in `status`, in table order."""
        return [action.value for (at, action) in self.transitions if at == status]
