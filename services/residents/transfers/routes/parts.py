"""What the resource's modules share."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Annotated

from fastapi import Path

from services.residents.transfers.schemas.answered import TransferView
from services.residents.transfers.usecases.check_transfer import CheckedTransfer
from shared.runtime.http.fields import Identifier
from shared.runtime.http.security import Caller

PREFIX = "/v1/households/transfers"
TAGS: list[str | Enum] = ["transfers"]
TransferId = Annotated[Identifier, Path()]


def view_for(caller: Caller) -> Callable[[CheckedTransfer], TransferView]:
    """Sums are for who may waive them; others see whether something is open (permissions.md: arrears as yes/no)."""
    return partial(TransferView.whole, with_sums=caller.may("transfers:waive"))
