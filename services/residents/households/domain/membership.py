"""Who belongs to a household and what follows from it. Source: handbook R-01, R-02."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.residents.households.domain.errors import DayOutOfRange, NoHolder, SeveralPayers
from shared.kernel.text import Text


class Role(StrEnum):
    """In what right somebody lives there."""

    OWNER = "owner"
    TENANT = "tenant"
    FAMILY = "family"
    OTHER = "other"


class Channel(StrEnum):
    """How somebody wants to be told; only these are used."""

    SMS = "sms"
    EMAIL = "email"


ROLES: Mapping[Role, Text] = {
    Role.OWNER: Text(zh="业主", en="Owner"),
    Role.TENANT: Text(zh="租户", en="Tenant"),
    Role.FAMILY: Text(zh="家庭成员", en="Family"),
    Role.OTHER: Text(zh="其他使用人", en="Other"),
}
CHANNELS: Mapping[Channel, Text] = {
    Channel.SMS: Text(zh="短信", en="Text message"),
    Channel.EMAIL: Text(zh="电子邮件", en="E-mail"),
}
LANGUAGES: Mapping[str, Text] = {"zh-CN": Text(zh="中文", en="Chinese"), "en": Text(zh="英文", en="English")}
FIRST_DAY = date(1950, 1, 1)
HOLDERS = (Role.OWNER, Role.TENANT)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A member as the rules see one."""

    role: Role
    pays: bool


def payer_among(members: Sequence[Belonging]) -> int:
    """The position of who is billed: the one named, else the first owner, else the first tenant.

    Raises NoHolder, SeveralPayers.
    """
    if not any(member.role in HOLDERS for member in members):
        raise NoHolder(pointer="/members")
    named = [position for position, member in enumerate(members) if member.pays]
    if len(named) > 1:
        raise SeveralPayers(pointer="/members")
    if named:
        return named[0]
    return first_holder([member.role for member in members])


def first_holder(roles: Sequence[Role]) -> int:
    """The position of the first owner, else of the first tenant. Raises NoHolder."""
    for holder in HOLDERS:
        if holder in roles:
            return roles.index(holder)
    raise NoHolder(pointer="/members")


def is_let(roles: Collection[str]) -> bool:
    """With a tenant a room is let, otherwise its owner's own (R-01)."""
    return Role.TENANT in roles


def day_within(given: date | None, *, first: date = FIRST_DAY, last: date, pointer: str) -> date:
    """The given day, or the last possible one. Raises DayOutOfRange."""
    day = given or last
    if not first <= day <= last:
        raise DayOutOfRange(pointer=pointer, first=first.isoformat(), last=last.isoformat())
    return day


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Where somebody is told, by a channel that they chose."""

    person_id: str
    channel: Channel
    address: str


def contact_points(
    person_id: str, *, channels: Collection[str], phone: str | None, email: str | None
) -> list[ContactPoint]:
    """One for each chosen channel that there is an address for."""
    addresses = {Channel.SMS: phone, Channel.EMAIL: email}
    return [
        ContactPoint(person_id, channel, address)
        for channel, address in addresses.items()
        if channel in channels and address
    ]
