"""Bodies of `/v1/tariffs`."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.billing.domain.tariff import Formula, Nature, Unit, in_force
from services.billing.models import TariffItem, TariffVersion
from services.billing.schemas.fields import CommunityId, Day, ItemCode, PriceFen
from shared.runtime.http.fields import Line, Name

Approval = Annotated[
    Line, Field(description="The price office's approval (handbook B-01)", examples=["阳发改价〔2026〕18号"])
]


class PriceAdding(BaseModel):
    """A price from a day on; the day is today or later (handbook B-01)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"unit_price_fen": 9000, "valid_from": "2027-01-01", "source": "阳发改价〔2026〕31号"}]
        },
    )

    unit_price_fen: PriceFen
    valid_from: Day
    source: Approval


class TariffItemAdding(PriceAdding):
    """An item with its first price."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "item": "repair_tap",
                    "name_zh": "更换水龙头",
                    "name_en": "Replace a tap",
                    "unit": "piece",
                    "unit_price_fen": 8000,
                    "valid_from": "2027-01-01",
                    "source": "阳发改价〔2026〕31号",
                }
            ]
        },
    )

    item: ItemCode
    name_zh: Name = Field(examples=["更换水龙头"])
    name_en: Name = Field(examples=["Replace a tap"])
    unit: Unit
    formula: Formula = Formula.QUANTITY
    nature: Nature = Nature.FEE
    community_id: CommunityId = None


class PriceView(BaseModel):
    """A version of an item's price."""

    number: int
    valid_from: date
    unit_price_fen: int = Field(examples=[8000])
    source: str
    added_at: datetime
    added_by: str | None

    @classmethod
    def of(cls, version: TariffVersion) -> Self:
        """The view of a row."""
        return cls(
            number=version.number,
            valid_from=version.valid_from,
            unit_price_fen=version.unit_price_fen,
            source=version.source,
            added_at=version.added_at,
            added_by=version.added_by,
        )


class TariffItemView(BaseModel):
    """An item with the price in force on `on` and all versions, earlier and agreed ones."""

    id: str
    community_id: str
    item: str = Field(examples=["repair_tap"])
    name_zh: str = Field(examples=["更换水龙头"])
    name_en: str = Field(examples=["Replace a tap"])
    unit: Unit
    formula: Formula
    nature: Nature
    on: date
    unit_price_fen: int | None = Field(description="None when no price holds on that day", examples=[8000])
    valid_from: date | None
    source: str | None
    versions: list[PriceView]
    version: int

    @classmethod
    def of(cls, item: TariffItem, on: date) -> Self:
        """The view of a loaded row on a day."""
        price = in_force(item.versions, on)
        return cls(
            id=item.id,
            community_id=item.community_id,
            item=item.code,
            name_zh=item.name_zh,
            name_en=item.name_en,
            unit=Unit(item.unit),
            formula=Formula(item.formula),
            nature=Nature(item.nature),
            on=on,
            unit_price_fen=price.unit_price_fen if price else None,
            valid_from=price.valid_from if price else None,
            source=price.source if price else None,
            versions=[PriceView.of(version) for version in item.versions],
            version=item.version,
        )
