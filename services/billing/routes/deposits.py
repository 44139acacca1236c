"""`/v1/deposits`: what is held for households, and how it goes back."""

import asyncio
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.billing.domain.deposits import DepositStatus
from services.billing.papers import voucher_pdf
from services.billing.repository import deposits, replicas
from services.billing.repository.deposits import DepositFilter
from services.billing.routes.parameters import CommunityId, HouseholdId, RoomCode
from services.billing.schemas.deposits import DepositView, RefundPayment, RefundRefusal, RefundRequest, VoucherView
from services.billing.usecases.decide_refund import approve_refund, refuse_refund
from services.billing.usecases.pay_refund import pay_refund
from services.billing.usecases.request_refund import request_refund
from shared.kernel.errors import NotFound
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/deposits", tags=["deposits"])

DepositId = Annotated[Identifier, Path(description="The deposit's id")]
IsOpen = Annotated[bool | None, Query(alias="open", description="Only what is (not) held any more")]
_PDF = "application/pdf"
_REFUSALS = problems(404, 409, 412)


@routes.get("", operation_id="deposits.list", summary="List deposits, newest first", responses=problems(404))
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("deposits:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    household_id: HouseholdId = None,
    room_code: RoomCode = None,
    status: Annotated[DepositStatus | None, Query()] = None,
    is_open: IsOpen = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DepositView]:
    """`open=true` is the open list: money that is still held (handbook B-09, B-15). One query a page."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = DepositFilter(communities, household_id, room_code, status, is_open)
    async with reader.session() as session:
        rows, next_cursor = await deposits.list_deposits(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, DepositView.of)


@routes.get("/{deposit_id}", operation_id="deposits.show", summary="Read a deposit", responses=problems(404))
async def show(
    deposit_id: DepositId,
    response: Response,
    caller: Annotated[Caller, needs("deposits:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> DepositView:
    """With what is kept of it and who asked, decided and paid (handbook B-07, B-09)."""
    async with reader.session() as session:
        deposit = await deposits.load_deposit(session, deposit_id, caller.communities)
    tagged(response, deposit.version)
    return DepositView.of(deposit)


@routes.post(
    "/{deposit_id}/request-refund",
    operation_id="deposits.request_refund",
    summary="Ask for its refund",
    response_model=DepositView,
    responses=_REFUSALS,
)
async def request(
    deposit_id: DepositId,
    body: RefundRequest,
    caller: Annotated[Caller, needs("deposits:request_refund")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Once it is released, with the reason; all that is left of it goes back (handbook B-07, R-36)."""
    return await command.run(lambda tx: request_refund(tx, caller, deposit_id, body), view=DepositView.of)


@routes.post(
    "/{deposit_id}/approve-refund",
    operation_id="deposits.approve_refund",
    summary="Approve its refund",
    response_model=DepositView,
    responses=_REFUSALS,
)
async def approve(
    deposit_id: DepositId,
    caller: Annotated[Caller, needs("deposits:approve_refund")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By another than who asked for it (handbook B-07)."""
    return await command.run(lambda tx: approve_refund(tx, caller, deposit_id), view=DepositView.of)


@routes.post(
    "/{deposit_id}/refuse-refund",
    operation_id="deposits.refuse_refund",
    summary="Refuse its refund",
    response_model=DepositView,
    responses=_REFUSALS,
)
async def refuse(
    deposit_id: DepositId,
    body: RefundRefusal,
    caller: Annotated[Caller, needs("deposits:approve_refund")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By another than who asked, with the reason; it may be asked for anew (handbook B-07)."""
    return await command.run(lambda tx: refuse_refund(tx, caller, deposit_id, body.reason), view=DepositView.of)


@routes.post(
    "/{deposit_id}/pay",
    operation_id="deposits.pay",
    summary="Pay its refund out",
    response_model=DepositView,
    responses=_REFUSALS,
)
async def pay(
    deposit_id: DepositId,
    body: RefundPayment,
    caller: Annotated[Caller, needs("deposits:pay")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Approved, and against a receipt that was given for it; it gets the next voucher number (handbook B-09).

    Needs an `Idempotency-Key`.
    """
    return await command.run(
        lambda tx: pay_refund(tx, caller, deposit_id, body), view=DepositView.of, key_required=True
    )


@routes.get(
    "/{deposit_id}/voucher.pdf",
    operation_id="deposits.voucher",
    summary="The refund voucher",
    response_class=Response,
    responses={
        200: {"description": "The voucher", "content": {_PDF: {"schema": {"type": "string", "format": "binary"}}}},
        **problems(404),
    },
)
async def voucher(
    deposit_id: DepositId,
    caller: Annotated[Caller, needs("deposits:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A5, for the payee's signature; the same file however often it is printed (handbook B-09, B-16)."""
    async with reader.session() as session:
        deposit = await deposits.load_deposit(session, deposit_id, caller.communities)
        community = await replicas.load_community(session, deposit.community_id)
    if deposit.voucher_number is None:
        raise NotFound(what="voucher")
    pdf = await asyncio.to_thread(voucher_pdf, VoucherView.of(deposit, community), community.time_zone)
    name = quote(deposit.voucher_number)
    return Response(pdf, media_type=_PDF, headers={"Content-Disposition": f"inline; filename*=UTF-8''{name}.pdf"})
