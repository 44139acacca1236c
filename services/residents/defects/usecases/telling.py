"""A defect as its events carry it: no words about people."""

from typing import Any

from services.residents.defects.models import Defect
from services.residents.versions import upcoming_version


def state_of(defect: Defect) -> dict[str, Any]:
    """The fields that every `defect.*` event has."""
    return {
        "defect_id": defect.id,
        "number": defect.number,
        "room_id": defect.room_id,
        "room_code": defect.room_code,
        "household_id": defect.household_id,
        "kind": defect.kind,
        "contractor": defect.contractor,
        "deadline_on": defect.deadline_on,
        "version": upcoming_version(defect),
    }
