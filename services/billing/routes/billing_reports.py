"""`/v1/billing-reports`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.ledger import MONEY_ACCOUNTS, Account, PaymentMethod
from services.billing.repository import charges, deposits, ledger, payments, payouts, replicas
from services.billing.routes.parameters import CommunityId, OptionalDay
from services.billing.schemas.reports import HouseholdBalanceView, TrialBalanceView
from shared.kernel.errors import NotFound
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/billing-reports", tags=["billing-reports"])


@routes.get(
    "/trial-balance",
    operation_id="billing_reports.trial_balance",
    summary="Trial balance of a community's ledger",
    responses=problems(404),
)
async def trial_balance(
    caller: Annotated[Caller, needs("ledger:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    until: OptionalDay = None,
    community_id: CommunityId = None,
) -> TrialBalanceView:
    """Debits equal credits; without `until` also beside what charges, payments and deposits say (handbook B-05)."""
    community = caller.community(community_id)
    async with reader.session() as session:
        rows = await ledger.trial_balance(session, community, until)
        registers = await _registers(session, community) if until is None else {}
    return TrialBalanceView.of(community, rows, registers, until=until, locale=reader.locale)


async def _registers(session: AsyncSession, community_id: str) -> dict[Account, int]:
    """What charges, payments, deposits and payouts themselves sum to, by the account that must agree."""
    received = await payments.received_by_method(session, community_id)
    held = await deposits.sums_of(session, community_id)
    paid_out = await payouts.paid_out_by_method(session, community_id)
    expected = {
        MONEY_ACCOUNTS[method]: received.get(method, 0)
        - held.refunded_by_method.get(method, 0)
        - paid_out.get(method, 0)
        for method in PaymentMethod
        if method is not PaymentMethod.PREPAID
    }
    prepaid_fen = await payments.prepaid_by_payments(session, community_id)
    prepaid_fen += await charges.credited_to_prepaid(session, community_id)
    prepaid_fen -= received.get(PaymentMethod.PREPAID, 0) + sum(paid_out.values())
    expected[Account.PREPAID] = prepaid_fen
    expected[Account.RECEIVABLE] = await charges.outstanding_of(session, community_id)
    expected[Account.DEPOSITS] = held.held_fen
    expected[Account.DEDUCTIONS] = held.deducted_fen
    return expected


@routes.get(
    "/household-balance",
    operation_id="billing_reports.household_balance",
    summary="A household's balance over a period",
    responses=problems(404),
)
async def household_balance(
    household_id: Annotated[Identifier, Query(description="The household, present or departed")],
    caller: Annotated[Caller, needs("charges:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    since: OptionalDay = None,
    until: OptionalDay = None,
) -> HouseholdBalanceView:
    """Opening + charged − settled = closing, from the ledger alone; both days belong to the period (handbook B-05)."""
    async with reader.session() as session:
        household = await replicas.find_household(session, household_id, caller.communities)
        if household is None:
            raise NotFound(what="household")
        balance = await ledger.household_balance(session, household.id, since=since, until=until)
    return HouseholdBalanceView.of(household.id, household.room_code, balance, since=since, until=until)
