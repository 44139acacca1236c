"""HTTP bodies of the inventory checks."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.archives.checks.domain.lifecycle import STATUSES, Finding, Status
from services.residents.archives.checks.domain.periods import CHECK_KINDS, OWED, CheckKind, Owed
from services.residents.archives.checks.models import CheckFinding, InventoryCheck
from services.residents.archives.models import Archive
from shared.kernel.text import Locale
from shared.runtime.http.fields import Code, Identifier, Prose


class CheckBody(BaseModel):
    """A round through the files (handbook R-13)."""

    model_config = ConfigDict(extra="forbid")

    kind: CheckKind = Field(examples=["monthly"])
    building: Code | None = Field(default=None, max_length=8, examples=["3"], description="Default: all buildings")
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class FindingBody(BaseModel):
    """How one file was found."""

    model_config = ConfigDict(extra="forbid")

    archive_id: Identifier
    finding: Finding = Field(examples=["present"])
    note: Prose | None = None


class FindingsBody(BaseModel):
    """What was found, file by file; a file named again is corrected."""

    model_config = ConfigDict(extra="forbid")

    findings: Annotated[list[FindingBody], Field(min_length=1, max_length=500)]


class EndBody(BaseModel):
    """A word to the end of the check."""

    model_config = ConfigDict(extra="forbid")

    note: Prose | None = None


NO_WORD = EndBody()


class Tally(BaseModel):
    """How far a check has come."""

    files: int
    present: int
    missing: int
    damaged: int
    unchecked: int


class CheckView(BaseModel):
    """An inventory check."""

    id: str
    community_id: str
    kind: CheckKind
    kind_label: str
    period: str = Field(examples=["2026-11"])
    building: str | None
    status: Status
    status_label: str
    started_by: str
    started_at: datetime
    ended_by: str | None
    ended_at: datetime | None
    note: str | None
    version: int

    @classmethod
    def of(cls, check: InventoryCheck, locale: Locale) -> Self:
        """The view of a loaded row."""
        kind, status = CheckKind(check.kind), Status(check.status)
        return cls(
            id=check.id,
            community_id=check.community_id,
            kind=kind,
            kind_label=CHECK_KINDS[kind].pick(locale),
            period=check.period,
            building=check.building,
            status=status,
            status_label=STATUSES[status].pick(locale),
            started_by=check.started_by,
            started_at=check.created_at,
            ended_by=check.ended_by,
            ended_at=check.ended_at,
            note=check.note,
            version=check.version,
        )


class CheckWithTally(CheckView):
    """With how far it has come."""

    tally: Tally


class FileToCheck(BaseModel):
    """A file of the round, and what was found of it."""

    archive_id: str
    number: str
    room_code: str
    document_count: int
    entry_count: int
    finding: Finding | None
    note: str | None
    found_by: str | None
    found_at: datetime | None

    @classmethod
    def of(cls, row: tuple[Archive, CheckFinding | None]) -> Self:
        """The view of a file and its finding."""
        archive, found = row
        return cls(
            archive_id=archive.id,
            number=archive.number,
            room_code=archive.room_code,
            document_count=archive.document_count,
            entry_count=archive.entry_count,
            finding=Finding(found.finding) if found else None,
            note=found.note if found else None,
            found_by=found.found_by if found else None,
            found_at=found.found_at if found else None,
        )


class OwedCheck(BaseModel):
    """Whether the present month's or quarter's check was made."""

    kind: CheckKind
    kind_label: str
    period: str
    due_on: date = Field(description="The period's last day")
    status: Owed
    status_label: str = Field(examples=["逾期"])
    buildings_left: list[str]
    period_missed: str | None = Field(description="The period before, when it was not checked whole")

    @classmethod
    def of(
        cls, kind: CheckKind, status: Owed, locale: Locale, *, period: str, due_on: date, left: list[str], missed: str
    ) -> Self:
        """In the reader's language."""
        return cls(
            kind=kind,
            kind_label=CHECK_KINDS[kind].pick(locale),
            period=period,
            due_on=due_on,
            status=status,
            status_label=OWED[status].pick(locale),
            buildings_left=left,
            period_missed=missed or None,
        )


class OwedChecks(BaseModel):
    """What is owed of a community's checks."""

    community_id: str
    checks: list[OwedCheck]
