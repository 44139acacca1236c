"""`/v1/move-ins`: what is printed and signed."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.defects.repository import defects_of_move_in
from services.residents.move_ins import papers, repository
from services.residents.move_ins.domain.errors import NotSignedYet
from services.residents.move_ins.domain.steps import MoveInStatus
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.routes.parts import PREFIX, TAGS, MoveInId
from services.residents.premises import repository as premises
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)

_PRINTED = frozenset({MoveInStatus.KEYS_SIGNED, MoveInStatus.COMPLETED})


def _check_signed(move_in: MoveIn) -> None:
    if move_in.status not in _PRINTED:
        raise NotSignedYet


@routes.get(
    "/{move_in_id}/hand-over-form/pdf",
    operation_id="move_ins.print_form",
    summary="The hand-over form as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, 409, description="The form"),
)
async def print_form(
    move_in_id: MoveInId,
    caller: Annotated[Caller, needs("move_ins:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """收楼交接单 with readings, keys and defects, in Chinese and English (handbook R-24, R-11)."""
    async with reader.session() as session:
        move_in = await repository.load_move_in(session, move_in_id, caller.communities)
        room = await premises.load_room(session, move_in.room_id, caller.communities)
        community = await premises.load_community(session, move_in.community_id, caller.communities)
        defects = await defects_of_move_in(session, move_in.id)
    _check_signed(move_in)
    pdf = await asyncio.to_thread(papers.hand_over_form_pdf, move_in, defects, room, community)
    return file_answer(pdf, PDF, f"{move_in.number}.pdf")


@routes.get(
    "/{move_in_id}/key-receipt/pdf",
    operation_id="move_ins.print_key_receipt",
    summary="The key receipt as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, 409, description="The receipt"),
)
async def print_key_receipt(
    move_in_id: MoveInId,
    caller: Annotated[Caller, needs("move_ins:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """钥匙领用单: each key as it was tried, with the slip of the one that stays (handbook R-22)."""
    async with reader.session() as session:
        move_in = await repository.load_move_in(session, move_in_id, caller.communities)
        community = await premises.load_community(session, move_in.community_id, caller.communities)
    _check_signed(move_in)
    pdf = await asyncio.to_thread(papers.key_receipt_pdf, move_in, community)
    return file_answer(pdf, PDF, f"{move_in.number}-keys.pdf")
