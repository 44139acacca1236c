"""State machines as tables: what is not in the table is refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text
from shared.kernel.things import thing

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


_NOTHING = Text(zh="无", en="none")


class IllegalTransition(DomainError):
    """The action is not possible in the present state."""

    slug = "illegal-transition"
    kind = Kind.CONFLICT
    title = Text(zh="当前状态不允许此操作", en="Not possible in this state")
    detail = Text(
        zh="此{machine}的状态为“{status}”，不能执行 {action}；可执行：{allowed}。",
        en="This {machine} is “{status}”: {action} is not possible; possible: {allowed}.",
    )


class StateMachine(Generic[S, A]):
    """A table (status, action) → next status, for what `name` calls in `shared.kernel.things`.

    `statuses` label the states where a person reads of them; actions stay the verbs of the API.
    """

    def __init__(
        self, name: str, transitions: Mapping[tuple[S, A], S], statuses: Mapping[S, Text] | None = None
    ) -> None:
        self.name = thing(name)
        self.transitions = dict(transitions)
        self._statuses = statuses or {}

    def next(self, status: S, action: A) -> S:
        """The status after `action`. Raises IllegalTransition."""
        try:
            return self.transitions[status, action]
        except KeyError:
            allowed = ", ".join(self.actions(status)) or _NOTHING
            label = self._statuses.get(status, status.value)
            raise IllegalTransition(machine=self.name, status=label, action=action.value, allowed=allowed) from None

    def actions(self, status: S) -> list[str]:
        """The actions possible in `status`, in table order."""
        return [action.value for (at, action) in self.transitions if at == status]
