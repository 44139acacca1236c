"""Charges and payments as billing told them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.requests.models import TicketCharge, TicketPayment


async def charges_of(session: AsyncSession, ticket_id: str) -> Sequence[TicketCharge]:
    """By number."""
    return (
        await session.scalars(
            select(TicketCharge).where(TicketCharge.ticket_id == ticket_id).order_by(TicketCharge.number)
        )
    ).all()


async def payments_of(session: AsyncSession, ticket_id: str) -> Sequence[TicketPayment]:
    """As they were received."""
    return (
        await session.scalars(
            select(TicketPayment).where(TicketPayment.ticket_id == ticket_id).order_by(TicketPayment.received_at)
        )
    ).all()


async def enter_payment(session: AsyncSession, **state: Any) -> None:
    """Once, however often it is told."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    await session.execute(dialect.insert(TicketPayment).values(**state).on_conflict_do_nothing())
