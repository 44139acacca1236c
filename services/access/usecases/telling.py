"""Passes and keys as their events carry them: ids, never names or codes."""

from typing import Any

from sqlalchemy import inspect

from services.access.models import Key, Pass


def state_of(card: Pass) -> dict[str, Any]:
    """The fields that every `pass.*` event has. `version` is the one this change leads to."""
    state: Any = inspect(card)
    return {
        "pass_id": card.id,
        "number": card.number,
        "kind": card.kind,
        "status": card.status,
        "room_id": card.room_id,
        "room_code": card.room_code,
        "household_id": card.household_id,
        "holder_id": card.holder_id,
        "renovation_id": card.renovation_id,
        "beyond_quota": card.beyond_quota,
        "valid_from": card.valid_from,
        "valid_until": card.valid_until,
        "version": card.version + 1 if state.persistent else card.version,
    }


def key_state(key: Key, movement: str, *, version: int) -> dict[str, Any]:
    """The fields of `key.moved`; the key belongs to a room."""
    return {
        "key_id": key.id,
        "tag": key.tag,
        "label": key.label,
        "room_id": key.room_id,
        "room_code": key.room_code,
        "household_id": key.household_id,
        "movement": movement,
        "status": key.status,
        "version": version,
    }
