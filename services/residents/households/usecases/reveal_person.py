"""Show a personal number in clear, on the record. Source: handbook R-04."""

from services.residents.confidential import FieldCipher
from services.residents.households import repository
from services.residents.households.domain.errors import NothingOnFile
from services.residents.households.models import Person, Reveal
from services.residents.households.schemas import RevealBody, Revealed
from services.residents.households.usecases.telling import tell_reveal
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def reveal_person(
    tx: Transaction, caller: Caller, person_id: str, body: RevealBody, cipher: FieldCipher
) -> Revealed:
    """What was asked for, logged in the same transaction. Raises NothingOnFile when none of it is on file."""
    person = await repository.load_person(tx.session, person_id, caller.communities)

    revealed = Revealed(
        person_id=person.id,
        phone=person.phone if "phone" in body.fields else None,
        email=person.email if "email" in body.fields else None,
        id_number=_id_number(person, cipher) if "id_number" in body.fields else None,
    )
    if revealed.phone is None and revealed.email is None and revealed.id_number is None:
        raise NothingOnFile

    reveal = Reveal(
        id=new_id(),
        community_id=person.community_id,
        person_id=person.id,
        account_id=caller.account_id,
        fields=sorted(set(body.fields)),
        reason=body.reason,
        at=tx.now,
    )
    repository.add_reveal(tx.session, reveal)

    tell_reveal(tx, reveal)
    return revealed


def _id_number(person: Person, cipher: FieldCipher) -> str | None:
    sealed = person.sealed_id_number
    return cipher.open(sealed, row_id=person.id) if sealed else None
