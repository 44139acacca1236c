"""What can be wrong with a row, or stand against it. Texts never repeat a personal number.

Source: handbook R-04, R-08.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.residents.domain.identity_numbers import NotAnIdNumber
from services.residents.premises.domain.errors import BadRoomCode
from shared.kernel.phones import NotAPhone
from shared.kernel.text import Text


class FaultCode(StrEnum):
    """Stable names for front ends."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    NOT_TEXT = "not_text"
    FORMULA = "formula"
    NOT_AN_AREA = "not_an_area"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_DAY = "not_a_day"
    BAD_ROOM_CODE = "bad_room_code"
    DUPLICATE_ROOM = "duplicate_room"
    NOT_A_PHONE = "not_a_phone"
    NOT_AN_ID_NUMBER = "not_an_id_number"
    NAME_MISSING = "name_missing"
    NO_HOLDER = "no_holder"
    UNSOLD_WITH_PEOPLE = "unsold_with_people"
    PERSON_TWICE = "person_twice"
    HOLDER_DIFFERS = "holder_differs"
    OTHER_ID_NUMBER = "other_id_number"
    NAMESAKES = "namesakes"
    CHANGED_SINCE = "changed_since"
    TOUCHED_SINCE = "touched_since"


FAULTS: Mapping[FaultCode, Text] = {
    FaultCode.MISSING: Text(zh="必填", en="Required"),
    FaultCode.TOO_LONG: Text(zh="最多 {most} 个字符", en="At most {most} characters"),
    FaultCode.CONTROL_CHARACTERS: Text(zh="含有控制字符或换行", en="Contains control characters or line breaks"),
    FaultCode.NOT_TEXT: Text(
        zh="单元格是日期、时间或逻辑值；请设为文本格式后重新填写",
        en="The cell holds a date, a time or a truth value: format it as text and enter it again",
    ),
    FaultCode.FORMULA: Text(zh="单元格含有公式；请改为数值", en="The cell holds a formula: replace it by its value"),
    FaultCode.NOT_AN_AREA: Text(
        zh="面积应大于 0、不超过 {most} 平方米，最多两位小数",
        en="An area is more than 0 and at most {most} m², with at most two decimals",
    ),
    FaultCode.NOT_A_CHOICE: Text(zh="只能是：{choices}", en="Must be one of: {choices}"),
    FaultCode.NOT_A_DAY: Text(
        zh="应为日期（如 2024-05-06），1950 年以后且不晚于今天",
        en="Must be a day such as 2024-05-06, since 1950 and not later than today",
    ),
    FaultCode.BAD_ROOM_CODE: BadRoomCode.detail,
    FaultCode.DUPLICATE_ROOM: Text(zh="与第 {row} 行是同一房间", en="The same room as in row {row}"),
    FaultCode.NOT_A_PHONE: NotAPhone.detail,
    FaultCode.NOT_AN_ID_NUMBER: NotAnIdNumber.detail,
    FaultCode.NAME_MISSING: Text(
        zh="填写了电话、证件或关系，但没有姓名", en="A phone, ID number or relation without a name"
    ),
    FaultCode.NO_HOLDER: Text(zh="有成员，但没有业主或租户", en="Members, but neither owner nor tenant"),
    FaultCode.UNSOLD_WITH_PEOPLE: Text(
        zh="未售的房间不能有业主或租户", en="An unsold room has neither owner nor tenant"
    ),
    FaultCode.PERSON_TWICE: Text(
        zh="同一行内姓名和身份重复；请合并", en="The same name in the same right twice in this row: merge them"
    ),
    FaultCode.HOLDER_DIFFERS: Text(
        zh="该房间已登记其他业主或租户；导入不替换，请办理户主变更（R-07）",
        en="The room has another holder on the register: an import replaces none, make a change of holder (R-07)",
    ),
    FaultCode.OTHER_ID_NUMBER: Text(
        zh="登记的同名人员证件号码不同，可能不是同一人；请核实",
        en="Somebody of this name is on the register with another ID number, perhaps somebody else: please verify",
    ),
    FaultCode.NAMESAKES: Text(
        zh="该户有多名同名同身份的成员，无法对应；请人工核对",
        en="The household has several members of this name in this right: compare by hand",
    ),
    FaultCode.CHANGED_SINCE: Text(
        zh="核对之后登记已被他人修改，此行未导入；请重新上传核对",
        en="The register was changed after the dry run, the row was left out: upload and check again",
    ),
    FaultCode.TOUCHED_SINCE: Text(
        zh="导入之后登记已被使用或修改，此行未撤销；请人工处理",
        en="The register was used or changed after the import, the row was not taken back: see to it by hand",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`column` is a column's key; '' for the row as a whole."""

    code: FaultCode
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
