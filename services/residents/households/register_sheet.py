"""The register of a community as a sheet. Source: handbook R-02, R-04.

Numbers are masked, whoever asks: they are revealed one by one and on the record.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.residents.households.domain.ages import age_in
from services.residents.households.domain.belongings import PET_KINDS, SEXES, PetKind, Sex
from services.residents.households.domain.masking import mask_email
from services.residents.households.domain.matters import MATTERS, may_be_told
from services.residents.households.domain.membership import LANGUAGES, ROLES, Role
from services.residents.households.models import Household, HouseholdMember
from services.residents.premises.domain.room_code import stored_room_code
from shared.kernel.phones import mask_phone
from shared.kernel.text import Locale, Text
from shared.runtime.sheets import Column

TITLE = Text(zh="业户登记册", en="Household register")
_SEPARATOR = "、"
_COLUMNS: Sequence[tuple[Text, float]] = (
    (Text(zh="房号", en="Room"), 14),
    (Text(zh="楼栋", en="Building"), 9),
    (Text(zh="楼层", en="Floor"), 8),
    (Text(zh="姓名", en="Name"), 18),
    (Text(zh="身份", en="Role"), 12),
    (Text(zh="关系", en="Relation"), 12),
    (Text(zh="性别", en="Sex"), 8),
    (Text(zh="年龄", en="Age"), 7),
    (Text(zh="电话", en="Phone"), 16),
    (Text(zh="电子邮件", en="E-mail"), 24),
    (Text(zh="语言", en="Language"), 10),
    (Text(zh="付款人", en="Pays"), 9),
    (Text(zh="紧急联系人", en="Emergency contact"), 12),
    (Text(zh="可告知事项", en="May be told"), 24),
    (Text(zh="入住日期", en="Since"), 12),
    (Text(zh="车辆", en="Vehicles"), 24),
    (Text(zh="车位", en="Parking spaces"), 20),
    (Text(zh="宠物", en="Pets"), 16),
)
_AGE = 7
_YES = Text(zh="是", en="Yes")


def register_columns(locale: Locale) -> list[Column]:
    """Of the sheet, in the reader's language."""
    return [
        Column(text.pick(locale), width, "0" if place == _AGE else None) for place, (text, width) in enumerate(_COLUMNS)
    ]


def register_rows(households: Iterable[Household], locale: Locale, *, year: int) -> Iterator[list[Any]]:
    """One a present member; what is the household's stands with the first. They are loaded with everything."""
    for household in households:
        own = _own(household, locale)
        for member in household.present_members:
            yield [*_cells(household, member, locale, year), *own]
            own = []


def _own(household: Household, locale: Locale) -> list[str | None]:
    plates = [row.plate for row in household.vehicles if row.removed_on is None]
    spaces = [row.label for row in household.parking_spaces if row.removed_on is None]
    pets = [PET_KINDS[PetKind(row.kind)].pick(locale) for row in household.pets if row.removed_on is None]
    return [_SEPARATOR.join(texts) or None for texts in (plates, spaces, pets)]


def _cells(household: Household, member: HouseholdMember, locale: Locale, year: int) -> list[Any]:
    person, code, role = member.person, stored_room_code(household.room_code), Role(member.role)
    told = [MATTERS[matter].pick(locale) for matter in may_be_told(role, member.matters)]
    yes = _YES.pick(locale)
    return [
        household.room_code,
        code.building,
        code.floor,
        person.name,
        ROLES[role].pick(locale),
        member.relation,
        SEXES[Sex(person.sex)].pick(locale) if person.sex else None,
        age_in(year, person.birth_year),
        mask_phone(person.phone) if person.phone else None,
        mask_email(person.email) if person.email else None,
        LANGUAGES[person.language].pick(locale),
        yes if person.id == household.payer_id else None,
        yes if member.is_emergency_contact else None,
        _SEPARATOR.join(told) or None,
        member.joined_on.isoformat(),
    ]
