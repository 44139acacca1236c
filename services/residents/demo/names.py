"""Generated names and phone numbers; nobody real is meant."""

import random
from collections.abc import Iterator

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁马方"
_GIVEN = "伟芳娜敏静丽强磊军洋艳勇杰娟涛明超霞平刚桂英文辉玲建国志海云飞鹏宇浩然子涵梓萱雨欣怡佳琪晨曦"
_RESERVED = frozenset({"王芳", "李伟", "张伟", "刘洋"})
_FIRST_PHONE = 13_800_130_000


def unique_names(chance: random.Random) -> Iterator[str]:
    """Names that occur once: namesakes are put in on purpose, or the same-name question would come up everywhere."""
    given = set(_RESERVED)
    while True:
        length = 1 if chance.random() < 0.3 else 2
        name = chance.choice(_SURNAMES) + "".join(chance.choice(_GIVEN) for _ in range(length))
        if name not in given:
            given.add(name)
            yield name


def phones() -> Iterator[str]:
    """Mobile numbers one after the other, E.164."""
    number = _FIRST_PHONE
    while True:
        number += 1
        yield f"+86{number}"
