"""HTTP bodies about keys."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from services.access.domain.keys import KeyClass, KeyStatus, Movement, possible
from services.access.models import Key, KeyMovement
from services.access.repository.keys import KeyRecord
from shared.runtime.http.fields import Line, Name


class KeyIssue(BaseModel):
    """Who takes it; the desk has looked at the person's identity (A-21)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"received_by": "王芳", "identity_checked": True}]},
    )

    received_by: Name
    identity_checked: Literal[True] = Field(description="No key goes out without it")
    purpose: Line | None = None


class KeyReturn(BaseModel):
    """Who brings it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"brought_by": "王芳"}]})

    brought_by: Name
    note: Line | None = None


class KeyView(BaseModel):
    """Keys of one kind that are in one hand."""

    id: str
    community_id: str
    key_class: KeyClass
    tag: str = Field(description="Room code, or place and use (A-20)", examples=["3#2-5-1"])
    label: str = Field(description="What it opens", examples=["door"])
    count: int
    status: KeyStatus
    actions: list[str] = Field(description="What the desk may do next")
    room_id: str | None
    room_code: str | None
    household_id: str | None
    move_in_id: str | None
    holder_name: str | None = Field(description="Who took it at the desk; none at the move-in and in custody")
    registered_at: datetime
    version: int

    @classmethod
    def of(cls, key: Key) -> Self:
        """The view of a row."""
        return cls.model_validate(_facts(key))


class MovementView(BaseModel):
    """A line of the register."""

    movement: Movement
    status: KeyStatus
    at: datetime
    actor_id: str | None = Field(description="None for what events did")
    actor_name: str | None
    party: str | None = Field(description="Who took or brought it")
    note: str | None


class KeyDetail(KeyView):
    """A key with its movements, the first one first."""

    movements: list[MovementView]

    @classmethod
    def of(cls, record: KeyRecord) -> Self:  # type: ignore[override]  # a record tells more than a row
        """The view of a row, its movements and the names of those who acted."""
        movements = [_movement(each, record.staff_names) for each in record.movements]
        return cls.model_validate({**_facts(record.key), "movements": movements})


def _facts(key: Key) -> dict[str, object]:
    """What both views tell."""
    made = {"actions": possible(KeyStatus(key.status)), "registered_at": key.created_at}
    return {name: getattr(key, name) for name in KeyView.model_fields if name not in made} | made


def _movement(movement: KeyMovement, names: Mapping[str, str]) -> MovementView:
    return MovementView(
        movement=Movement(movement.movement),
        status=KeyStatus(movement.status),
        at=movement.at,
        actor_id=movement.actor_id,
        actor_name=names.get(movement.actor_id) if movement.actor_id else None,
        party=movement.party,
        note=movement.note,
    )
