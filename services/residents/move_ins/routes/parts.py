"""What the resource's modules share."""

from enum import Enum
from typing import Annotated

from fastapi import Path

from services.residents.move_ins.schemas.asked import CompletionForm, HouseholdForm
from shared.runtime.http.fields import Identifier

PREFIX = "/v1/move-ins"
TAGS: list[str | Enum] = ["move-ins"]
MoveInId = Annotated[Identifier, Path()]
AS_IT_IS = HouseholdForm()
TODAY = CompletionForm()
