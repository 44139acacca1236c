"""The list as an Excel sheet. Source: api.md; numbers are masked, whoever asks (handbook R-04)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.domain.labels import label
from shared.kernel.phones import mask_phone
from shared.kernel.text import Locale, Text
from shared.runtime.sheets import Column

TITLE = Text(zh="工单", en="Tickets")
_COLUMNS = (
    (Text(zh="编号", en="Number"), 15),
    (Text(zh="受理时间", en="Opened"), 17),
    (Text(zh="状态", en="Status"), 12),
    (Text(zh="类别", en="Category"), 14),
    (Text(zh="级别", en="Severity"), 10),
    (Text(zh="性质", en="Nature"), 10),
    (Text(zh="来源", en="Source"), 12),
    (Text(zh="部门", en="Department"), 16),
    (Text(zh="房号", en="Room"), 14),
    (Text(zh="报事人", en="Requester"), 14),
    (Text(zh="电话", en="Phone"), 16),
    (Text(zh="摘要", en="Summary"), 40),
    (Text(zh="责任人", en="Owner"), 14),
    (Text(zh="被派工人", en="Assignee"), 14),
    (Text(zh="处理时限", en="Settle by"), 17),
    (Text(zh="完工时间", en="Completed"), 17),
    (Text(zh="关闭时间", en="Closed"), 17),
    (Text(zh="结果", en="Outcome"), 12),
    (Text(zh="付款", en="Payment"), 14),
)
_TABLES = ("ticket_status", "ticket_category", "ticket_severity", "ticket_nature", "ticket_source", "department")
_CODES = ("status", "category", "severity", "nature", "source", "department")


def ticket_columns(locale: Locale) -> list[Column]:
    """Of the sheet, in the reader's language."""
    return [Column(words.pick(locale), width) for words, width in _COLUMNS]


def people_of(rows: Iterable[Any]) -> set[str]:
    """The accounts that the rows name."""
    return {person for row in rows for person in (row.ticket["owner_id"], row.ticket["assignee_id"]) if person}


def ticket_rows(
    rows: Iterable[Any], locale: Locale, *, names: Mapping[str, str], zone: ZoneInfo
) -> Iterator[list[Any]]:
    """One a ticket; moments are local, as Excel knows no other."""
    for listed in rows:
        row = listed.ticket
        due = next((clock["due_at"] for clock in listed.clocks if clock["clock"] == "settle"), None)
        codes = [label(table, row[name], locale) for table, name in zip(_TABLES, _CODES, strict=True)]
        yield [
            row["number"],
            _local(row["opened_at"], zone),
            *codes,
            row["room_code"],
            row["requester_name"],
            mask_phone(row["requester_phone"]),
            row["summary"],
            names.get(row["owner_id"], row["owner_id"]),
            names.get(row["assignee_id"], row["assignee_id"]),
            _local(due, zone),
            _local(row["completed_at"], zone),
            _local(row["closed_at"], zone),
            label("ticket_outcome", row["outcome"], locale) if row["outcome"] else None,
            label("payment_status", row["payment_status"], locale),
        ]


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone).replace(tzinfo=None)
