"""What a household keeps in the community: vehicles, parking spaces, pets. Source: handbook R-02."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.text import Text


class VehicleKind(StrEnum):
    """What stands in the space; a car and a motorcycle have a plate of the country's shape."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    ELECTRIC_BIKE = "electric_bike"
    OTHER = "other"


class Tenure(StrEnum):
    """In what right a space is used."""

    OWNED = "owned"
    LEASED = "leased"


class PetKind(StrEnum):
    """A dog has a licence number."""

    DOG = "dog"
    CAT = "cat"
    BIRD = "bird"
    OTHER = "other"


class Sex(StrEnum):
    """As the register's form asks it."""

    FEMALE = "female"
    MALE = "male"


VEHICLE_KINDS: Mapping[VehicleKind, Text] = {
    VehicleKind.CAR: Text(zh="汽车", en="Car"),
    VehicleKind.MOTORCYCLE: Text(zh="摩托车", en="Motorcycle"),
    VehicleKind.ELECTRIC_BIKE: Text(zh="电动自行车", en="Electric bike"),
    VehicleKind.OTHER: Text(zh="其他车辆", en="Other"),
}
TENURES: Mapping[Tenure, Text] = {
    Tenure.OWNED: Text(zh="自有", en="Owned"),
    Tenure.LEASED: Text(zh="租用", en="Leased"),
}
PET_KINDS: Mapping[PetKind, Text] = {
    PetKind.DOG: Text(zh="犬", en="Dog"),
    PetKind.CAT: Text(zh="猫", en="Cat"),
    PetKind.BIRD: Text(zh="鸟", en="Bird"),
    PetKind.OTHER: Text(zh="其他", en="Other"),
}
SEXES: Mapping[Sex, Text] = {
    Sex.FEMALE: Text(zh="女", en="Female"),
    Sex.MALE: Text(zh="男", en="Male"),
}
MOST_OF_A_KIND = 30
"""Present vehicles, spaces, pets or instructions of one household: more is a mistake, and would not fit a page."""
