"""One verb on many tickets."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.schemas.actions import Closing, Dismissal, Dispatch, HandOver
from shared.kernel.text import Text
from shared.runtime.http.fields import Identifier
from shared.runtime.http.validation import BilingualValueError

MOST_TICKETS = 100


class BulkAction(StrEnum):
    """Verbs that make sense on many at once."""

    DISPATCH = "dispatch"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    DISMISS = "dismiss"


class Bulk(BaseModel):
    """The tickets, the verb, and the verb's own body under its name."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "ids": ["0193d2a0-0000-7000-8000-000000000001"],
                    "action": "dispatch",
                    "dispatch": {"department": "engineering"},
                }
            ]
        },
    )

    ids: Annotated[list[Identifier], Field(min_length=1, max_length=MOST_TICKETS)]
    action: BulkAction
    dispatch: Dispatch | None = None
    hand_over: HandOver | None = None
    close: Closing | None = None
    dismiss: Dismissal | None = None

    @model_validator(mode="after")
    def _with_its_body(self) -> Self:
        given = {name.value for name in BulkAction if getattr(self, name.value) is not None}
        if given != {self.action.value}:
            raise BilingualValueError(
                Text(
                    zh=f"动作 {self.action.value} 须带且只带同名的内容",
                    en=f"The action {self.action.value} takes the content of its own name, and no other",
                )
            )
        return self


class BulkProblem(BaseModel):
    """Why one was refused, as the verb alone would tell it."""

    type: str = Field(examples=["urn:lobby:problem:illegal-transition"])
    title: str
    detail: str
    pointer: str | None = Field(description="Into this body", examples=["/dispatch/assignee_id"])


class BulkResult(BaseModel):
    """What became of one ticket."""

    ticket_id: str
    done: bool
    status: Status | None = Field(description="Where it stands now; null where it was refused")
    problem: BulkProblem | None


class BulkResults(BaseModel):
    """In the order asked; one that is refused changes nothing and stops no other."""

    done: int
    refused: int
    results: list[BulkResult]
