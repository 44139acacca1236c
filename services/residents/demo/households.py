"""Demo households: owners, families, tenants, some namesakes, and the two that the tour tells of."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.residents.archives.domain.directory import file_number
from services.residents.archives.domain.occasions import Occasion
from services.residents.archives.models import Archive
from services.residents.demo.premises import demo_id
from services.residents.households.domain.membership import Channel, Role
from services.residents.households.models import Household, HouseholdMember, Person
from services.residents.premises.models import Community, Room

KNOWN_OWNERS: Mapping[str, tuple[str, str]] = {
    "3#2-5-1": ("王芳", "+8613812345678"),
    "2#1-8-2": ("李伟", "+8613912345678"),
}
NAMESAKES: Mapping[str, str] = {"1#1-2-1": "张伟", "1#2-6-3": "张伟", "2#2-3-4": "刘洋", "3#1-9-2": "刘洋"}


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person before the household is there."""

    name: str
    role: Role
    phone: str | None
    relation: str | None = None
    language: str = "zh-CN"
    birth_year: int | None = None


def people_of(
    code: str, *, is_let: bool, chance: random.Random, names: Iterator[str], phones: Iterator[str]
) -> list[Somebody]:
    """Owner first, then the family or the tenant."""
    name, phone = KNOWN_OWNERS.get(code, (NAMESAKES.get(code) or next(names), next(phones)))
    people = [Somebody(name, Role.OWNER, phone)]
    if is_let:
        language = "en" if chance.random() < 0.2 else "zh-CN"
        people.append(Somebody(next(names), Role.TENANT, next(phones), language=language))
        return people
    if chance.random() < 0.6:
        people.append(Somebody(next(names), Role.FAMILY, next(phones), relation="配偶"))
    if chance.random() < 0.35:
        people.append(Somebody(next(names), Role.FAMILY, None, relation="子女", birth_year=2009 + len(code) % 9))
    return people


def household(room: Room, people: list[Somebody], *, since: date, now: datetime) -> Household:
    """The household with members and persons as objects; the owner pays."""
    household_id = demo_id("household", room.community_id, room.code)
    members = [_member(room, household_id, position, one, since, now) for position, one in enumerate(people)]
    return Household(
        id=household_id,
        community_id=room.community_id,
        version=1,
        event_sequence=0,
        created_at=now,
        room_id=room.id,
        room_code=room.code,
        room_sort_key=room.sort_key,
        payer_id=members[0].person_id,
        registered_on=since,
        contacts_version=0,
        members=members,
    )


def _member(
    room: Room, household_id: str, position: int, somebody: Somebody, since: date, now: datetime
) -> HouseholdMember:
    person = Person(
        id=demo_id("person", room.community_id, room.code, str(position)),
        community_id=room.community_id,
        version=1,
        event_sequence=0,
        created_at=now,
        name=somebody.name,
        language=somebody.language,
        channels=[Channel.SMS.value] if somebody.phone else [],
        phone=somebody.phone,
        birth_year=somebody.birth_year,
    )
    return HouseholdMember(
        id=demo_id("member", room.community_id, room.code, str(position)),
        household_id=household_id,
        person_id=person.id,
        person=person,
        position=position,
        role=somebody.role.value,
        relation=somebody.relation,
        is_emergency_contact=position == 1,
        joined_on=since,
    )


def _is_let(household: Household) -> bool:
    return any(member.role == Role.TENANT for member in household.members)


def file_of(community: Community, household: Household) -> Archive:
    """Its file, opened at move-in."""
    return Archive(
        id=demo_id("archive", community.id, household.room_code),
        community_id=community.id,
        version=1,
        event_sequence=0,
        created_at=household.created_at,
        number=file_number(community.code, household.room_code, 0),
        household_id=household.id,
        room_id=household.room_id,
        room_code=household.room_code,
        opened_on=household.registered_on,
        entry_count=0,
        document_count=0,
        occasions=[Occasion.MOVE_IN.value, *([Occasion.TENANCY.value] if _is_let(household) else [])],
        exemptions=[],
    )
