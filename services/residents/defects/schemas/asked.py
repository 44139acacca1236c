"""What is asked for."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.residents.defects.domain.kinds import DefectKind, DefectSeverity
from shared.runtime.http.fields import Code, Identifier, Name, Prose

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), examples=["2026-12-10"])]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DefectFound(_Body):
    """What is wrong, where, and until when it is to be put right (handbook R-23)."""

    place: Name = Field(examples=["主卧卫生间"])
    kind: DefectKind
    severity: DefectSeverity = DefectSeverity.MINOR
    description: Prose = Field(examples=["地漏周边渗水"])
    contractor: Name | None = Field(default=None, examples=["恒建防水工程公司"], description="The developer's")
    deadline_on: Day = Field(description="From today on; not more than two years away")


class DefectBody(DefectFound):
    """A defect of a room that was found after its inspection."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "room_code": "3#2-5-1",
                    "place": "主卧卫生间",
                    "kind": "waterproofing",
                    "severity": "major",
                    "description": "地漏周边渗水",
                    "contractor": "恒建防水工程公司",
                    "deadline_on": "2026-12-10",
                }
            ]
        },
    )

    room_code: Code = Field(examples=["3#2-5-1"])
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class FinishedBody(_Body):
    """The developer's word that it is done."""

    finished_on: Day | None = Field(default=None, description="Default: today; not before the notice")
    note: Prose | None = Field(default=None, examples=["已重做防水并闭水试验 48 小时"])


class InvitationBody(_Body):
    """When the owner looks at it again."""

    visit_at: AwareDatetime = Field(examples=["2026-12-05T10:00:00+08:00"])
    note: Prose | None = None


class ConfirmationBody(_Body):
    """The owner finds it cured, and signs the slip."""

    confirmed_by: Name = Field(examples=["王芳"], description="Who signed for the owner")
    note: Prose | None = None


class RefusalBody(_Body):
    """The owner does not: the developer gets another notice."""

    reason: Prose = Field(examples=["闭水试验仍有渗漏"])
    deadline_on: Day
