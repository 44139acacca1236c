"""Personal numbers shown in clear. Source: handbook R-04."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from shared.contracts.residents.base import Residents


class PersonRevealed(Residents):
    """Somebody was shown numbers of a person; neither the numbers nor the reason travel.

    The envelope's subject is the reveal's id: a reveal happens once.
    """

    TYPE: ClassVar[str] = "person.revealed"

    reveal_id: str
    person_id: str
    account_id: str = Field(description="who was shown them")
    fields: list[str] = Field(description="names of what was shown, such as `phone`")
    revealed_at: datetime
