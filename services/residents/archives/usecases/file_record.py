"""File a record into a household's file, once. Source: handbook R-10, R-11."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.residents.archives import repository
from services.residents.archives.domain.directory import FILED_UNDER, RecordKind
from services.residents.archives.domain.occasions import OCCASION_OF
from services.residents.archives.models import ArchiveEntry
from services.residents.archives.usecases.note_occasion import add_occasion
from shared.kernel.ids import stable_id
from shared.runtime.unit_of_work import Transaction


class NoFile(LookupError):
    """The household has no file here: unknown, or of another community. An event that says so is tried again."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is filed: codes and numbers, never free text about people."""

    kind: RecordKind
    reference_id: str
    recorded_at: datetime
    number: str | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)


async def file_record(tx: Transaction, *, household_id: str, community_id: str, record: Record) -> None:
    """Nothing when the same thing was filed before, or the file was destroyed since. Raises NoFile."""
    archive = await repository.file_of_household(tx.session, household_id, community_id)
    if archive is None:
        raise NoFile(household_id)
    if archive.destroyed_on is not None:
        return

    entry = ArchiveEntry(
        id=stable_id("archive-entry", archive.id, record.kind, record.reference_id),
        archive_id=archive.id,
        section=FILED_UNDER[record.kind].value,
        kind=record.kind.value,
        reference_id=record.reference_id,
        number=record.number,
        details=dict(record.details),
        recorded_at=record.recorded_at,
    )

    if await repository.add_entry(tx.session, entry):
        archive.entry_count += 1
        if record.kind in OCCASION_OF:
            add_occasion(archive, OCCASION_OF[record.kind])
