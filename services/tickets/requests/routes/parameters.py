"""The path parameter that all routes of a ticket share."""

from typing import Annotated

from fastapi import Path

from shared.runtime.http.fields import Identifier

TicketId = Annotated[Identifier, Path(description="The ticket's id")]
