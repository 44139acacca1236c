"""HTTP bodies of the imports."""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.premises.domain.kinds import HAND_OVERS, OCCUPANCIES, ROOM_KINDS, HandOver, Occupancy, RoomKind
from services.residents.roster.domain.columns import BY_KEY
from services.residents.roster.domain.comparing import Change
from services.residents.roster.domain.faults import FAULTS, FaultCode
from services.residents.roster.domain.leaves import CheckedRow
from services.residents.roster.domain.lifecycle import RowKind, Status
from services.residents.roster.domain.refusals import REFUSALS, RefusalCode
from services.residents.roster.models import RosterImport
from shared.kernel.phones import mask_phone
from shared.kernel.text import Locale, Text


class Words(BaseModel):
    """One sentence in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: Text, params: dict[str, Any]) -> Self:
        """With its places filled."""
        return cls(zh=text.pick("zh-CN", **params), en=text.pick("en", **params))


class Failure(BaseModel):
    """Why the file was not read."""

    code: RefusalCode
    message: Words


class Counts(BaseModel):
    """Rows by what the dry run found; `left_out` and `kept` by what came of them."""

    total: int
    error: int
    conflict: int
    new: int
    changed: int
    same: int
    left_out: int = Field(description="not written, because the register was changed after the dry run")
    kept: int = Field(description="not taken back, because they were used or changed after the import")


class RosterImportView(BaseModel):
    """An import and how far it is (handbook R-08)."""

    id: str
    community_id: str
    status: Status
    file_name: str = Field(examples=["名册.xlsx"])
    file_bytes: int
    file_sha256: str
    sheet: str | None = Field(examples=["名册"])
    rows: Counts
    rows_done: int = Field(description="progress of the dry run, the apply or the undo")
    failure: Failure | None
    is_forgotten: bool = Field(description="its rows were deleted with time")
    uploaded_by: str
    uploaded_at: datetime
    checked_at: datetime | None
    applied_by: str | None
    applied_at: datetime | None
    undone_by: str | None
    undone_at: datetime | None
    version: int

    @classmethod
    def of(cls, roster: RosterImport) -> Self:
        """The view of a loaded row."""
        return cls(
            id=roster.id,
            community_id=roster.community_id,
            status=roster.state,
            file_name=roster.file_name,
            file_bytes=roster.file_bytes,
            file_sha256=roster.file_sha256,
            sheet=roster.sheet,
            rows=Counts(
                total=roster.rows_total,
                error=roster.rows_error,
                conflict=roster.rows_conflict,
                new=roster.rows_new,
                changed=roster.rows_changed,
                same=roster.rows_same,
                left_out=roster.rows_left_out,
                kept=roster.rows_kept,
            ),
            rows_done=roster.rows_done,
            failure=_failure(roster),
            is_forgotten=roster.is_forgotten,
            uploaded_by=roster.uploaded_by,
            uploaded_at=roster.created_at,
            checked_at=roster.checked_at,
            applied_by=roster.applied_by,
            applied_at=roster.applied_at,
            undone_by=roster.undone_by,
            undone_at=roster.undone_at,
            version=roster.version,
        )


def _failure(roster: RosterImport) -> Failure | None:
    if roster.failure is None:
        return None
    code = RefusalCode(roster.failure)
    return Failure(code=code, message=Words.of(REFUSALS[code], roster.failure_params))


class ApplyBody(BaseModel):
    """What is to be done about rows that can't be imported."""

    model_config = ConfigDict(extra="forbid")

    leave_out_faulty: bool = Field(default=False, description="Leave out rows in error or in conflict")


class FaultView(BaseModel):
    """What is wrong with a row, or stands against it."""

    code: FaultCode
    cell: str | None = Field(examples=["名册!C17"])
    column: str | None = Field(examples=["业主电话"])
    message: Words


class ChangeView(BaseModel):
    """Old → new. Phones are masked, ID numbers never shown (handbook R-04)."""

    field: Literal["area_m2", "kind", "occupancy", "hand_over", "phone", "id_number", "member"]
    person: str | None = Field(examples=["王芳"])
    before: str | None = Field(examples=["89.50"])
    after: str | None = Field(examples=["92.10"])


class RosterRowView(BaseModel):
    """A row of the sheet with what the dry run found and what became of it."""

    row: int
    kind: RowKind
    room_code: str | None = Field(examples=["3#2-5-1"])
    faults: list[FaultView]
    changes: list[ChangeView]
    remark: FaultView | None = Field(description="why it was left out by the apply, or kept by the undo")

    @classmethod
    def of(cls, checked: CheckedRow, remark: str | None, locale: Locale) -> Self:
        """The view of a row from its leaf."""
        return cls(
            row=checked.row,
            kind=checked.kind,
            room_code=checked.code or None,
            faults=[_fault(FaultCode(code), column, cell, params) for code, column, cell, params in checked.faults],
            changes=[
                *(_change(change, locale) for change in checked.changes),
                *(_joining(checked, position) for position in checked.added),
            ],
            remark=_fault(FaultCode(remark)) if remark else None,
        )


def _fault(
    code: FaultCode, column: str = "", cell: str | None = None, params: dict[str, Any] | None = None
) -> FaultView:
    header = BY_KEY[column].header.zh if column in BY_KEY else None
    return FaultView(code=code, cell=cell, column=header, message=Words.of(FAULTS[code], params or {}))


def _joining(checked: CheckedRow, position: int) -> ChangeView:
    name = checked.entry.people[position].name if checked.entry else None
    return ChangeView(field="member", person=name, before=None, after=name)


def _change(change: Change, locale: Locale) -> ChangeView:
    match change.field:
        case "area_dm2":
            before, after = (f"{value // 100}.{value % 100:02}" for value in (change.before, change.after))
            return ChangeView(field="area_m2", person=None, before=before, after=after)
        case "kind":
            labels = [ROOM_KINDS[RoomKind(value)].pick(locale) for value in (change.before, change.after)]
            return ChangeView(field="kind", person=None, before=labels[0], after=labels[1])
        case "occupancy":
            labels = [OCCUPANCIES[Occupancy(value)].pick(locale) for value in (change.before, change.after)]
            return ChangeView(field="occupancy", person=None, before=labels[0], after=labels[1])
        case "hand_over":
            labels = [HAND_OVERS[HandOver(value)].pick(locale) for value in (change.before, change.after)]
            return ChangeView(field="hand_over", person=None, before=labels[0], after=labels[1])
        case "phone":
            masked = mask_phone(change.before) if change.before else None
            return ChangeView(field="phone", person=change.name, before=masked, after=mask_phone(change.after))
        case _:
            return ChangeView(field="id_number", person=change.name, before=None, after="****")
