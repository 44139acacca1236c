"""What the gateway composes the front desk's pages of; not proxied, not in the OpenAPI document."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.days import local_day
from services.billing.models import HouseholdReplica
from services.billing.repository import charges, ledger, payments, replicas
from services.billing.routes.parameters import CommunityId, HouseholdId, RoomCode
from services.billing.schemas.charges import ChargeView
from shared.kernel.errors import InvalidField, NotFound
from shared.kernel.text import Text
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, caller_of, needs

routes = APIRouter(prefix="/internal/front-desk", include_in_schema=False)

_SHOWN = 10
_WHOM = Text(zh="请指明 household_id 或 room_code", en="Name household_id or room_code")


class Amounts(BaseModel):
    """For those who may read charges (permissions.md: the front desk sees no amounts)."""

    outstanding_fen: int
    overdue_fen: int
    prepaid_fen: int
    open_count: int
    open_charges: list[ChargeView]


class CallerCard(BaseModel):
    """Who calls, and whether they owe. `amounts` is absent without `charges:read`."""

    household_id: str | None
    has_arrears: bool
    amounts: Amounts | None = None


class Today(BaseModel):
    """The cashier's day so far."""

    day: date
    unpaid_due_today: int
    payments_today: int
    amount_today_fen: int


@routes.get("/caller-card", response_model_exclude_none=True)
async def caller_card(
    caller: Annotated[Caller, Depends(caller_of)],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: RoomCode = None,
    household_id: HouseholdId = None,
    community_id: CommunityId = None,
) -> CallerCard:
    """Arrears as yes or no for `arrears:flag`, with amounts for `charges:read` (handbook B-11)."""
    if not caller.may("charges:read"):
        caller.require("arrears:flag")
    async with reader.session() as session:
        household = await _household(session, caller, room_code, household_id, community_id)
        if household is None:
            return CallerCard(household_id=None, has_arrears=False)
        community = await replicas.load_community(session, household.community_id)
        today = local_day(reader.now, community.time_zone)
        if not caller.may("charges:read"):
            overdue = await charges.has_arrears(session, household.id, today)
            return CallerCard(household_id=household.id, has_arrears=overdue)
        amounts = await _amounts(session, household, today)
    return CallerCard(household_id=household.id, has_arrears=amounts.overdue_fen > 0, amounts=amounts)


async def _household(
    session: AsyncSession,
    caller: Caller,
    room_code: str | None,
    household_id: str | None,
    community_id: str | None,
) -> HouseholdReplica | None:
    """The household asked for; None for a room where nobody lives. Raises NotFound, InvalidField."""
    if household_id is not None:
        communities = [caller.community(community_id)] if community_id else caller.communities
        household = await replicas.find_household(session, household_id, communities)
        if household is None:
            raise NotFound(what="household")
        return household
    if room_code is None:
        raise InvalidField(pointer="/household_id", reason=_WHOM)
    room = await replicas.find_room(session, caller.community(community_id), room_code)
    if room is None:
        raise NotFound(what="room")
    return await replicas.present_household(session, room.id)


async def _amounts(session: AsyncSession, household: HouseholdReplica, today: date) -> Amounts:
    owed = await charges.owed_by(session, household.id, today)
    balance = await ledger.household_balance(session, household.id)
    shown = await charges.open_charges(session, household.id, limit=_SHOWN)
    return Amounts(
        outstanding_fen=owed.outstanding_fen,
        overdue_fen=owed.overdue_fen,
        prepaid_fen=balance.prepaid_fen,
        open_count=owed.count,
        open_charges=[ChargeView.of(charge) for charge in shown],
    )


@routes.get("/today")
async def today(
    caller: Annotated[Caller, needs("payments:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: CommunityId = None,
) -> Today:
    """What was taken today, and what is due today and still open (handbook B-10, B-11)."""
    async with reader.session() as session:
        community = await replicas.load_community(session, caller.community(community_id))
        day = local_day(reader.now, community.time_zone)
        count, amount_fen = await payments.taken_on(session, community.id, day)
        unpaid = await charges.count_open_due(session, community.id, on=day)
    return Today(day=day, unpaid_due_today=unpaid, payments_today=count, amount_today_fen=amount_fen)
