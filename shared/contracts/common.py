"""Pieces that several producers' events share."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """Base of a nested piece of an event: frozen, tolerant of added fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")


CauseKind = Literal["ticket", "renovation", "pass", "move_in", "recurring", "other"]


class Cause(Part):
    """What a charge is for: the aggregate that led to it and the tariff item within."""

    kind: CauseKind
    id: str = Field(description="id of the ticket, renovation, pass …")
    item: str = Field(description="tariff item code")
