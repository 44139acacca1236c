"""`/v1/tickets/{ticket_id}/attachments`."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Header, Path, UploadFile
from fastapi.responses import Response

from services.tickets.attachments import repository
from services.tickets.attachments.domain.purposes import Purpose
from services.tickets.attachments.schemas import TicketAttachments, TicketAttachmentView
from services.tickets.attachments.usecases.attach_to_ticket import attach_to_ticket
from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.usecases.advancing import scope_of
from shared.kernel.ids import new_id
from shared.runtime.files.answers import kept_answer, kept_responses
from shared.runtime.files.reception import receive
from shared.runtime.files.store import FileStore, files_of
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets/{ticket_id}/attachments", tags=["tickets"])


@routes.post(
    "",
    operation_id="tickets.attach_file",
    summary="Attach a photo, a signature or a paper",
    status_code=201,
    response_model=TicketAttachmentView,
    responses=problems(404, 409, 507),
)
async def attach(
    ticket_id: TicketId,
    file: Annotated[UploadFile, File(description="PDF, JPEG, PNG, WebP, HEIC, TIFF, DOCX or XLSX")],
    caller: Annotated[Caller, needs("tickets:note")],
    reader: Annotated[Reader, Depends(reader_of)],
    command: Annotated[Command, Depends(command_of)],
    store: Annotated[FileStore, Depends(files_of)],
    purpose: Annotated[Purpose, Form()] = Purpose.DAMAGE,
) -> Response:
    """A multipart form: `file`, and what it shows. What the file is is found from its content, which must agree with
    what is declared. Content that the ticket has already is the same attachment again. Needs an Idempotency-Key.
    """
    command.require_key()
    async with reader.session() as session:
        await repository.require_ticket(session, ticket_id, scope_of(caller))
    received = await receive(file, limit_bytes=store.limit_bytes)
    object_id = new_id()
    await store.put(object_id, received.pieces())  # outside of any transaction; what never commits is swept
    command.body_digest = f"{purpose.value} {received.sha256}"
    return await command.run(
        lambda tx: attach_to_ticket(tx, caller, ticket_id, received, object_id=object_id, purpose=purpose),
        view=TicketAttachmentView.model_validate,
        status=201,
        key_required=True,
    )


@routes.get("", operation_id="tickets.attachments", summary="List a ticket's attachments", responses=problems(404))
async def list_(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> TicketAttachments:
    """At most fifty, as they were handed in. Two queries."""
    async with reader.session() as session:
        await repository.require_ticket(session, ticket_id, scope_of(caller))
        attached = await repository.attachments_of(session, ticket_id)
    return TicketAttachments(items=[TicketAttachmentView.model_validate(each) for each in attached])


@routes.get(
    "/{upload_id}",
    operation_id="tickets.download_attachment",
    summary="Download an attachment",
    response_class=Response,
    responses=kept_responses(404, 409, 507),
)
async def download(
    ticket_id: TicketId,
    upload_id: Annotated[Identifier, Path(description="The attachment's id")],
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    store: Annotated[FileStore, Depends(files_of)],
    if_none_match: Annotated[str | None, Header(max_length=1024)] = None,
) -> Response:
    """Checked against its checksum before the first byte goes out; a lost or corrupt one is told as such (409)."""
    async with reader.session() as session:
        attachment = await repository.load_attachment(session, ticket_id, upload_id, scope_of(caller))
    return await kept_answer(store, attachment, if_none_match)
