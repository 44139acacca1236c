"""Let one of two tickets about one matter go on. Source: handbook T-01, T-09, T-12, T-28."""

from contextlib import suppress
from typing import Any

from services.tickets.domain.labels import CODE_TABLES
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.errors import AgreedWorkIsBilled, LeadDecides
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.intake import Category, Severity, nature_of
from services.tickets.requests.domain.joining import (
    MergeAcrossCategories,
    MergeAcrossCommunities,
    MergeIntoClosed,
    MergeIntoItself,
    graver,
    number_of,
)
from services.tickets.requests.domain.lifecycle import Action, Outcome, Status
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import joining, tickets
from services.tickets.requests.schemas.joining import Merging
from services.tickets.requests.usecases.advancing import advance, meet, record, renew, scope_of, standing_of
from services.tickets.requests.usecases.rescheduling import reschedule
from services.tickets.requests.usecases.resume_ticket import end_pause
from services.tickets.requests.usecases.telling import state_of, tell_closed
from shared.contracts.tickets import TicketSeverityChanged
from shared.kernel.errors import InvalidField, NotFound
from shared.kernel.money import money_text
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_UNKNOWN = Text(zh="没有这张工单", en="There is no such ticket")


async def merge_ticket(tx: Transaction, caller: Caller, ticket_id: str, merging: Merging) -> Ticket:
    """It closes as merged, linked, its clocks stop; nothing is billed. The history is on both.

    The other one goes on as the graver of the two and as received when the first of them was; promises that stand
    move to it. Raises MergeIntoItself, MergeAcrossCommunities, MergeAcrossCategories, MergeIntoClosed, LeadDecides for
    a major one, AgreedWorkIsBilled, InvalidField for an unknown `into`.
    """
    into = await _id_of(tx, ticket_id, merging.into)
    if into == ticket_id:
        raise MergeIntoItself(pointer="/into")
    ticket, other = await _both(tx, caller, ticket_id, into)
    tx.guard(ticket)
    _check(caller, ticket, other)

    await end_pause(tx, caller, ticket)
    advance(tx, ticket, Action.MERGE, caller.account_id, note=merging.note, number=other.number)
    ticket.outcome = Outcome.MERGED
    ticket.merged_into = other.id
    ticket.closed_at = tx.now
    renew(other)
    record(tx, other, Step.MERGED_IN, caller.account_id, note=merging.note, number=ticket.number)
    await joining.move_promises(tx.session, ticket.id, other)
    await _take_over(tx, caller, ticket, other)

    meet(tx, ticket, set(Clock))
    await tell_closed(tx, ticket, Outcome.MERGED)
    return ticket


async def _id_of(tx: Transaction, ticket_id: str, into: str) -> str:
    """Of a ticket given by its id or its number, in whatever case. Raises InvalidField."""
    number = number_of(into)
    if number is None:
        return into.lower()
    found = await joining.id_of_number(tx.session, ticket_id, number)
    if found is None:
        raise InvalidField(pointer="/into", reason=_UNKNOWN)
    return found


def _check(caller: Caller, ticket: Ticket, other: Ticket) -> None:
    if other.community_id != ticket.community_id:
        raise MergeAcrossCommunities(pointer="/into", number=other.number)
    if other.status == Status.CLOSED:
        raise MergeIntoClosed(pointer="/into", number=other.number)
    if other.category != ticket.category:
        of_other = CODE_TABLES["ticket_category"][other.category]
        raise MergeAcrossCategories(pointer="/into", number=other.number, category=of_other)
    if ticket.billable_fen:
        raise AgreedWorkIsBilled(amount=money_text(ticket.billable_fen))
    if Severity.MAJOR in {ticket.severity, other.severity} and not standing_of(caller).is_lead:
        raise LeadDecides(pointer="/into")


async def _take_over(tx: Transaction, caller: Caller, ticket: Ticket, other: Ticket) -> None:
    """What was asked first is late first, and the graver one is not made light of (T-12, T-13, T-28)."""
    before, received, category = other.severity, other.opened_at, Category(other.category)
    severity = graver(category, Severity(ticket.severity), Severity(before))
    is_earlier = ticket.opened_at < other.opened_at
    other.is_leak = other.is_leak or ticket.is_leak
    if severity == before and not is_earlier:
        return
    other.severity = severity
    other.nature = nature_of(category, severity)
    if is_earlier:
        other.opened_at = ticket.opened_at
        other.grows_at = ticket.grows_at
        _report_earlier(ticket, other)
    changes: dict[str, Any] = {}
    if severity != before:
        changes["severity"] = {"from": before, "to": severity}
    if is_earlier:
        changes["opened_at"] = {"from": received.isoformat(), "to": other.opened_at.isoformat()}
    record(tx, other, Action.UPDATE, caller.account_id, fields=sorted(changes), changes=changes)
    await reschedule(tx, other)
    if severity != before:
        tx.publish(other, TicketSeverityChanged(**state_of(other), before=before, cause="judged"))


def _report_earlier(ticket: Ticket, other: Ticket) -> None:
    """The requester who waits longer hears first (T-20)."""
    due = [it.progress_due_at for it in (ticket, other) if it.progress_due_at is not None]
    if due and min(due) != other.progress_due_at:
        other.progress_due_at = other.progress_tell_at = min(due)


async def _both(tx: Transaction, caller: Caller, ticket_id: str, into: str) -> tuple[Ticket, Ticket]:
    """Locked in the order of their ids, so that two merges the opposite ways queue up."""
    scope = scope_of(caller)
    found: dict[str, Ticket] = {}
    for wanted in sorted((ticket_id, into)):
        with suppress(NotFound):
            found[wanted] = await tickets.load_ticket(tx.session, wanted, scope, for_change=True)
    if ticket_id not in found:  # before anything is said of the other one
        raise NotFound(what="ticket")
    if into not in found:
        raise InvalidField(pointer="/into", reason=_UNKNOWN)
    return found[ticket_id], found[into]
