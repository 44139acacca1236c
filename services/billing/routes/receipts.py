"""`/v1/receipts`."""

import asyncio
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.billing.papers import receipt_pdf
from services.billing.repository import payments, replicas
from services.billing.schemas.receipts import ReceiptView
from shared.runtime.http.fields import Code
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/receipts", tags=["receipts"])

Number = Annotated[Code, Path(description="The receipt's number", examples=["SG-2026-000001"])]
_PDF = "application/pdf"


@routes.get(
    "/{number}",
    operation_id="receipts.show",
    summary="Read a receipt",
    responses=problems(404),
)
async def show(
    number: Number,
    response: Response,
    caller: Annotated[Caller, needs("receipts:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> ReceiptView:
    """By its number in the community's gapless series (handbook B-06)."""
    async with reader.session() as session:
        payment = await payments.load_receipt(session, number, caller.communities)
        community = await replicas.load_community(session, payment.community_id)
    tagged(response, payment.version)
    return ReceiptView.of(payment, community)


@routes.get(
    "/{number}/pdf",
    operation_id="receipts.print",
    summary="A receipt as PDF",
    response_class=Response,
    responses={
        200: {
            "description": "The receipt",
            "content": {_PDF: {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems(404),
    },
)
async def print_(
    number: Number,
    caller: Annotated[Caller, needs("receipts:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """In Chinese and English, with the amount in capital numerals and a QR code of the number (handbook B-16)."""
    async with reader.session() as session:
        payment = await payments.load_receipt(session, number, caller.communities)
        community = await replicas.load_community(session, payment.community_id)
    receipt = ReceiptView.of(payment, community)
    pdf = await asyncio.to_thread(receipt_pdf, receipt, community.time_zone)
    return Response(
        pdf, media_type=_PDF, headers={"Content-Disposition": f"inline; filename*=UTF-8''{quote(number)}.pdf"}
    )
