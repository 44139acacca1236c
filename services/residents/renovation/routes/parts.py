"""What the resource's modules share."""

from enum import Enum
from typing import Annotated

from fastapi import Path

from services.residents.renovation.schemas.asked import Remark
from shared.runtime.http.fields import Identifier

PREFIX = "/v1/renovations"
TAGS: list[str | Enum] = ["renovations"]
RenovationId = Annotated[Identifier, Path()]
NO_REMARK = Remark()
