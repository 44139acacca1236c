"""Who decides about a request, and when its return is reminded of. Source: handbook R-12."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from shared.kernel.text import Text

_REMIND_AGAIN = timedelta(days=7)
LONGEST_LOAN_DAYS = 90


class LoanKind(StrEnum):
    """What is asked for."""

    READ = "read"
    BORROW = "borrow"
    COPY = "copy"


class Borrower(StrEnum):
    """Whose request it is."""

    INSIDE = "inside"
    DEPARTMENT = "department"
    OUTSIDE = "outside"


class OutsideBody(StrEnum):
    """Who may ask from outside."""

    POLICE = "police"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    LAWYER = "lawyer"
    OTHER = "other"


LOAN_KINDS: Mapping[LoanKind, Text] = {
    LoanKind.READ: Text(zh="查阅", en="Read"),
    LoanKind.BORROW: Text(zh="借阅", en="Borrow"),
    LoanKind.COPY: Text(zh="复印", en="Copy"),
}
BORROWERS: Mapping[Borrower, Text] = {
    Borrower.INSIDE: Text(zh="档案部门内部", en="Inside the archive's department"),
    Borrower.DEPARTMENT: Text(zh="其他部门", en="Another department"),
    Borrower.OUTSIDE: Text(zh="外部单位", en="Outside body"),
}
OUTSIDE_BODIES: Mapping[OutsideBody, Text] = {
    OutsideBody.POLICE: Text(zh="公安机关", en="Police"),
    OutsideBody.COURT: Text(zh="法院", en="Court"),
    OutsideBody.PROCURATORATE: Text(zh="检察院", en="Procuratorate"),
    OutsideBody.LAWYER: Text(zh="律师", en="Lawyer"),
    OutsideBody.OTHER: Text(zh="其他", en="Other"),
}

APPROVE_INSIDE = "archives:approve_inside"
APPROVE = "archives:approve"


def permission_to_approve(kind: LoanKind, borrower: Borrower, *, is_important: bool) -> str:
    """The archive's head decides inside the department; all else, and copies of an important file, the manager."""
    if borrower is Borrower.INSIDE and not (kind is LoanKind.COPY and is_important):
        return APPROVE_INSIDE
    return APPROVE


def next_reminder(due_on: date, today: date) -> date:
    """Weekly from the due day, whatever days the timer missed: the first such day after `today`."""
    if today < due_on:
        return due_on
    weeks = (today - due_on) // _REMIND_AGAIN + 1
    return due_on + weeks * _REMIND_AGAIN
