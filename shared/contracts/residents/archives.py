"""Household files. Source: handbook R-10 to R-14."""

from datetime import date
from typing import ClassVar

from shared.contracts.residents.base import Residents


class ArchiveLoanDue(Residents):
    """A borrowed file is to come back; told on the day, and each week that it is overdue. Source: handbook R-12."""

    TYPE: ClassVar[str] = "archive.loan_due"

    loan_id: str
    archive_id: str
    number: str
    household_id: str
    due_on: date
    days_overdue: int
    version: int


class ArchiveDestroyed(Residents):
    """A file's documents were destroyed under witness; the register of it stays for ever. Source: handbook R-14."""

    TYPE: ClassVar[str] = "archive.destroyed"

    archive_id: str
    number: str
    household_id: str
    destroyed_on: date
    documents: int
    version: int
