"""Bodies of `/v1/charges`."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from services.billing.domain.charging import CauseKind, ChargeStatus, charge_status
from services.billing.domain.tariff import Nature, Unit
from services.billing.models import Charge


class CauseView(BaseModel):
    """What a charge is for."""

    kind: CauseKind
    id: str = Field(description="Id of the ticket, renovation …")


class ChargeView(BaseModel):
    """A charge as it was posted, and what of it is still owed."""

    id: str
    number: str = Field(examples=["C261122-0001"])
    community_id: str
    household_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    item: str = Field(examples=["repair_tap"])
    name_zh: str = Field(examples=["更换水龙头"])
    name_en: str = Field(examples=["Replace a tap"])
    unit: Unit
    nature: Nature
    quantity: int
    amount_fen: int = Field(examples=[8000])
    outstanding_fen: int = Field(examples=[8000])
    credited_fen: int = Field(description="Taken back of it; it needs no payment (B-07)")
    status: ChargeStatus
    period: str | None = Field(description="`2026-11` for recurring charges")
    charged_from: date | None = Field(description="First day of the period that is charged (B-03)")
    charged_until: date | None = Field(description="Last day of the period that is charged (B-03)")
    posted_at: datetime
    posted_on: date
    due_on: date
    cause: CauseView
    version: int

    @classmethod
    def of(cls, charge: Charge) -> Self:
        """The view of a row."""
        return cls(
            id=charge.id,
            number=charge.number,
            community_id=charge.community_id,
            household_id=charge.household_id,
            room_id=charge.room_id,
            room_code=charge.room_code,
            item=charge.item,
            name_zh=charge.name_zh,
            name_en=charge.name_en,
            unit=Unit(charge.unit),
            nature=Nature(charge.nature),
            quantity=charge.quantity,
            amount_fen=charge.amount_fen,
            outstanding_fen=charge.outstanding_fen,
            credited_fen=charge.credited_fen,
            status=charge_status(charge.amount_fen, charge.outstanding_fen, charge.credited_fen),
            period=charge.period,
            charged_from=charge.charged_from,
            charged_until=charge.charged_until,
            posted_at=charge.created_at,
            posted_on=charge.posted_on,
            due_on=charge.due_on,
            cause=CauseView(kind=CauseKind(charge.cause_kind), id=charge.cause_id),
            version=charge.version,
        )
