"""Destroy under witness; the register stays for ever. Source: handbook R-14."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from services.residents.archives.documents import repository as contents
from services.residents.archives.domain.directory import RECORD_KINDS, RecordKind
from services.residents.archives.models import Archive, ArchiveDocument, ArchiveEntry
from services.residents.archives.retention import repository
from services.residents.archives.retention.domain.errors import SameWitness
from services.residents.archives.retention.domain.lifecycle import Action
from services.residents.archives.retention.models import Destruction, RegisterEntry
from services.residents.archives.retention.usecases.judge_destruction import advance, doomed, load
from services.residents.archives.retention.usecases.propose_destruction import refuse_to_destroy
from services.residents.premises import repository as premises
from services.residents.versions import upcoming_version
from shared.contracts.residents import ArchiveDestroyed
from shared.kernel.text import DEFAULT_LOCALE
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def witness_destruction(tx: Transaction, caller: Caller, destruction_id: str) -> Destruction:
    """The witness says so with an account of their own. Raises NotFound, Stale, IllegalTransition."""
    destruction = await load(tx, caller, destruction_id)
    advance(tx, destruction, Action.WITNESS)
    destruction.witness_id = caller.account_id
    return destruction


async def carry_out_destruction(tx: Transaction, caller: Caller, destruction_id: str) -> Destruction:
    """Documents and records become entries of the register; a job deletes the attachments' contents after the commit.

    Raises NotFound, Stale, IllegalTransition, SameWitness and `refuse_to_destroy`'s.
    """
    destruction = await load(tx, caller, destruction_id)
    community = await premises.load_community(tx.session, destruction.community_id, caller.communities)
    today = tx.now.astimezone(community.zone).date()

    advance(tx, destruction, Action.CARRY_OUT)
    if caller.account_id == destruction.witness_id:
        raise SameWitness
    archives = await repository.hold_archives(tx.session, doomed(destruction), destruction.community_id)
    await refuse_to_destroy(tx, archives, today=today)
    destruction.carried_out_by = caller.account_id
    destruction.carried_out_at = tx.now

    counts = await _replace_by_register(tx, destruction, archives, community.zone)
    destruction.documents_destroyed = sum(counts.values())
    for archive in archives:
        _close_for_ever(tx, archive, today=today, documents=counts[archive.id])
    return destruction


async def _replace_by_register(
    tx: Transaction, destruction: Destruction, archives: Sequence[Archive], zone: ZoneInfo
) -> Mapping[str, int]:
    """How many documents and records each file had."""
    by_id = {archive.id: archive for archive in archives}
    documents = await repository.documents_of(tx.session, by_id)
    entries = await repository.entries_of(tx.session, by_id)
    registered = [
        *(_of_document(document, destruction, by_id[document.archive_id]) for document in documents),
        *(_of_record(entry, destruction, by_id[entry.archive_id], zone) for entry in entries),
    ]
    tx.session.add_all(registered)
    await tx.session.flush()
    objects = {each.object_id for document in documents for each in document.attachments}
    await contents.hold_objects(tx.session, objects)
    await repository.delete_content(tx.session, by_id)
    await contents.release_unused(tx.session, objects, tx.now)
    return {archive_id: sum(entry.archive_id == archive_id for entry in registered) for archive_id in by_id}


def _of_document(document: ArchiveDocument, destruction: Destruction, archive: Archive) -> RegisterEntry:
    entry = _register_entry(destruction, archive)
    entry.id = document.id
    entry.kind = "document"
    entry.section = document.section
    entry.title = document.title
    entry.number = document.number
    entry.dated_on = document.dated_on
    entry.attachments = [
        {"sha256": each.sha256, "media_type": each.media_type, "size": each.size} for each in document.attachments
    ]
    entry.attachment_bytes = sum(each.size for each in document.attachments)
    return entry


def _of_record(record: ArchiveEntry, destruction: Destruction, archive: Archive, zone: ZoneInfo) -> RegisterEntry:
    entry = _register_entry(destruction, archive)
    entry.id = record.id
    entry.kind = record.kind
    entry.section = record.section
    entry.title = RECORD_KINDS[RecordKind(record.kind)].pick(DEFAULT_LOCALE)
    entry.number = record.number
    entry.dated_on = record.recorded_at.astimezone(zone).date()
    entry.attachments = []
    entry.attachment_bytes = 0
    return entry


def _register_entry(destruction: Destruction, archive: Archive) -> RegisterEntry:
    return RegisterEntry(
        community_id=destruction.community_id,
        destruction_id=destruction.id,
        archive_id=archive.id,
        archive_number=archive.number,
        household_id=archive.household_id,
        room_code=archive.room_code,
        proposed_by=destruction.proposed_by,
        appraised_by=destruction.appraised_by,
        approved_by=destruction.decided_by,
        witness_id=destruction.witness_id,
        carried_out_by=destruction.carried_out_by,
        destroyed_at=destruction.carried_out_at,
    )


def _close_for_ever(tx: Transaction, archive: Archive, *, today: date, documents: int) -> None:
    archive.destroyed_on = today
    archive.document_count = 0
    archive.entry_count = 0
    tx.publish(
        archive,
        ArchiveDestroyed(
            archive_id=archive.id,
            number=archive.number,
            household_id=archive.household_id,
            destroyed_on=today,
            documents=documents,
            version=upcoming_version(archive),
        ),
    )
