"""Field types that several bodies share."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.patterns import worded

_EARLIEST, _LATEST = date(2000, 1, 1), date(2199, 12, 31)
_MOST_FEN = 10**12

Day = Annotated[date, Field(ge=_EARLIEST, le=_LATEST, examples=["2026-11-22"])]
PaidFen = Annotated[int, Field(gt=0, le=_MOST_FEN, description="Integer fen, above zero", examples=[8000])]
PriceFen = Annotated[int, Field(ge=0, le=_MOST_FEN, description="Integer fen per unit", examples=[8000])]
CommunityId = Annotated[Identifier | None, Field(description="Needed when the account has several communities or none")]
ItemCode = Annotated[
    Code,
    Field(
        pattern=worded(
            r"^[a-z][a-z0-9_]*$",
            Text(zh="小写字母、数字与下划线，以字母开头", en="Small letters, digits and underscores, a letter first"),
        ),
        description="A tariff item's code",
        examples=["repair_tap"],
    ),
]
