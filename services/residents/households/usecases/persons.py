"""People as a household's form names them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from services.residents.confidential import FieldCipher
from services.residents.domain.identity_numbers import parse_id_number
from services.residents.households import repository
from services.residents.households.domain.ages import birth_year_of
from services.residents.households.domain.errors import PersonTwice
from services.residents.households.models import HouseholdMember, Person
from services.residents.households.schemas import MemberBody
from shared.kernel.errors import InvalidField
from shared.kernel.ids import new_id
from shared.kernel.phones import parse_phone
from shared.kernel.text import Text
from shared.runtime.unit_of_work import Transaction

_UNKNOWN = Text(zh="小区内没有此人员", en="The community has no such person")


async def take_in(
    tx: Transaction, community_id: str, bodies: Sequence[MemberBody], cipher: FieldCipher, *, pointers: Sequence[str]
) -> list[Person]:
    """One person per body: found on the register, or entered in it.

    Raises InvalidField, PersonTwice, NotAPhone, NotAnIdNumber.
    """
    wanted = Counter(body.person_id for body in bodies if body.person_id is not None)
    known = await repository.persons_by_id(tx.session, community_id, wanted.keys())
    persons = []
    for body, pointer in zip(bodies, pointers, strict=True):
        if body.person_id is None:
            person = _enter(tx, community_id, body, cipher, pointer)
            tx.session.add(person)
        elif wanted[body.person_id] > 1:
            raise PersonTwice(pointer=f"{pointer}/person_id")
        elif (found := known.get(body.person_id)) is None:
            raise InvalidField(pointer=f"{pointer}/person_id", reason=_UNKNOWN)
        else:
            person = found
        persons.append(person)
    return persons


def _enter(tx: Transaction, community_id: str, body: MemberBody, cipher: FieldCipher, pointer: str) -> Person:
    person = Person(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        name=body.name or "",
        preferred_name=body.preferred_name,
        language=body.language,
        channels=sorted({channel.value for channel in body.channels}),
        phone=parse_phone(body.phone, f"{pointer}/phone") if body.phone else None,
        email=body.email,
        sex=body.sex,
        birth_year=birth_year_of(age=body.age, birth_year=body.birth_year, year=tx.now.year),
    )
    if body.id_number:
        number = parse_id_number(body.id_number, f"{pointer}/id_number")
        person.sealed_id_number = cipher.seal(number, row_id=person.id)
    return person


def membership(person: Person, body: MemberBody, *, position: int, since: date) -> HouseholdMember:
    """The person's place in the household."""
    return HouseholdMember(
        id=new_id(),
        person_id=person.id,
        person=person,
        position=position,
        role=body.role.value,
        relation=body.relation,
        is_emergency_contact=body.is_emergency_contact,
        joined_on=since,
        left_on=None,
        matters=None if body.matters is None else [matter.value for matter in body.matters],
    )
