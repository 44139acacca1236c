"""What bodies of patrols share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.kernel.text import Text
from shared.runtime.http.fields import Identifier
from shared.runtime.http.patterns import worded

CommunityId = Annotated[Identifier | None, Field(description="Needed when the account has several communities")]
Points = Annotated[int, Field(ge=0, le=100)]
PeriodName = Annotated[
    str,
    StringConstraints(
        pattern=worded(
            r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$",
            Text(zh="月份写作 2026-11，年份写作 2026", en="A month is written 2026-11, a year 2026"),
        )
    ),
    Field(examples=["2026-11", "2026"]),
]


class PatrolBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
