"""Show the contractor's number in clear, on the record. Source: handbook R-04."""

from services.residents.households import repository as households
from services.residents.households.domain.errors import NothingOnFile
from services.residents.households.models import Reveal
from services.residents.households.usecases.telling import tell_reveal
from services.residents.renovation import repository
from services.residents.renovation.schemas.contacts import RevealedContact
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def reveal_contact(tx: Transaction, caller: Caller, renovation_id: str, reason: str) -> RevealedContact:
    """Logged in the same transaction, under the contact's id. Raises NothingOnFile."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    contact_id, phone = renovation.contractor_contact_id, renovation.contractor_contact_phone
    if contact_id is None or phone is None or renovation.contractor_contact_name is None:
        raise NothingOnFile

    reveal = Reveal(
        id=new_id(),
        community_id=renovation.community_id,
        person_id=contact_id,
        account_id=caller.account_id,
        fields=["phone"],
        reason=reason,
        at=tx.now,
    )
    households.add_reveal(tx.session, reveal)
    tell_reveal(tx, reveal)
    return RevealedContact(id=contact_id, name=renovation.contractor_contact_name, phone=phone)
