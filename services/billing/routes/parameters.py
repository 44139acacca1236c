"""Parameters that several routes share; none lets a NUL or an endless text through to the database."""

from typing import Annotated

from fastapi import Query

from services.billing.schemas.fields import Day
from shared.runtime.http.fields import Code, Identifier

CommunityId = Annotated[
    Identifier | None, Query(description="By default all of the caller's, or the only one where one is meant")
]
HouseholdId = Annotated[Identifier | None, Query(description="Charged or paying household")]
RoomCode = Annotated[Code | None, Query(description="Room code, such as `3#2-5-1`")]
OptionalDay = Annotated[Day | None, Query()]
