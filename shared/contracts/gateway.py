"""Events told by the gateway."""

from typing import ClassVar

from shared.contracts.envelope import Event


class AccountChanged(Event):
    """An account as it now is; consumers keep staff names and duties. The envelope's `community` is `*`."""

    TYPE: ClassVar[str] = "account.changed"
    PRODUCER: ClassVar[str] = "gateway"

    account_id: str
    display_name: str
    roles: list[str]
    communities: list[str]
    active: bool
    version: int
