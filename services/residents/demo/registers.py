"""Vehicles, spaces, pets and standing instructions of the garden's households."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from services.residents.demo.premises import GARDEN, demo_id
from services.residents.households.domain.belongings import PetKind, Tenure, VehicleKind
from services.residents.households.domain.instructions import InstructionKind
from services.residents.households.models import Household, ParkingSpace, Pet, StandingInstruction, Vehicle
from services.residents.models import Base
from shared.kernel.ids import stable_id

_DESK = stable_id("demo", "account", "front_desk")
_BRANDS = ("比亚迪", "大众", "丰田", "特斯拉", "吉利")
_COLOURS = ("白", "黑", "银", "蓝", "红")
_PETS = ((PetKind.DOG, "豆豆"), (PetKind.CAT, "咪咪"), (PetKind.DOG, "旺财"), (PetKind.BIRD, "翠翠"))
_KNOWN_PLATE = {"3#2-5-1": "京A12345"}
_INSTRUCTIONS = {
    "3#2-5-1": (InstructionKind.ADMIT, "工作日 9:00–17:00 请让保姆李阿姨进入"),
    "2#1-8-2": (InstructionKind.NEVER_ADMIT, "任何推销人员都不要放上来"),
    "1#1-2-1": (InstructionKind.OTHER, "快递请放在前台，晚上八点后来取"),
    "2#2-3-4": (InstructionKind.AWAY, "出差期间请代收快递，勿转交他人"),
}


def registers(families: Sequence[Household], now: datetime) -> list[Sequence[Base]]:
    """The rows by table; every third household has a car, every eighth a pet."""
    chance = random.Random(len(families))
    garden = [family for family in families if family.community_id == GARDEN]
    vehicles = [_vehicle(family, place, chance) for place, family in enumerate(garden) if _has_car(family, place)]
    spaces = [_space(vehicle, place) for place, vehicle in enumerate(vehicles)]
    pets = [_pet(family, place) for place, family in enumerate(garden) if _has_pet(family, place)]
    written = [_instruction(family, now) for family in garden if family.room_code in _INSTRUCTIONS]
    return [vehicles, spaces, pets, written]


def _has_car(family: Household, place: int) -> bool:
    return place % 3 == 0 or family.room_code in _KNOWN_PLATE


def _has_pet(family: Household, place: int) -> bool:
    return place % 8 == 5 or family.room_code in _KNOWN_PLATE


def _vehicle(family: Household, place: int, chance: random.Random) -> Vehicle:
    return Vehicle(
        id=demo_id("vehicle", GARDEN, family.room_code),
        community_id=GARDEN,
        household_id=family.id,
        plate=_KNOWN_PLATE.get(family.room_code, f"京N{10_007 + place * 37:05d}"),
        kind=VehicleKind.CAR.value,
        brand=chance.choice(_BRANDS),
        colour=chance.choice(_COLOURS),
        since=family.registered_on,
    )


def _space(vehicle: Vehicle, place: int) -> ParkingSpace:
    is_owned = place % 2 == 0
    return ParkingSpace(
        id=stable_id("demo", "parking-space", vehicle.id),
        community_id=GARDEN,
        household_id=vehicle.household_id,
        label=f"B1-{place + 1:03d}",
        tenure=(Tenure.OWNED if is_owned else Tenure.LEASED).value,
        since=vehicle.since,
        until=None if is_owned else date(2027, 12, 31),
    )


def _pet(family: Household, place: int) -> Pet:
    kind, name = _PETS[place % len(_PETS)]
    return Pet(
        id=demo_id("pet", GARDEN, family.room_code),
        community_id=GARDEN,
        household_id=family.id,
        kind=kind.value,
        name=name,
        licence_number=f"BJ-2026-{place:05d}" if kind is PetKind.DOG else None,
        since=family.registered_on,
    )


def _instruction(family: Household, now: datetime) -> StandingInstruction:
    kind, text = _INSTRUCTIONS[family.room_code]
    return StandingInstruction(
        id=demo_id("instruction", GARDEN, family.room_code),
        community_id=GARDEN,
        household_id=family.id,
        kind=kind.value,
        text=text,
        valid_from=now.date() - timedelta(days=1),
        written_by=_DESK,
        written_by_name="前台 / Front desk",
        written_at=now,
    )
