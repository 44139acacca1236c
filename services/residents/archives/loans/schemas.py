"""HTTP bodies of the borrowing register."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.archives.loans.domain.lifecycle import STATUSES, Status
from services.residents.archives.loans.domain.rules import LOAN_KINDS, Borrower, LoanKind, OutsideBody
from services.residents.archives.loans.models import ArchiveLoan
from shared.kernel.text import Locale
from shared.runtime.http.fields import Code, Name, Prose

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), examples=["2026-11-29"])]


class LoanBody(BaseModel):
    """A request to read, borrow or copy a file (handbook R-12)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "copy",
                    "borrower": "outside",
                    "borrower_name": "赵警官",
                    "outside_body": "police",
                    "letter_number": "京公调字〔2026〕118号",
                    "id_number": "11010519491231002X",
                    "purpose": "案件调查",
                    "copies": 1,
                }
            ]
        },
    )

    kind: LoanKind
    borrower: Borrower
    borrower_name: Name = Field(examples=["李敏"])
    department: Name | None = Field(default=None, description="Required for another department")
    outside_body: OutsideBody | None = Field(default=None, description="Required for an outside body")
    letter_number: Code | None = Field(default=None, description="Letter of introduction; required for an outside body")
    id_number: Code | None = Field(
        default=None, description="Of an outside body's person, required; encrypted, never answered (handbook R-04)"
    )
    purpose: Prose = Field(examples=["核对产权面积"])
    copies: int | None = Field(default=None, ge=1, le=100, description="Of a copy; default 1")


class NoteBody(BaseModel):
    """A word to it."""

    model_config = ConfigDict(extra="forbid")

    note: Prose | None = None


class HandOutBody(BaseModel):
    """When the original is to come back; not asked for a copy, today for reading when nothing is said."""

    model_config = ConfigDict(extra="forbid")

    due_on: Day | None = None


NO_NOTE = NoteBody()
NO_DAY = HandOutBody()


class LoanView(BaseModel):
    """A line of the borrowing register."""

    id: str
    community_id: str
    archive_id: str
    archive_number: str = Field(examples=["SG-3#2-5-1"])
    kind: LoanKind
    kind_label: str
    borrower: Borrower
    borrower_name: str
    department: str | None
    outside_body: OutsideBody | None
    letter_number: str | None
    has_id_number: bool
    purpose: str
    copies: int | None
    status: Status
    status_label: str = Field(examples=["借出中"])
    requested_by: str
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision_note: str | None
    handed_out_by: str | None
    handed_out_at: datetime | None
    due_on: date | None
    next_reminder_on: date | None
    returned_to: str | None
    returned_at: datetime | None
    return_note: str | None
    version: int

    @classmethod
    def of(cls, loan: ArchiveLoan, locale: Locale) -> Self:
        """The view of a loaded row."""
        kind, status = LoanKind(loan.kind), Status(loan.status)
        return cls(
            id=loan.id,
            community_id=loan.community_id,
            archive_id=loan.archive_id,
            archive_number=loan.archive_number,
            kind=kind,
            kind_label=LOAN_KINDS[kind].pick(locale),
            borrower=Borrower(loan.borrower),
            borrower_name=loan.borrower_name,
            department=loan.department,
            outside_body=OutsideBody(loan.outside_body) if loan.outside_body else None,
            letter_number=loan.letter_number,
            has_id_number=loan.has_id_number,
            purpose=loan.purpose,
            copies=loan.copies,
            status=status,
            status_label=STATUSES[status].pick(locale),
            requested_by=loan.requested_by,
            requested_at=loan.created_at,
            decided_by=loan.decided_by,
            decided_at=loan.decided_at,
            decision_note=loan.decision_note,
            handed_out_by=loan.handed_out_by,
            handed_out_at=loan.handed_out_at,
            due_on=loan.due_on,
            next_reminder_on=loan.next_reminder_on,
            returned_to=loan.returned_to,
            returned_at=loan.returned_at,
            return_note=loan.return_note,
            version=loan.version,
        )
