"""Premises as their events carry them."""

from services.residents.premises.models import Community, Room
from services.residents.versions import upcoming_version
from shared.contracts.residents import CalendarEntry, CommunityChanged, RoomChanged


def community_event(community: Community, version: int | None = None) -> CommunityChanged:
    """The community as it now is; `version` for a state that is not about to change."""
    return CommunityChanged(
        community_id=community.id,
        code=community.code,
        name=community.name_zh,
        time_zone=community.time_zone,
        reception_opens=community.reception_opens,
        reception_closes=community.reception_closes,
        calendar_entries=[CalendarEntry.model_validate(entry) for entry in community.calendar_entries],
        version=version or upcoming_version(community),
    )


def room_event(room: Room, version: int | None = None) -> RoomChanged:
    """The room as it now is; `version` for a state that is not about to change."""
    return RoomChanged.model_validate(
        {
            "room_id": room.id,
            "code": room.code,
            "building": room.building,
            "area_m2": room.area_m2,
            "kind": room.kind,
            "occupancy": room.occupancy,
            "hand_over": room.hand_over,
            "version": version or upcoming_version(room),
        }
    )
