"""Whom of the contractor to call. Source: handbook R-30, R-04."""

from services.residents.renovation import repository
from services.residents.renovation.domain.errors import RenovationOver
from services.residents.renovation.domain.lifecycle import STATUSES, Status
from services.residents.renovation.models import Renovation
from services.residents.renovation.schemas.asked import ContactBody
from services.residents.renovation.usecases.steps import record_step
from services.residents.versions import touch
from shared.kernel.ids import new_id
from shared.kernel.phones import parse_phone
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

CONTACT_PHONE = "/contractor/contact/phone"
_OVER = (Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN)


async def change_contact(
    tx: Transaction, caller: Caller, renovation_id: str, contact: ContactBody | None
) -> Renovation:
    """Another person, another number, or nobody any more; nobody is told. Raises RenovationOver, NotAPhone."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    if renovation.status in _OVER:
        raise RenovationOver(status=STATUSES[Status(renovation.status)])

    write_contact(renovation, contact, pointer="/contact/phone")
    record_step(tx, renovation, "change_contact", actor_id=caller.account_id)
    touch(renovation, tx.now)
    return renovation


def write_contact(renovation: Renovation, contact: ContactBody | None, *, pointer: str) -> None:
    """As given, under an id of its own: a number that was revealed was that person's. Raises NotAPhone."""
    renovation.contractor_contact_id = new_id() if contact else None
    renovation.contractor_contact_name = contact.name if contact else None
    renovation.contractor_contact_phone = parse_phone(contact.phone, pointer) if contact else None
