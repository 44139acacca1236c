"""What a request is about, and where: what makes two of them one matter. Source: handbook T-21."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from services.tickets.requests.domain.intake import Category

EVERYWHERE = "*"
"""The place of a matter that no room or building has for itself."""
OWN_WORDS = "="
"""Begins a matter that the table does not know: it is told by its summary's own words."""
_LONGEST = 60


class Matter(StrEnum):
    """What residents come with again and again."""

    LEAK = "leak"
    BLOCKAGE = "blockage"
    WATER = "water"
    LIFT = "lift"
    CLIMATE = "climate"
    LIGHTING = "lighting"
    POWER = "power"
    DOOR = "door"
    PARKING = "parking"
    PETS = "pets"
    WORKS = "works"
    NOISE = "noise"
    CLEANING = "cleaning"
    PESTS = "pests"
    GREENING = "greening"
    FEES = "fees"
    CONDUCT = "conduct"
    SECURITY = "security"


_SIGNS: Mapping[Matter, tuple[str, ...]] = {
    Matter.LEAK: ("漏水", "渗水", "滴水", "渗漏", "leak", "seep", "drip"),
    Matter.BLOCKAGE: ("堵", "下水慢", "返水", "block", "clog"),
    Matter.WATER: ("停水", "水压", "没水", "热水", "water"),
    Matter.LIFT: ("电梯", "困梯", "elevator", "lift"),
    Matter.CLIMATE: ("空调", "暖气", "供暖", "heating", "radiator", "aircon"),
    Matter.LIGHTING: ("灯", "lamp", "light"),
    Matter.POWER: ("停电", "跳闸", "没电", "插座", "power", "socket", "fuse"),
    Matter.DOOR: ("门禁", "门锁", "锁", "门", "door", "lock"),
    Matter.PARKING: ("停车", "车位", "车库", "乱停", "parking", "garage"),
    Matter.PETS: ("狗", "猫", "宠物", "dog", "pets"),
    Matter.WORKS: ("装修", "施工", "renovat", "construction"),
    Matter.NOISE: ("噪音", "噪声", "吵", "扰民", "nois", "loud"),
    Matter.CLEANING: ("卫生", "垃圾", "保洁", "异味", "clean", "rubbish", "garbage", "smell"),
    Matter.PESTS: ("蟑螂", "老鼠", "蚊", "虫", "cockroach", "mice", "pest"),
    Matter.GREENING: ("绿化", "草坪", "树", "lawn", "tree"),
    Matter.FEES: ("收费", "费用", "账单", "物业费", "fee", "bill", "charge"),
    Matter.CONDUCT: ("态度", "服务差", "不礼貌", "rude", "attitude"),
    Matter.SECURITY: ("保安", "安全", "盗", "陌生人", "guard", "security", "theft"),
}
"""Words that tell a matter: Chinese ones anywhere, English ones where a word begins. The first that fits is taken."""
_OF_THE_COMMUNITY = frozenset({Matter.FEES, Matter.CONDUCT, Matter.SECURITY, Matter.PARKING, Matter.GREENING})
_WORD = re.compile(r"[a-z]+")


def matter_of(summary: str) -> str:
    """A code of `Matter`, or `=` and the summary's own letters and digits, however they were spaced or cased."""
    plain = unicodedata.normalize("NFKC", summary).casefold()
    words = _WORD.findall(plain)
    for matter, signs in _SIGNS.items():
        if any(_tells(sign, plain, words) for sign in signs):
            return matter.value
    return own_words(plain)


def _tells(sign: str, plain: str, words: list[str]) -> bool:
    if sign.isascii():
        return any(word.startswith(sign) for word in words)
    return sign in plain


def own_words(summary: str) -> str:
    """The summary told by itself."""
    plain = unicodedata.normalize("NFKC", summary).casefold()
    return (OWN_WORDS + "".join(sign for sign in plain if sign.isalnum()))[:_LONGEST]


def matter_and_place(category: Category, summary: str, room_code: str | None) -> tuple[str, str]:
    """One matter has both in common (T-21).

    A repair is of its room; one in the common parts is told by its own words, which name the place. A complaint is of
    its building, and of the whole community where the matter is (fees, conduct, …) or no room is known.
    """
    matter = matter_of(summary)
    if category is Category.REPAIR:
        return (matter, room_code) if room_code else (own_words(summary), EVERYWHERE)
    if room_code is None or matter in _OF_THE_COMMUNITY:
        return matter, EVERYWHERE
    return matter, building_of(room_code)


def building_of(room_code: str) -> str:
    """`3#2-5-1` lies in building 3."""
    return room_code.partition("#")[0]
