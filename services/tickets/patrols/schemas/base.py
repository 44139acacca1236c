"""What bodies of patrols share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.runtime.http.fields import Identifier

CommunityId = Annotated[Identifier | None, Field(description="Needed when the account has several communities")]
Points = Annotated[int, Field(ge=0, le=100)]
PeriodName = Annotated[
    str, StringConstraints(pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$"), Field(examples=["2026-11", "2026"])
]


class PatrolBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
