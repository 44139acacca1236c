"""Vehicle plates as they are stored: capital, without blanks and dots. Source: handbook R-02."""

import re
import unicodedata

from services.residents.households.domain.belongings import VehicleKind
from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SIGN = "[A-HJ-NP-Z0-9]"  # plates have no I and no O, which would be read as 1 and 0
_ROAD = re.compile(
    rf"[{_PROVINCES}使][A-HJ-NP-Z](?:{_SIGN}{{5}}|{_SIGN}{{6}}|{_SIGN}{{4}}[挂学警港澳领])"  # 8 signs: new energy
    rf"|[{_PROVINCES}][A-HJ-NP-Z]?{_SIGN}{{3,5}}领|使{_SIGN}{{6}}|WJ[{_PROVINCES}]?{_SIGN}{{4,6}}"
)
_LOCAL = re.compile(r"[一-鿿]{0,4}[A-Z0-9]{4,10}")
_BLANKS = frozenset(" ·•.-—–_")
_ON_THE_ROAD = frozenset({VehicleKind.CAR, VehicleKind.MOTORCYCLE})


class NotAPlate(DomainError):
    """Not a plate of the country's shape; an electric bike's is of its town's."""

    slug = "not-a-plate"
    kind = Kind.INVALID
    title = Text(zh="车牌号无效", en="Not a vehicle plate")
    detail = Text(
        zh="汽车和摩托车号牌如“京A12345”，新能源为 8 位；号牌中没有字母 I 和 O。其他车辆为 4–10 位字母或数字。",
        en="Plates of cars and motorcycles look like 京A12345 (new energy: 8 signs) and have no I and no O; "
        "other vehicles have 4 to 10 letters or digits.",
    )


def parse_plate(text: str, kind: VehicleKind, pointer: str = "/plate") -> str:
    """`京a·12345` as `京A12345`. Raises NotAPlate."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plate = "".join(sign for sign in plain if sign not in _BLANKS and not sign.isspace())
    shape = _ROAD if kind in _ON_THE_ROAD else _LOCAL
    if shape.fullmatch(plate) is None:
        raise NotAPlate(pointer=pointer)
    return plate
