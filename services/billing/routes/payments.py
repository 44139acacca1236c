"""`/v1/payments`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.billing.domain.ledger import PaymentMethod
from services.billing.repository import payments
from services.billing.repository.payments import PaymentFilter
from services.billing.routes.parameters import CommunityId, HouseholdId, OptionalDay, RoomCode
from services.billing.schemas.payments import PaymentTaking, PaymentView
from services.billing.usecases.take_payment import take_payment
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/payments", tags=["payments"])


@routes.post(
    "",
    operation_id="payments.take",
    summary="Take a payment",
    status_code=201,
    response_model=PaymentView,
    responses=problems(404, 409),
)
async def take(
    body: PaymentTaking,
    caller: Annotated[Caller, needs("payments:take")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Allocates, books and gives the next receipt number (handbook B-05, B-06).

    Posted again with the same key or the same external transaction it is the same payment.
    """
    return await command.run(
        lambda tx: take_payment(tx, caller, body), view=PaymentView.of, status=201, key_required=True
    )


@routes.get(
    "",
    operation_id="payments.list",
    summary="List payments, newest first",
    responses=problems(404),
)
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("payments:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    household_id: HouseholdId = None,
    room_code: RoomCode = None,
    method: Annotated[PaymentMethod | None, Query()] = None,
    received_on: OptionalDay = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PaymentView]:
    """Three queries a page, whatever it holds (handbook B-06)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = PaymentFilter(
        communities, household_id=household_id, room_code=room_code, method=method, received_on=received_on
    )
    async with reader.session() as session:
        rows, next_cursor = await payments.list_payments(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, PaymentView.of)


@routes.get(
    "/{payment_id}",
    operation_id="payments.show",
    summary="Read a payment",
    responses=problems(404),
)
async def show(
    payment_id: Annotated[Identifier, Path(description="The payment's id")],
    response: Response,
    caller: Annotated[Caller, needs("payments:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> PaymentView:
    """With what it settled (handbook B-06)."""
    async with reader.session() as session:
        payment = await payments.load_payment(session, payment_id, caller.communities)
    tagged(response, payment.version)
    return PaymentView.of(payment)
