"""Correct what was taken in. Source: handbook T-03, T-05, T-12, T-28."""

from dataclasses import dataclass, field
from typing import Any

from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.availability import check_windows
from services.tickets.requests.domain.correcting import check_decider, check_unassigned, check_unpriced
from services.tickets.requests.domain.errors import NotWarrantyWork, UnknownRoom
from services.tickets.requests.domain.intake import Category, Severity, department_for, nature_of
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.matters import matter_and_place
from services.tickets.requests.domain.severities import check_severity
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import joining, rooms
from services.tickets.requests.schemas.intake import TicketChange, windows_as_json
from services.tickets.requests.usecases.advancing import advance, load_for_change, standing_of
from services.tickets.requests.usecases.rescheduling import reschedule
from services.tickets.requests.usecases.taking_in import grow_time_of
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketSeverityChanged
from shared.kernel.phones import mask_phone, parse_phone
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


@dataclass(frozen=True, slots=True)
class _Correction:
    """Columns that get another content, and those that only follow them."""

    columns: dict[str, Any]
    following: dict[str, Any] = field(default_factory=dict)


async def change_ticket(tx: Transaction, caller: Caller, ticket_id: str, change: TicketChange) -> Ticket:
    """Only what differs is a change; another severity or category recomputes the clocks from receipt.

    Raises LeadDecides, SeverityNotOfCategory, AssignedAlready, PricedAlready, UnknownRoom, NotWarrantyWork, NotAPhone,
    WindowPast, WindowEndsFirst.
    """
    ticket = await load_for_change(tx, caller, ticket_id)
    correction = await _correction(tx, ticket, change)
    columns = correction.columns
    if not columns:
        return ticket
    _check(ticket, caller, columns)

    before, was_default = ticket.severity, ticket.department == department_for(Category(ticket.category))
    if "category" in columns and was_default and ticket.assignee_id is None and "department" not in columns:
        columns["department"] = department_for(columns["category"])
    changes = {
        name: {"from": _told(name, getattr(ticket, name)), "to": _told(name, it)} for name, it in columns.items()
    }
    advance(tx, ticket, Action.UPDATE, caller.account_id, fields=sorted(columns), changes=changes)
    for name, value in {**columns, **correction.following}.items():
        setattr(ticket, name, value)
    await _follow(tx, ticket, columns)
    if "severity" in columns:
        tx.publish(ticket, TicketSeverityChanged(**state_of(ticket), before=before, cause="judged"))
    return ticket


async def _correction(tx: Transaction, ticket: Ticket, change: TicketChange) -> _Correction:
    """What differs. Raises UnknownRoom, NotAPhone, WindowPast, WindowEndsFirst."""
    given = change.model_dump(include=change.model_fields_set)
    if given.pop("requester", None) is not None and change.requester is not None:
        given["requester_name"] = change.requester.name
        given["requester_phone"] = parse_phone(change.requester.phone, "/requester/phone")
    if "availability" in given:
        check_windows(change.availability or [], tx.now)
        given["availability"] = windows_as_json(change.availability)
    columns = {name: value for name, value in given.items() if getattr(ticket, name) != value}
    if "room_code" not in columns:
        return _Correction(columns)
    place: dict[str, Any] = {"room_id": None, "building": None, "household_id": None}
    if (code := columns["room_code"]) is not None:
        room = await rooms.find_room(tx.session, ticket.community_id, code)
        if room is None:
            raise UnknownRoom(pointer="/room_code", room_code=code)
        household = await replicas.present_household(tx.session, room.id)
        place = {"room_id": room.id, "building": room.building, "household_id": household.id if household else None}
    return _Correction(columns, place)


def _check(ticket: Ticket, caller: Caller, columns: dict[str, Any]) -> None:
    check_decider(columns, standing_of(caller))
    category = Category(columns.get("category", ticket.category))
    if not columns.keys().isdisjoint({"category", "severity"}):
        check_severity(category, Severity(columns.get("severity", ticket.severity)))
    if ticket.is_warranty and category is not Category.REPAIR:
        raise NotWarrantyWork(pointer="/category")
    check_unpriced(columns, is_priced=ticket.quoted_fen is not None or ticket.billable_fen > 0)
    check_unassigned(columns, ticket.assignee_id)


async def _follow(tx: Transaction, ticket: Ticket, columns: dict[str, Any]) -> None:
    """What hangs on the corrected columns: matter, nature, clocks, when a complaint grows, what promises name."""
    category = Category(ticket.category)
    ticket.matter, ticket.matter_place = matter_and_place(category, ticket.summary, ticket.room_code)
    if "room_code" in columns:
        await joining.name_promises(tx.session, ticket.id, ticket.room_code)
    if "category" in columns:
        community = await replicas.find_community(tx.session, ticket.community_id)
        ticket.grows_at = grow_time_of(community, category, ticket.opened_at)
    if not columns.keys().isdisjoint({"category", "severity"}):
        ticket.nature = nature_of(category, Severity(ticket.severity))
        await reschedule(tx, ticket)


def _told(name: str, value: Any) -> Any:
    """As the history keeps it: numbers to dial are masked there for good (R-04)."""
    return mask_phone(value) if name == "requester_phone" else value
