"""Attach a stored file to a document; the same content twice is one attachment, stored once."""

from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from services.residents.archives import repository as archives
from services.residents.archives.documents import repository
from services.residents.archives.documents.domain.errors import DocumentSuperseded
from services.residents.archives.models import ArchiveAttachment, StoredObject
from services.residents.archives.usecases.file_document import refuse_destroyed
from shared.kernel.ids import new_id
from shared.runtime.files.errors import AttachmentLost
from shared.runtime.files.file_types import MediaType
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at. `object_id` is what it was stored under; empty when its content was there already."""

    object_id: str
    filename: str
    media_type: MediaType
    size: int
    sha256: str


async def attach_file(
    tx: Transaction, caller: Caller, archive_id: str, document_id: str, upload: Upload
) -> ArchiveAttachment:
    """The attachment, or the document's own of the same content.

    Raises NotFound, FileDestroyed, DocumentSuperseded; AttachmentLost when a destruction released the content
    meanwhile: uploading again stores it anew.
    """
    archive = await archives.hold_archive(tx.session, archive_id, caller.communities)
    document = await repository.load_document(tx.session, archive_id, document_id, caller.communities)
    refuse_destroyed(archive)
    if document.superseded_at is not None:
        raise DocumentSuperseded
    for attached in document.attachments:
        if attached.sha256 == upload.sha256:
            return attached

    stored = await repository.keep_object(
        tx.session,
        StoredObject(
            id=upload.object_id,
            community_id=document.community_id,
            sha256=upload.sha256,
            size=upload.size,
            stored_at=tx.now,
        ),
    )
    if stored is None:
        raise AttachmentLost
    attachment = ArchiveAttachment(
        id=new_id(),
        document_id=document.id,
        object_id=stored.id,
        filename=upload.filename,
        media_type=upload.media_type.value,
        size=upload.size,
        sha256=upload.sha256,
        uploaded_by=caller.account_id,
        uploaded_at=tx.now,
    )

    tx.session.add(attachment)
    flag_modified(document, "copies")  # its version moves with its attachments
    return attachment
