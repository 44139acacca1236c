"""A person's particulars change; every service follows by itself. Source: handbook R-02, R-05."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.residents.confidential import Confidential, FieldCipher
from services.residents.domain.identity_numbers import parse_id_number
from services.residents.households import repository
from services.residents.households.domain.ages import birth_year_of
from services.residents.households.models import Household, Person
from services.residents.households.schemas import PersonChange
from services.residents.households.usecases.index_household import index_household
from services.residents.households.usecases.parts import tell_changed
from services.residents.households.usecases.telling import tell_contacts
from shared.kernel.phones import parse_phone
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_AS_GIVEN = ("name", "preferred_name", "language", "email", "sex")
_CONTACTS = ("phone", "email", "channels")
_FOUND_BY = ("name", "preferred_name", "phone")


@dataclass(frozen=True, slots=True)
class Changed:
    """The person and the households that they belong to at present."""

    person: Person
    households: Sequence[Household]

    @property
    def version(self) -> int:
        """The person's: the answer's ETag."""
        return self.person.version


async def change_person(
    tx: Transaction, caller: Caller, person_id: str, change: PersonChange, confidential: Confidential
) -> Changed:
    """Told for each household that they belong to. Raises NotFound, Stale, NotAPhone, NotAnIdNumber."""
    person = await repository.load_person(tx.session, person_id, caller.communities)
    tx.guard(person)
    households = await repository.households_of_person(tx.session, person.id)

    before = _snapshot(person)
    _apply(person, change, confidential.cipher, year=tx.now.year)
    changed = {name for name, content in _snapshot(person).items() if content != before[name]}

    for household in households if changed else ():
        tell_changed(tx, household)
        if changed.intersection(_CONTACTS):
            tell_contacts(tx, household, confidential.sealer)
        if changed.intersection(_FOUND_BY):
            await index_household(tx, household)
    return Changed(person, households)


def _snapshot(person: Person) -> dict[str, object]:
    names = (*_AS_GIVEN, "phone", "channels", "birth_year", "id_number_index")
    return {name: getattr(person, name) for name in names}


def _apply(person: Person, change: PersonChange, cipher: FieldCipher, *, year: int) -> None:
    given = change.model_fields_set
    for name in given.intersection(_AS_GIVEN):
        setattr(person, name, getattr(change, name))
    if change.channels is not None:
        person.channels = sorted({channel.value for channel in change.channels})
    if "phone" in given:
        person.phone = parse_phone(change.phone) if change.phone else None
    if given & {"age", "birth_year"}:
        person.birth_year = birth_year_of(age=change.age, birth_year=change.birth_year, year=year)
    if "id_number" in given:
        number = parse_id_number(change.id_number) if change.id_number else None
        person.sealed_id_number = cipher.seal(number, row_id=person.id) if number else None
