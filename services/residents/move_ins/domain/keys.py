"""Keys: tried one by one, signed for; one may stay for finishing work. Source: handbook R-22, A-20."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.kernel.text import Text


class KeyLabel(StrEnum):
    """What it opens."""

    ENTRANCE = "entrance"
    DOOR = "door"
    INNER_DOOR = "inner_door"
    MAILBOX = "mailbox"
    METER_BOX = "meter_box"
    GARAGE = "garage"
    OTHER = "other"


class KeyCustody(StrEnum):
    """Whether a key stays with the service centre."""

    NONE = "none"
    FINISHING_WORK = "finishing_work"


KEY_LABELS: Mapping[KeyLabel, Text] = {
    KeyLabel.ENTRANCE: Text(zh="单元门", en="Entrance"),
    KeyLabel.DOOR: Text(zh="入户门", en="Door"),
    KeyLabel.INNER_DOOR: Text(zh="室内门", en="Inner door"),
    KeyLabel.MAILBOX: Text(zh="信报箱", en="Mailbox"),
    KeyLabel.METER_BOX: Text(zh="表箱", en="Meter box"),
    KeyLabel.GARAGE: Text(zh="车库", en="Garage"),
    KeyLabel.OTHER: Text(zh="其他", en="Other"),
}
CUSTODIES: Mapping[KeyCustody, Text] = {
    KeyCustody.NONE: Text(zh="不托管", en="None stays"),
    KeyCustody.FINISHING_WORK: Text(zh="留一把供整改施工", en="One stays for finishing work"),
}
_NOT_AUTHORISED = Text(zh="未授权托管钥匙", en="no key may stay: custody was not authorised")
_ONE_ONLY = Text(zh="只能留一把钥匙", en="one key only may stay")
_NONE_LEFT = Text(zh="已授权托管，但没有留下钥匙", en="custody was authorised, but no key stays")
_KEPT_THOUGH_BROKEN = Text(zh="不能使用的钥匙不能托管", en="a key that does not work can't stay")
_NONE_WORKS = Text(zh="没有一把交给业主的可用钥匙", en="the owner gets no key that works")


@dataclass(frozen=True, slots=True)
class Tried:
    """A key as it was tried."""

    label: KeyLabel
    works: bool
    stays: bool


@dataclass(frozen=True, slots=True)
class Handed:
    """Keys of one sort: how many were signed for, and how many of them stay at the desk."""

    label: KeyLabel
    count: int
    kept: int


def key_faults(keys: Sequence[Tried], custody: KeyCustody) -> dict[str, Text]:
    """What can't be signed for, by pointer; empty when all is in order."""
    faults: dict[str, Text] = {}
    staying = [position for position, key in enumerate(keys) if key.stays]
    for order, position in enumerate(staying):
        pointer = f"/keys/{position}/stays"
        if custody is KeyCustody.NONE:
            faults[pointer] = _NOT_AUTHORISED
        elif order:
            faults[pointer] = _ONE_ONLY
        elif not keys[position].works:
            faults[pointer] = _KEPT_THOUGH_BROKEN
    if custody is not KeyCustody.NONE and not staying:
        faults["/keys"] = _NONE_LEFT
    if not any(key.works and not key.stays for key in keys):
        faults.setdefault("/keys", _NONE_WORKS)
    return faults


def handed_over(keys: Sequence[Tried]) -> list[Handed]:
    """Only keys that work are signed for; by what they open."""
    working = [key for key in keys if key.works]
    return [
        Handed(label, len(of), sum(key.stays for key in of))
        for label in KeyLabel
        if (of := [key for key in working if key.label is label])
    ]
