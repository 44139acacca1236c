"""Queries of what a household's leaving waits for.

Scoped by community as well: what another community tells of a household that it has not counts for nothing.
"""

from datetime import date
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from services.residents.archives.loans.domain.lifecycle import OPEN as LOAN_OPEN
from services.residents.archives.loans.models import ArchiveLoan
from services.residents.renovation.models import Renovation
from services.residents.transfers.domain.custody import KEYS_OUT, PASSES_OUT, RENOVATION_OVER
from services.residents.transfers.models import (
    HouseholdBalance,
    HouseholdCharge,
    HouseholdDepositRefund,
    HouseholdKey,
    HouseholdPass,
    HouseholdPrepaid,
    RoomReading,
)
from shared.contracts.common import Cause


class ForeignCharge(LookupError):
    """A charge that another community told of before: never mixed, kept as a dead letter."""


async def owed(session: AsyncSession, household_id: str, community_id: str) -> tuple[int, int]:
    """How many charges owe something, and how much together."""
    counted = select(func.count(), func.coalesce(func.sum(HouseholdCharge.outstanding_fen), 0)).where(
        HouseholdCharge.household_id == household_id,
        HouseholdCharge.community_id == community_id,
        HouseholdCharge.outstanding_fen > 0,
    )
    count, sum_fen = (await session.execute(counted)).one()
    return count, int(sum_fen or 0)


async def deposits_held(session: AsyncSession, household_id: str, community_id: str) -> tuple[int, int]:
    """Deposits that were paid and not settled, and their sum as far as it is known."""
    refund = exists().where(
        HouseholdDepositRefund.household_id == HouseholdCharge.household_id,
        HouseholdDepositRefund.community_id == HouseholdCharge.community_id,
        HouseholdDepositRefund.cause_kind == HouseholdCharge.cause_kind,
        HouseholdDepositRefund.cause_id == HouseholdCharge.cause_id,
        HouseholdDepositRefund.item == HouseholdCharge.item,
    )
    paid = func.coalesce(HouseholdCharge.amount_fen - HouseholdCharge.outstanding_fen, 0)
    counted = select(func.count(), func.coalesce(func.sum(paid), 0)).where(
        HouseholdCharge.household_id == household_id,
        HouseholdCharge.community_id == community_id,
        HouseholdCharge.is_deposit,
        HouseholdCharge.is_paid,
        ~refund,
    )
    count, sum_fen = (await session.execute(counted)).one()
    return count, int(sum_fen or 0)


async def prepaid_fen(session: AsyncSession, household_id: str, community_id: str) -> int:
    """The balance as it was told; before that was ever done, what payments left and used."""
    told = select(HouseholdBalance.balance_fen).where(
        HouseholdBalance.id == household_id, HouseholdBalance.community_id == community_id
    )
    summed = select(func.sum(HouseholdPrepaid.change_fen)).where(
        HouseholdPrepaid.household_id == household_id, HouseholdPrepaid.community_id == community_id
    )
    return int(await session.scalar(select(func.coalesce(told.scalar_subquery(), summed.scalar_subquery(), 0))) or 0)


async def keys_out(session: AsyncSession, household_id: str, community_id: str) -> list[str]:
    """Tags of the keys that are not back."""
    found = await session.scalars(
        select(HouseholdKey.tag)
        .where(
            HouseholdKey.household_id == household_id,
            HouseholdKey.community_id == community_id,
            HouseholdKey.status.in_(KEYS_OUT),
        )
        .order_by(HouseholdKey.tag)
    )
    return list(found)


async def passes_out(session: AsyncSession, household_id: str, community_id: str) -> list[str]:
    """Numbers of the cards and passes that are not back; the id of one without a number."""
    found = await session.scalars(
        select(func.coalesce(HouseholdPass.number, HouseholdPass.id).label("name"))
        .where(
            HouseholdPass.household_id == household_id,
            HouseholdPass.community_id == community_id,
            HouseholdPass.status.in_(PASSES_OUT),
        )
        .order_by("name")
    )
    return list(found)


async def renovations_running(session: AsyncSession, household_id: str, community_id: str) -> list[str]:
    """Numbers of its applications and works that are not over."""
    found = await session.scalars(
        select(Renovation.number)
        .where(
            Renovation.household_id == household_id,
            Renovation.community_id == community_id,
            Renovation.status.not_in(RENOVATION_OVER),
        )
        .order_by(Renovation.number)
    )
    return list(found)


async def loans_open(session: AsyncSession, household_id: str, community_id: str) -> list[str]:
    """The number of its file, for each loan or copy of it that is asked for, granted or out (R-12)."""
    found = await session.scalars(
        select(ArchiveLoan.archive_number)
        .where(
            ArchiveLoan.household_id == household_id,
            ArchiveLoan.community_id == community_id,
            ArchiveLoan.status.in_(LOAN_OPEN),
        )
        .order_by(ArchiveLoan.created_at, ArchiveLoan.id)
    )
    return list(found)


async def room_readings(session: AsyncSession, room_id: str, community_id: str) -> dict[str, int]:
    """Per meter the latest hand-over reading."""
    found = await session.scalars(
        select(RoomReading).where(RoomReading.room_id == room_id, RoomReading.community_id == community_id)
    )
    return {row.meter: row.reading for row in found}


async def hold_charge(
    session: AsyncSession, charge_id: str, *, household_id: str, community_id: str, cause: Cause, is_deposit: bool
) -> HouseholdCharge:
    """The charge's row, made if it was not heard of yet, and held. Raises ForeignCharge."""
    await _enter_once(
        session,
        HouseholdCharge,
        charge_id=charge_id,
        community_id=community_id,
        household_id=household_id,
        item=cause.item,
        cause_kind=cause.kind,
        cause_id=cause.id,
        is_deposit=is_deposit,
        is_paid=False,
    )
    found = await session.scalar(
        select(HouseholdCharge)
        .where(HouseholdCharge.charge_id == charge_id, HouseholdCharge.community_id == community_id)
        .with_for_update()
    )
    if found is None:
        raise ForeignCharge(charge_id)
    return found


async def enter_refund(session: AsyncSession, **state: Any) -> None:
    """Once, however often it is told."""
    await _enter_once(session, HouseholdDepositRefund, **state)


async def enter_prepaid(session: AsyncSession, **state: Any) -> None:
    """Once, however often it is told."""
    await _enter_once(session, HouseholdPrepaid, **state)


async def _enter_once(session: AsyncSession, row: type[DeclarativeBase], **state: Any) -> None:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    await session.execute(dialect.insert(row).values(**state).on_conflict_do_nothing())


async def keep_reading(
    session: AsyncSession, *, room_id: str, meter: str, community_id: str, reading: int, read_on: date
) -> None:
    """The later day's wins, and of one day the higher."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(RoomReading).values(
        room_id=room_id, meter=meter, community_id=community_id, reading=reading, read_on=read_on
    )
    told = insert.excluded
    is_later = (RoomReading.read_on < told.read_on) | (
        (RoomReading.read_on == told.read_on) & (RoomReading.reading < told.reading)
    )
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["room_id", "meter"],
            set_={"reading": told.reading, "read_on": told.read_on},
            where=is_later & (RoomReading.community_id == told.community_id),
        )
    )
