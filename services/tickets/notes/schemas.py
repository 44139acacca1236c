"""Notes in and out."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.notes.domain.visibility import Visibility
from services.tickets.requests.domain.intake import Department
from shared.runtime.http.fields import Prose


class NoteBody(BaseModel):
    """Something to know about a ticket."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "阀门在吊顶内，须带梯子", "visibility": "internal"}]}
    )

    text: Prose
    visibility: Visibility = Visibility.INTERNAL
    department: Department | None = Field(
        default=None, description="For `department`: which one; default the ticket's, else the author's"
    )


class NoteView(BaseModel):
    """A note; `public` ones may be told to the requester."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    ticket_id: str
    at: datetime
    author_id: str
    visibility: Visibility
    department: Department | None
    text: str
