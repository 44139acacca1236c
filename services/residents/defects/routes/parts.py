"""What the resource's modules share."""

from enum import Enum
from typing import Annotated

from fastapi import Path

from services.residents.defects.schemas.asked import FinishedBody
from shared.runtime.http.fields import Identifier

PREFIX = "/v1/defects"
TAGS: list[str | Enum] = ["defects"]
DefectId = Annotated[Identifier, Path()]
TODAY = FinishedBody()
