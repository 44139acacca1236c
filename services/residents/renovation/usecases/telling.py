"""A renovation's state as its events carry it: workers by id and order, nobody by name."""

from typing import Any

from services.residents.renovation.models import Renovation
from services.residents.versions import upcoming_version


def state_of(renovation: Renovation) -> dict[str, Any]:
    """The fields that every `renovation.*` event has."""
    return {
        "renovation_id": renovation.id,
        "number": renovation.number,
        "room_id": renovation.room_id,
        "room_code": renovation.room_code,
        "household_id": renovation.household_id,
        "size": renovation.size,
        "starts_on": renovation.starts_on,
        "ends_on": renovation.ends_on,
        "contractor": renovation.contractor_name,
        "workers": [{"worker_id": worker.id, "order": worker.order} for worker in renovation.workers],
        "status": renovation.status,
        "version": upcoming_version(renovation),
    }
