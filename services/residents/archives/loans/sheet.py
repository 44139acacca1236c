"""The borrowing register as Excel. Source: handbook R-12."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from services.residents.archives.loans.domain.lifecycle import STATUSES, Status
from services.residents.archives.loans.domain.rules import (
    BORROWERS,
    LOAN_KINDS,
    OUTSIDE_BODIES,
    Borrower,
    LoanKind,
    OutsideBody,
)
from services.residents.archives.loans.models import ArchiveLoan
from shared.kernel.text import Locale, Text
from shared.runtime.sheets import Column, sheet_bytes

_TITLE = Text(zh="档案借阅登记", en="Borrowing register")
_COLUMNS: Sequence[tuple[Text, float, str | None]] = (
    (Text(zh="档案编号", en="File"), 16, None),
    (Text(zh="方式", en="Kind"), 8, None),
    (Text(zh="借阅人类别", en="Borrower"), 18, None),
    (Text(zh="借阅人", en="Name"), 14, None),
    (Text(zh="部门或单位", en="Department or body"), 18, None),
    (Text(zh="介绍信编号", en="Letter"), 22, None),
    (Text(zh="用途", en="Purpose"), 30, None),
    (Text(zh="份数", en="Copies"), 8, "0"),
    (Text(zh="状态", en="Status"), 14, None),
    (Text(zh="申请时间", en="Requested"), 17, None),
    (Text(zh="审批时间", en="Decided"), 17, None),
    (Text(zh="借出时间", en="Handed out"), 17, None),
    (Text(zh="应还日期", en="Due"), 12, None),
    (Text(zh="归还时间", en="Returned"), 17, None),
)


def loan_register(loans: Sequence[ArchiveLoan], zones: dict[str, ZoneInfo], locale: Locale) -> bytes:
    """A line for each; times are local."""
    columns = [Column(text.pick(locale), width, number, wraps=True) for text, width, number in _COLUMNS]
    lines = (_line(loan, zones[loan.community_id], locale) for loan in loans)
    return sheet_bytes(_TITLE.pick(locale), columns, lines)


def _line(loan: ArchiveLoan, zone: ZoneInfo, locale: Locale) -> list[object]:
    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(zone).replace(tzinfo=None) if moment else None

    body = OUTSIDE_BODIES[OutsideBody(loan.outside_body)].pick(locale) if loan.outside_body else None
    return [
        loan.archive_number,
        LOAN_KINDS[LoanKind(loan.kind)].pick(locale),
        BORROWERS[Borrower(loan.borrower)].pick(locale),
        loan.borrower_name,
        body or loan.department,
        loan.letter_number,
        loan.purpose,
        loan.copies,
        STATUSES[Status(loan.status)].pick(locale),
        local(loan.created_at),
        local(loan.decided_at),
        local(loan.handed_out_at),
        loan.due_on,
        local(loan.returned_at),
    ]
