"""Bodies of areas."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from services.tickets.patrols.domain.areas import AreaKind, Item
from services.tickets.patrols.models import PatrolArea
from services.tickets.patrols.schemas.base import CommunityId, PatrolBody
from shared.runtime.http.fields import Code, Line, Name


class ItemBody(PatrolBody):
    """What is looked at, and the standard that it has to meet."""

    code: Code = Field(examples=["floor"])
    standard: Line = Field(examples=["地面无积水、无烟头纸屑"])
    points: int = Field(ge=1, le=100, examples=[10])


class AreaBody(PatrolBody):
    """An area to be walked daily (T-25). Renovation sites come of their permits."""

    kind: AreaKind = Field(examples=["cleaning"])
    code: Code = Field(examples=["3#-lobby"])
    name: Name = Field(examples=["3 号楼大堂"])
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=50)]
    community_id: CommunityId = None


class AreaChange(PatrolBody):
    """What is left out stays."""

    name: Name | None = Field(default=None, examples=["3 号楼大堂及电梯厅"])
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=50)] | None = None
    is_active: bool | None = Field(default=None, description="Not of a renovation site")


class AreaView(BaseModel):
    """An area and its standards."""

    id: str
    community_id: str
    kind: AreaKind
    code: str
    name: str
    items: list[ItemBody]
    is_active: bool
    renovation_id: str | None
    version: int

    @classmethod
    def of(cls, area: PatrolArea) -> Self:
        """The view of a row."""
        return cls(
            id=area.id,
            community_id=area.community_id,
            kind=AreaKind(area.kind),
            code=area.code,
            name=area.name,
            items=[ItemBody(**item) for item in area.items],
            is_active=area.is_active,
            renovation_id=area.renovation_id,
            version=area.version,
        )


def items_of(area: PatrolArea) -> list[Item]:
    """The area's items as the rules take them."""
    return [Item(item["code"], item["standard"], item["points"]) for item in area.items]
