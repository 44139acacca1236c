"""HTTP bodies of retention and destruction."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.archives.retention.domain.lifecycle import STATUSES, Status, Verdict
from services.residents.archives.retention.domain.terms import Importance
from services.residents.archives.retention.models import Destruction, DestructionFile, RegisterEntry
from shared.kernel.text import Locale
from shared.runtime.http.fields import Identifier, Prose

MOST_FILES = 50


class ClassificationBody(BaseModel):
    """How important a file is; none takes the classification back."""

    model_config = ConfigDict(extra="forbid")

    importance: Importance | None = Field(examples=["important"])


class DisputeBody(BaseModel):
    """What the dispute is about (handbook R-14)."""

    model_config = ConfigDict(extra="forbid")

    reason: Prose = Field(examples=["物业费诉讼"])


class ProposalBody(BaseModel):
    """The list of files to destroy (handbook R-14)."""

    model_config = ConfigDict(extra="forbid")

    archive_ids: Annotated[list[Identifier], Field(min_length=1, max_length=MOST_FILES)]
    reason: Prose = Field(examples=["保存期满"])
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class KeptFile(BaseModel):
    """A file that the appraisal takes off the list, and why."""

    model_config = ConfigDict(extra="forbid")

    archive_id: Identifier
    note: Prose = Field(examples=["有查阅价值"])


class AppraisalBody(BaseModel):
    """Which files are kept after all; the others are to be destroyed (handbook R-14)."""

    model_config = ConfigDict(extra="forbid")

    keep: Annotated[list[KeptFile], Field(max_length=MOST_FILES)] = []


class DecisionBody(BaseModel):
    """A word to the decision."""

    model_config = ConfigDict(extra="forbid")

    note: Prose | None = None


NO_WORD = DecisionBody()


class DestructionFileView(BaseModel):
    """A file on the list."""

    archive_id: str
    archive_number: str
    room_code: str
    retain_until: date
    verdict: Verdict | None
    note: str | None

    @classmethod
    def of(cls, row: DestructionFile) -> Self:
        """The view of a loaded row."""
        return cls(
            archive_id=row.archive_id,
            archive_number=row.archive_number,
            room_code=row.room_code,
            retain_until=row.retain_until,
            verdict=Verdict(row.verdict) if row.verdict else None,
            note=row.note,
        )


class DestructionView(BaseModel):
    """A destruction: who had which part in it, and its list."""

    id: str
    community_id: str
    status: Status
    status_label: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    appraised_by: str | None
    decided_by: str | None
    decision_note: str | None
    witness_id: str | None
    carried_out_by: str | None
    carried_out_at: datetime | None
    documents_destroyed: int | None = Field(description="Documents and records, each with its entry in the register")
    files: list[DestructionFileView]
    version: int

    @classmethod
    def of(cls, destruction: Destruction, locale: Locale) -> Self:
        """The view of a row loaded with its list."""
        status = Status(destruction.status)
        return cls(
            id=destruction.id,
            community_id=destruction.community_id,
            status=status,
            status_label=STATUSES[status].pick(locale),
            reason=destruction.reason,
            proposed_by=destruction.proposed_by,
            proposed_at=destruction.created_at,
            appraised_by=destruction.appraised_by,
            decided_by=destruction.decided_by,
            decision_note=destruction.decision_note,
            witness_id=destruction.witness_id,
            carried_out_by=destruction.carried_out_by,
            carried_out_at=destruction.carried_out_at,
            documents_destroyed=destruction.documents_destroyed,
            files=[DestructionFileView.of(row) for row in destruction.files],
            version=destruction.version,
        )


class DestroyedAttachment(BaseModel):
    """A file that was attached; its checksum can prove a copy."""

    sha256: str
    media_type: str
    size: int


class RegisterEntryView(BaseModel):
    """What was destroyed, when, by whom, before which witness; kept for ever."""

    id: str = Field(description="The document's or record's own id")
    destruction_id: str
    archive_id: str
    archive_number: str
    room_code: str
    kind: str = Field(examples=["document"], description="`document`, or the kind of a record")
    section: str
    title: str
    number: str | None
    dated_on: date
    attachments: list[DestroyedAttachment]
    proposed_by: str
    appraised_by: str
    approved_by: str
    witness_id: str
    carried_out_by: str
    destroyed_at: datetime

    @classmethod
    def of(cls, row: RegisterEntry) -> Self:
        """The view of a loaded row."""
        return cls(
            id=row.id,
            destruction_id=row.destruction_id,
            archive_id=row.archive_id,
            archive_number=row.archive_number,
            room_code=row.room_code,
            kind=row.kind,
            section=row.section,
            title=row.title,
            number=row.number,
            dated_on=row.dated_on,
            attachments=[DestroyedAttachment.model_validate(each) for each in row.attachments],
            proposed_by=row.proposed_by,
            appraised_by=row.appraised_by,
            approved_by=row.approved_by,
            witness_id=row.witness_id,
            carried_out_by=row.carried_out_by,
            destroyed_at=row.destroyed_at,
        )
