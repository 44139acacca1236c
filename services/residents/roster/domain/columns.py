"""The sheet's columns: one row is one room with its holder and further members. Source: handbook R-01, R-02, R-08."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.residents.households.domain.membership import Role
from services.residents.premises.domain.kinds import HAND_OVERS, OCCUPANCIES, ROOM_KINDS
from shared.kernel.text import Text

SHEET = "名册"
EXAMPLE_SHEET = "示例"
NOTES_SHEET = "填写说明"
HEADER_ROW = 1


@dataclass(frozen=True, slots=True)
class Column:
    """`choices` maps what may be written, in Chinese, English or as the code, to the code."""

    key: str
    header: Text
    note: Text
    example: str
    is_required: bool = False
    choices: Mapping[str, str] | None = None
    labels: tuple[str, ...] = ()
    width: int = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's columns in the row; their keys begin with `key`."""

    key: str
    role: Role
    has_id_number: bool
    has_relation: bool


PLACES = (
    Place("owner", Role.OWNER, has_id_number=True, has_relation=False),
    Place("co_owner", Role.OWNER, has_id_number=True, has_relation=False),
    Place("tenant", Role.TENANT, has_id_number=True, has_relation=False),
    Place("member_1", Role.FAMILY, has_id_number=False, has_relation=True),
    Place("member_2", Role.FAMILY, has_id_number=False, has_relation=True),
    Place("member_3", Role.FAMILY, has_id_number=False, has_relation=True),
)
_PEOPLE: Mapping[str, tuple[Text, tuple[str, str, str]]] = {
    "owner": (Text(zh="业主", en="Owner"), ("王芳", "13812345678", "11010519491231002X")),
    "co_owner": (Text(zh="共有人", en="Co-owner"), ("李伟", "13912345678", "")),
    "tenant": (Text(zh="租户", en="Tenant"), ("", "", "")),
    "member_1": (Text(zh="成员1", en="Member 1"), ("王小明", "", "子女")),
    "member_2": (Text(zh="成员2", en="Member 2"), ("", "", "")),
    "member_3": (Text(zh="成员3", en="Member 3"), ("", "", "")),
}
_PHONE_NOTE = Text(
    zh="手机号，或带区号的固定电话；境外号码以“+”开头。单元格请设为文本格式。",
    en="A mobile number, or a land line with its area code; from abroad with a leading +. Format the cell as text.",
)
_ID_NOTE = Text(
    zh="身份证 18 位，或其他证件 5–20 位字母数字；加密保存。单元格请设为文本格式。",
    en="Identity card of 18 places, or another paper of 5 to 20 letters and digits; stored encrypted. Format as text.",
)


def _choices(labels: Mapping[Any, Text]) -> dict[str, str]:
    return {word: code.value for code, text in labels.items() for word in (text.zh, text.en.lower(), code.value)}


def _chosen(key: str, header: Text, note: Text, labels: Mapping[Any, Text], example: str) -> Column:
    return Column(
        key,
        header,
        note,
        example,
        is_required=key == "occupancy",
        choices=_choices(labels),
        labels=tuple(text.zh for text in labels.values()),
    )


def _place_column(key: str, zh: str, en: str, example: str) -> Column:
    note = Text(zh=f"房号的“{zh}”一段，如 3#2-5-1 中的 {example}", en=f"The {en.lower()} of 3#2-5-1 is {example}")
    return Column(key, Text(zh=zh, en=en), note, example, is_required=True, width=8)


def _person_columns(place: Place) -> list[Column]:
    who, (name, phone, third) = _PEOPLE[place.key]
    columns = [
        Column(
            f"{place.key}_name",
            Text(zh=f"{who.zh}姓名", en=f"{who.en} name"),
            Text(zh="姓名或单位名称，最多 100 字", en="Name of a person or company, at most 100 characters"),
            name,
        )
    ]
    if place.has_relation:
        relation = Text(zh=f"{who.zh}与业主关系", en=f"{who.en} relation")
        columns.append(
            Column(f"{place.key}_relation", relation, Text(zh="如：配偶、子女", en="Such as spouse, child"), third)
        )
    if place.has_id_number:
        number = Text(zh=f"{who.zh}证件号码", en=f"{who.en} ID number")
        columns.append(Column(f"{place.key}_id_number", number, _ID_NOTE, third, width=22))
    phone_header = Text(zh=f"{who.zh}电话", en=f"{who.en} phone")
    columns.append(Column(f"{place.key}_phone", phone_header, _PHONE_NOTE, phone, width=15))
    return columns


COLUMNS: tuple[Column, ...] = (
    _place_column("building", "楼栋", "Building", "3"),
    _place_column("entrance", "单元", "Entrance", "2"),
    _place_column("floor", "楼层", "Floor", "5"),
    _place_column("number", "房号", "Number", "1"),
    _chosen("kind", Text(zh="用途", en="Kind"), Text(zh="空白为住宅", en="Empty: a flat"), ROOM_KINDS, "住宅"),
    Column(
        "area_m2",
        Text(zh="建筑面积", en="Area"),
        Text(zh="平方米，最多两位小数，大于 0", en="Square metres, at most two decimals, more than 0"),
        "89.50",
        is_required=True,
        width=10,
    ),
    _chosen(
        "occupancy",
        Text(zh="入住状态", en="Occupancy"),
        Text(zh="未售的房间不能有业主或租户", en="An unsold room has neither owner nor tenant"),
        OCCUPANCIES,
        "自住",
    ),
    _chosen(
        "hand_over",
        Text(zh="交付状态", en="Hand-over"),
        Text(zh="空白：未售为未交付，其余为已交付", en="Empty: an unsold room is pending, any other handed over"),
        HAND_OVERS,
        "已交付",
    ),
    Column(
        "registered_on",
        Text(zh="登记日期", en="Registered on"),
        Text(zh="业户登记日期，空白为导入当天", en="When the household was registered; empty: the day of the import"),
        "2024-05-06",
    ),
    *(column for place in PLACES for column in _person_columns(place)),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
REQUIRED = tuple(column.key for column in COLUMNS if column.is_required)


def column_of(header: str) -> Column | None:
    """What a header cell means: in Chinese, English or as the key; `*` and notes in brackets are read over."""
    return _HEADERS.get(_plain(header))


def _plain(header: str) -> str:
    words = unicodedata.normalize("NFKC", header).partition("(")[0].replace("*", "")
    return "".join(words.split()).replace("_", "").lower()


_HEADERS: Mapping[str, Column] = {
    _plain(name): column for column in COLUMNS for name in (column.header.zh, column.header.en, column.key)
}


def cell_name(sheet: str, row: int, position: int) -> str:
    """`名册!C17`; `position` counts from 0, `row` from 1."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row}"
