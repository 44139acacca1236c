"""Who of a household may be told what. Source: handbook R-02."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from services.residents.households.domain.membership import Role
from shared.kernel.text import Text


class Matter(StrEnum):
    """What the desk has to tell; `everything` takes in what is added later."""

    EVERYTHING = "everything"
    FEES = "fees"
    REPAIRS = "repairs"
    PARCELS = "parcels"
    VISITORS = "visitors"
    RENOVATION = "renovation"


MATTERS: Mapping[Matter, Text] = {
    Matter.EVERYTHING: Text(zh="全部事项", en="Everything"),
    Matter.FEES: Text(zh="费用", en="Fees"),
    Matter.REPAIRS: Text(zh="报修", en="Repairs"),
    Matter.PARCELS: Text(zh="快递", en="Parcels"),
    Matter.VISITORS: Text(zh="访客", en="Visitors"),
    Matter.RENOVATION: Text(zh="装修", en="Renovation"),
}
_DAILY = (Matter.REPAIRS, Matter.PARCELS, Matter.VISITORS)
_BY_ROLE: Mapping[str, tuple[Matter, ...]] = {
    Role.OWNER: (Matter.EVERYTHING,),
    Role.TENANT: _DAILY,
    Role.FAMILY: _DAILY,
    Role.OTHER: (),
}


def may_be_told(role: str, given: Collection[str] | None) -> list[Matter]:
    """By `Role`: what the household said, or what is usual until it says something; in the table's order."""
    if given is None:
        return list(_BY_ROLE[role])
    told = [Matter(word) for word in given]
    if Matter.EVERYTHING in told:
        return [Matter.EVERYTHING]
    return [matter for matter in Matter if matter in told]
