"""A new pass, of whatever kind."""

import secrets
from dataclasses import dataclass
from datetime import date

from services.access.domain.lifecycle import Action, Kind, Status
from services.access.models import Pass
from services.access.repository import passes
from services.access.usecases.advancing import enter
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction

_CODE_BYTES = 16
"""128 random bits, 22 signs that are safe in a URL: nobody guesses a pass."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pass belongs."""

    community_id: str
    room_id: str
    room_code: str
    household_id: str | None


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose pass it is and what for; a name only where our own desk enters it."""

    holder_id: str
    holder_name: str | None = None
    purpose: str | None = None
    renovation_id: str | None = None
    beyond_quota: bool = False
    valid_from: date | None = None
    valid_until: date | None = None


async def open_pass(tx: Transaction, kind: Kind, place: Place, wish: Wish, *, actor_id: str | None) -> Pass:
    """A requested pass with its number and code; not told yet."""
    card = Pass(
        id=new_id(),
        community_id=place.community_id,
        number=await passes.next_number(tx.session, place.community_id, kind),
        code=secrets.token_urlsafe(_CODE_BYTES),
        kind=kind,
        status=Status.REQUESTED,
        room_id=place.room_id,
        room_code=place.room_code,
        household_id=place.household_id,
        holder_id=wish.holder_id,
        holder_name=wish.holder_name,
        purpose=wish.purpose,
        renovation_id=wish.renovation_id,
        beyond_quota=wish.beyond_quota,
        valid_from=wish.valid_from,
        valid_until=wish.valid_until,
        created_at=tx.now,
        version=1,
        event_sequence=0,
    )
    tx.session.add(card)
    enter(card, Action.OPEN, tx.now, actor_id=actor_id)
    return card
