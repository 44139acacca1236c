"""`/v1/archives/{archive_id}/documents` and their attachments."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, File, Header, Path, Request, UploadFile
from fastapi.responses import Response

from services.residents.archives.documents import repository
from services.residents.archives.documents.schemas import AttachmentView, DocumentBody, DocumentView, SupersedeBody
from services.residents.archives.documents.usecases.add_document import add_document
from services.residents.archives.documents.usecases.attach_file import Upload, attach_file
from services.residents.archives.documents.usecases.supersede_document import supersede_document
from shared.kernel.ids import new_id
from shared.runtime.files.answers import kept_answer, kept_responses
from shared.runtime.files.reception import Received, receive
from shared.runtime.files.store import FileStore, files_of
from shared.runtime.http.commands import Command, IdempotencyKey, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/archives/{archive_id}/documents", tags=["archives"])

ArchiveId = Annotated[Identifier, Path()]
DocumentId = Annotated[Identifier, Path()]
AttachmentId = Annotated[Identifier, Path()]


@routes.post(
    "",
    operation_id="archives.file_document",
    summary="File a document",
    status_code=201,
    response_model=DocumentView,
    responses=problems(404, 409, 412),
)
async def file(
    archive_id: ArchiveId,
    body: DocumentBody,
    caller: Annotated[Caller, needs("archives:file")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Into its section of the directory; attachments follow (handbook R-10). Needs an Idempotency-Key."""
    return await command.run(
        lambda tx: add_document(tx, caller, archive_id, body),
        view=lambda document: DocumentView.of(document, command.context.locale, []),
        status=201,
        key_required=True,
    )


@routes.get("/{document_id}", operation_id="archives.show_document", summary="Read a document", responses=problems(404))
async def show(
    archive_id: ArchiveId,
    document_id: DocumentId,
    response: Response,
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> DocumentView:
    """With what is attached (handbook R-10); two queries."""
    async with reader.session() as session:
        document = await repository.load_document(session, archive_id, document_id, caller.communities)
    tagged(response, document.version)
    return DocumentView.of(document, reader.locale)


@routes.post(
    "/{document_id}/supersede",
    operation_id="archives.supersede_document",
    summary="Mark a document as superseded",
    response_model=DocumentView,
    responses=problems(404, 409, 412),
)
async def supersede(
    archive_id: ArchiveId,
    document_id: DocumentId,
    body: SupersedeBody,
    caller: Annotated[Caller, needs("archives:file")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Withdrawn or wrongly filed: it no longer counts and stays in the file (handbook R-14)."""
    return await command.run(
        lambda tx: supersede_document(tx, caller, archive_id, document_id, body),
        view=lambda document: DocumentView.of(document, command.context.locale),
    )


class _UploadCommand(Command):
    """The same boundary; a file of many megabytes is told from another by its digest, not read again."""

    content_digest = ""

    async def _fingerprint(self) -> str:
        return hashlib.sha256(f"{self._request.url.path}\n{self.content_digest}".encode()).hexdigest()


async def _upload_command(request: Request, idempotency_key: IdempotencyKey = None) -> _UploadCommand:
    return _UploadCommand(request, idempotency_key)


@routes.post(
    "/{document_id}/attachments",
    operation_id="archives.attach_file",
    summary="Attach a file to a document",
    status_code=201,
    response_model=AttachmentView,
    responses=problems(404, 409, 507),
)
async def attach(
    archive_id: ArchiveId,
    document_id: DocumentId,
    file: Annotated[UploadFile, File(description="PDF, JPEG, PNG, WebP, HEIC, TIFF, DOCX or XLSX")],
    caller: Annotated[Caller, needs("archives:file")],
    reader: Annotated[Reader, Depends(reader_of)],
    command: Annotated[_UploadCommand, Depends(_upload_command)],
    store: Annotated[FileStore, Depends(files_of)],
) -> Response:
    """A multipart form with one part `file`. What it is is found from its content, which must agree with what is
    declared. Content that the document has already is the same attachment again
    (handbook R-10). Needs an Idempotency-Key.
    """
    async with reader.session() as session:
        document = await repository.load_document(session, archive_id, document_id, caller.communities)
    received = await receive(file, limit_bytes=store.limit_bytes)
    async with reader.session() as session:
        known = await repository.stored_content(session, document.community_id, received.sha256)
    upload = Upload(
        await _store(store, received, known), received.filename, received.media_type, received.size, received.sha256
    )
    command.content_digest = received.sha256
    return await command.run(
        lambda tx: attach_file(tx, caller, archive_id, document_id, upload),
        view=AttachmentView.of,
        status=201,
        key_required=True,
    )


async def _store(store: FileStore, received: Received, known: str | None) -> str:
    """Outside of any transaction; what never commits is swept (job `archive_stray_contents`).

    Content that is known but was lost from the store is put back under its key. Empty when it is there already.
    """
    if known is not None and await store.has(known, size=received.size):
        return ""
    object_id = known or new_id()
    await store.put(object_id, received.pieces())
    return object_id


@routes.get(
    "/{document_id}/attachments/{attachment_id}",
    operation_id="archives.download_attachment",
    summary="Download an attachment",
    response_class=Response,
    responses=kept_responses(404, 409, 507),
)
async def download(
    archive_id: ArchiveId,
    document_id: DocumentId,
    attachment_id: AttachmentId,
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    store: Annotated[FileStore, Depends(files_of)],
    if_none_match: Annotated[str | None, Header(max_length=1024)] = None,
) -> Response:
    """Checked against its checksum before the first byte goes out (handbook R-10).

    A lost or corrupt one is told as such (409).
    """
    async with reader.session() as session:
        attachment = await repository.load_attachment(
            session, archive_id, document_id, attachment_id, caller.communities
        )
    return await kept_answer(store, attachment, if_none_match)
