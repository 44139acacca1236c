"""Refusals about imports."""

from services.residents.roster.domain.refusals import REFUSALS, Refused
from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Locale, Text


class FileRefused(DomainError):
    """The file is not taken in; nothing of it was kept."""

    slug = "roster-file-refused"
    kind = Kind.INVALID
    title = Text(zh="名册文件无法接受", en="The roster file is refused")
    detail = Text(zh="{reason}", en="{reason}")

    def __init__(self, refused: Refused) -> None:
        self.reason = refused
        super().__init__(pointer="/file")

    def explain(self, locale: Locale) -> str:
        """The reason itself."""
        return REFUSALS[self.reason.code].pick(locale, **self.reason.params)


class EmptyUpload(DomainError):
    """There was no body."""

    slug = "empty-upload"
    kind = Kind.INVALID
    title = Text(zh="没有上传文件", en="No file")
    detail = Text(zh="请求体应为名册文件本身。", en="The request body must be the roster file itself.")


class RowsInError(DomainError):
    """The dry run found rows that can't be imported; leaving them out must be said."""

    slug = "roster-rows-in-error"
    kind = Kind.CONFLICT
    title = Text(zh="名册中有无法导入的行", en="Rows that can't be imported")
    detail = Text(
        zh="{error} 行有误、{conflict} 行与登记冲突；请更正后重新上传，或以 leave_out_faulty=true 略过这些行。",
        en="{error} row(s) in error, {conflict} in conflict: correct and upload again, or leave them out with "
        "leave_out_faulty=true.",
    )


class AnotherAtWork(DomainError):
    """One import of a community is written or taken back at a time."""

    slug = "roster-import-at-work"
    kind = Kind.CONFLICT
    title = Text(zh="另一导入正在进行", en="Another import is at work")
    detail = Text(
        zh="本小区另一导入正在写入或撤销，请稍后再试。",
        en="Another import of this community is being applied or undone: try again later.",
    )
    retry_after_s = 10


class Forgotten(DomainError):
    """Its rows were deleted; what was written stays."""

    slug = "roster-import-forgotten"
    kind = Kind.CONFLICT
    title = Text(zh="导入明细已清除", en="The import's rows are deleted")
    detail = Text(
        zh="导入明细已超过保留期限并清除，不能再导入或撤销。",
        en="The rows were kept as long as the setting says and are deleted: it can't be applied or undone any more.",
    )


class RowsForgotten(DomainError):
    """There is nothing left to report."""

    slug = "roster-rows-forgotten"
    kind = Kind.CONFLICT
    title = Text(zh="导入明细已清除", en="The import's rows are deleted")
    detail = Text(
        zh="导入明细已超过保留期限并清除。", en="The rows were kept as long as the setting says and are deleted."
    )


class NoReportYet(DomainError):
    """The dry run is not over, or the file could not be read."""

    slug = "roster-report-not-ready"
    kind = Kind.CONFLICT
    title = Text(zh="尚无导入报告", en="No report yet")
    detail = Text(
        zh="名册核对完成后才有报告；文件无法读取的导入没有报告。",
        en="The report is there once the dry run is over; a file that could not be read has none.",
    )
