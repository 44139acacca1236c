"""Why a file as a whole is refused; the same words at the upload and from the dry run. Source: handbook R-08."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.text import Text


class RefusalCode(StrEnum):
    """Stable names for front ends."""

    NOT_A_SHEET = "not_a_sheet"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    OLD_OR_LOCKED = "old_or_locked"
    NO_ROWS = "no_rows"
    COLUMNS_MISSING = "columns_missing"
    NOT_READABLE = "not_readable"


REFUSALS: Mapping[RefusalCode, Text] = {
    RefusalCode.NOT_A_SHEET: Text(zh="不是 Excel（xlsx）、ods 或 CSV 文件", en="Neither Excel (xlsx) nor ods nor CSV"),
    RefusalCode.UNPACKS_TOO_LARGE: Text(
        zh="文件解压后过大（超过 {most} MB 或压缩比异常），未予打开",
        en="The file unpacks to too much (over {most} MB, or packed beyond reason) and was not opened",
    ),
    RefusalCode.TOO_MANY_ROWS: Text(
        zh="超过 {most} 行；请分批导入", en="More than {most} rows: import them in several files"
    ),
    RefusalCode.OLD_OR_LOCKED: Text(
        zh="旧版 Excel（xls）、xlsb 或有密码保护的文件；请去除密码并另存为 xlsx",
        en="Old Excel (xls), xlsb, or protected by a password: save it as xlsx without one",
    ),
    RefusalCode.NO_ROWS: Text(zh="工作表“{sheet}”中没有数据行", en="The sheet {sheet} has no rows"),
    RefusalCode.COLUMNS_MISSING: Text(
        zh="“{sheet}”第 {row} 行（表头）缺少列：{columns}。请使用模板",
        en="Row {row} of {sheet} (the header) lacks the columns {columns}: please use the template",
    ),
    RefusalCode.NOT_READABLE: Text(
        zh="文件损坏或无法读取；请在 Excel 或 WPS 中打开并另存为 xlsx 后重试",
        en="Damaged, or not to be read: open it in Excel or WPS and save it anew as xlsx",
    ),
}


class Refused(Exception):
    """The file is not read any further."""

    def __init__(self, code: RefusalCode, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(code)
