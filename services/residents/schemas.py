"""Bodies of what only the gateway asks, for the desk's composed answers."""

from datetime import date, datetime

from pydantic import BaseModel


class CardMember(BaseModel):
    """A person of the household; `same_name_rooms` are other rooms with somebody of that name (handbook R-03)."""

    person_id: str
    name: str
    display_name: str
    role: str
    phone: str | None
    is_emergency_contact: bool
    same_name_rooms: list[str]


class CardWorks(BaseModel):
    """Works in the room that have a permit."""

    renovation_id: str
    number: str
    status: str
    permit_number: str | None
    valid_until: date | None


class Match(BaseModel):
    """A room and who holds it; no household in a vacant room."""

    household_id: str | None
    community_id: str
    room_id: str
    room_code: str
    occupancy: str
    members: list[CardMember]
    works: CardWorks | None


class CallerCard(BaseModel):
    """Who it may be that calls."""

    matches: list[Match]


class WaitingRenovation(BaseModel):
    """An application that waits for review or approval."""

    renovation_id: str
    number: str
    room_code: str
    status: str
    since: datetime


class ExpiringPermit(BaseModel):
    """A permit near its end: ask for an extension (handbook R-32)."""

    renovation_id: str
    permit_number: str
    room_code: str
    valid_until: date


class Today(BaseModel):
    """What waits in this service."""

    renovations_waiting: list[WaitingRenovation]
    permits_expiring: list[ExpiringPermit]
