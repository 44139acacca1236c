"""Take a request in. Source: handbook T-01 … T-06."""

from services.tickets.policies.usecases.reading import rules_of
from services.tickets.requests.domain.availability import check_windows
from services.tickets.requests.domain.duplicates import NEARBY_WITHIN, found_by_all
from services.tickets.requests.domain.errors import SameNameUnconfirmed, UnknownRoom
from services.tickets.requests.domain.intake import department_for
from services.tickets.requests.domain.limits import due_times
from services.tickets.requests.domain.severities import check_severity
from services.tickets.requests.repository import intake
from services.tickets.requests.repository.intake import Place
from services.tickets.requests.schemas.intake import TicketOpening, windows_as_json
from services.tickets.requests.schemas.joining import Opened, hints_of
from services.tickets.requests.usecases.taking_in import take_in
from shared.kernel.phones import parse_phone
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def open_ticket(tx: Transaction, caller: Caller, opening: TicketOpening) -> Opened:
    """The ticket, owned by whoever took it (T-01), and what may be about the same matter.

    Raises UnknownRoom, SameNameUnconfirmed, SeverityNotOfCategory, NotAPhone, WindowPast.
    """
    community_id = caller.community(opening.community_id)
    place = await intake.find_place(
        tx.session, community_id, opening.room_code, opening.requester.name, since=tx.now - NEARBY_WITHIN
    )

    _check_place(place, opening)
    check_windows(opening.availability, tx.now)
    phone = parse_phone(opening.requester.phone, "/requester/phone")
    check_severity(opening.category, opening.severity)
    rules = rules_of(place.community)
    due = due_times(opening.category, opening.severity, tx.now, rules)
    number = await intake.next_number(tx.session, community_id, rules.calendar.date_of(tx.now))

    ticket = await take_in(
        tx,
        due,
        community_id=community_id,
        number=number,
        room_id=place.room_id,
        room_code=opening.room_code,
        building=place.building,
        household_id=place.household_id,
        category=opening.category,
        severity=opening.severity,
        source=opening.source,
        department=opening.department or department_for(opening.category),
        summary=opening.summary,
        description=opening.description,
        requester_name=opening.requester.name,
        requester_phone=phone,
        owner_id=caller.account_id,
        is_leak=opening.is_leak,
        availability=windows_as_json(opening.availability),
    )
    of_room, nearby = hints_of(place.open_in_room), hints_of(place.open_nearby)
    return Opened(ticket, found_by_all(opening.category, opening.summary, of_room, nearby))


def _check_place(place: Place, opening: TicketOpening) -> None:
    """The room exists; namesakes were told apart, and where several bear the name the room is asked for (T-05)."""
    if opening.room_code is not None and place.room_id is None:
        raise UnknownRoom(pointer="/room_code", room_code=opening.room_code)
    if len(place.rooms_of_name) > 1 and not opening.room_confirmed:
        raise SameNameUnconfirmed(
            pointer="/room_code" if opening.room_code is None else "/room_confirmed",
            name=opening.requester.name,
            rooms="、".join(place.rooms_of_name),
        )
