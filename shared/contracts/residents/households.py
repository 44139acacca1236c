"""Households, their transfer, and their contact points. Source: handbook R-02, R-05, R-07."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.common import Part
from shared.contracts.residents.base import Residents

MemberRole = Literal["owner", "tenant", "family", "other"]
Language = Literal["zh-CN", "en"]


class Member(Part):
    """One person of a household, without any personal number."""

    person_id: str
    role: MemberRole
    display_name: str
    language: Language
    channels: list[str]


class _HouseholdState(Residents):
    household_id: str
    room_id: str
    room_code: str
    members: list[Member]
    payer_id: str = Field(description="person id of who pays")
    version: int


class HouseholdRegistered(_HouseholdState):
    """A household was entered in the register."""

    TYPE: ClassVar[str] = "household.registered"


class HouseholdChanged(_HouseholdState):
    """A household as it now is."""

    TYPE: ClassVar[str] = "household.changed"


class HouseholdDeparted(_HouseholdState):
    """A household left its room; its last state."""

    TYPE: ClassVar[str] = "household.departed"

    departed_on: date | None = Field(default=None, description="the day from which it holds the room no more")


class HouseholdContactsChanged(Residents):
    """Contact points for the notifications service's key alone (JWE, compact form)."""

    TYPE: ClassVar[str] = "household.contacts_changed"

    household_id: str
    contacts_jwe: str
    version: int


class HouseholdTransferred(Residents):
    """The room changed hands: `household_id` left, `new_household_id` holds it from `transferred_on`.

    Source: handbook R-07.
    """

    TYPE: ClassVar[str] = "household.transferred"

    household_id: str = Field(description="the household that left")
    new_household_id: str = Field(description="the household that holds the room now")
    room_id: str
    room_code: str
    transferred_on: date
    version: int
