"""Path parameters that several modules share."""

from typing import Annotated

from fastapi import Path

from shared.runtime.http.fields import Identifier

TicketId = Annotated[Identifier, Path(description="The ticket's id")]
FollowUpId = Annotated[Identifier, Path(description="The follow-up's id")]
