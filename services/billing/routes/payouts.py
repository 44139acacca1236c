"""`/v1/prepaid-payouts`: a prepaid balance goes back to its household."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.billing.domain.payouts import PayoutStatus
from services.billing.papers import payout_voucher_pdf
from services.billing.repository import payouts, replicas
from services.billing.repository.payouts import PayoutFilter
from services.billing.routes.parameters import CommunityId, HouseholdId, RoomCode
from services.billing.schemas.payouts import (
    PayoutPayment,
    PayoutRefusal,
    PayoutRequest,
    PayoutView,
    PayoutVoucherView,
)
from services.billing.usecases.decide_payout import approve_payout, refuse_payout, withdraw_payout
from services.billing.usecases.pay_payout import pay_payout
from services.billing.usecases.request_payout import request_payout
from shared.kernel.errors import NotFound
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/prepaid-payouts", tags=["prepaid-payouts"])

PayoutId = Annotated[Identifier, Path(description="The payout's id")]
_REFUSALS = problems(404, 409, 412)


@routes.get("", operation_id="prepaid_payouts.list", summary="List payouts, newest first", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("prepaid_payouts:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    household_id: HouseholdId = None,
    room_code: RoomCode = None,
    status: Annotated[PayoutStatus | None, Query()] = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PayoutView]:
    """One query a page (handbook B-07)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = PayoutFilter(communities, household_id, room_code, status)
    async with reader.session() as session:
        rows, next_cursor = await payouts.list_payouts(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, PayoutView.of)


@routes.post(
    "",
    operation_id="prepaid_payouts.request",
    summary="Ask for a prepaid balance to be paid out",
    status_code=201,
    response_model=PayoutView,
    responses=_REFUSALS,
)
async def request(
    body: PayoutRequest,
    caller: Annotated[Caller, needs("prepaid_payouts:request")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Of a household that has left or stays; one at a time, another person approves (handbook B-07, R-07)."""
    return await command.run(lambda tx: request_payout(tx, caller, body), view=PayoutView.of, status=201)


@routes.get("/{payout_id}", operation_id="prepaid_payouts.show", summary="Read a payout", responses=problems(404))
async def show(
    payout_id: PayoutId,
    response: Response,
    caller: Annotated[Caller, needs("prepaid_payouts:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> PayoutView:
    """Who asked, decided and paid (handbook B-07)."""
    async with reader.session() as session:
        payout = await payouts.load_payout(session, payout_id, caller.communities)
    tagged(response, payout.version)
    return PayoutView.of(payout)


@routes.post(
    "/{payout_id}/approve",
    operation_id="prepaid_payouts.approve",
    summary="Approve a payout",
    response_model=PayoutView,
    responses=_REFUSALS,
)
async def approve(
    payout_id: PayoutId,
    caller: Annotated[Caller, needs("prepaid_payouts:approve")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By another than who asked for it (handbook B-07)."""
    return await command.run(lambda tx: approve_payout(tx, caller, payout_id), view=PayoutView.of)


@routes.post(
    "/{payout_id}/refuse",
    operation_id="prepaid_payouts.refuse",
    summary="Refuse a payout",
    response_model=PayoutView,
    responses=_REFUSALS,
)
async def refuse(
    payout_id: PayoutId,
    body: PayoutRefusal,
    caller: Annotated[Caller, needs("prepaid_payouts:approve")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By another than who asked, with the reason (handbook B-07)."""
    return await command.run(lambda tx: refuse_payout(tx, caller, payout_id, body.reason), view=PayoutView.of)


@routes.post(
    "/{payout_id}/withdraw",
    operation_id="prepaid_payouts.withdraw",
    summary="Take a payout back",
    response_model=PayoutView,
    responses=_REFUSALS,
)
async def withdraw(
    payout_id: PayoutId,
    caller: Annotated[Caller, needs("prepaid_payouts:request")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Before it is paid: the balance stays, or was used meanwhile (handbook B-07)."""
    return await command.run(lambda tx: withdraw_payout(tx, caller, payout_id), view=PayoutView.of)


@routes.post(
    "/{payout_id}/pay",
    operation_id="prepaid_payouts.pay",
    summary="Pay a payout",
    response_model=PayoutView,
    responses=_REFUSALS,
)
async def pay(
    payout_id: PayoutId,
    body: PayoutPayment,
    caller: Annotated[Caller, needs("prepaid_payouts:pay")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Approved, and no more than is left of the balance; it gets the next voucher number (handbook B-06, B-07).

    Needs an `Idempotency-Key`.
    """
    return await command.run(lambda tx: pay_payout(tx, caller, payout_id, body), view=PayoutView.of, key_required=True)


@routes.get(
    "/{payout_id}/voucher.pdf",
    operation_id="prepaid_payouts.voucher",
    summary="The payout's voucher",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The voucher"),
)
async def voucher(
    payout_id: PayoutId,
    caller: Annotated[Caller, needs("prepaid_payouts:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A5, for the payee's signature; the same file however often it is printed. 404 before it is paid (B-16)."""
    async with reader.session() as session:
        payout = await payouts.load_payout(session, payout_id, caller.communities)
        community = await replicas.load_community(session, payout.community_id)
    if payout.voucher_number is None:
        raise NotFound(what="voucher")
    pdf = await asyncio.to_thread(payout_voucher_pdf, PayoutVoucherView.of(payout, community), community.time_zone)
    return file_answer(pdf, PDF, f"{payout.voucher_number}.pdf")
