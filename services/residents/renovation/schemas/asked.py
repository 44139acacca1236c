"""What is asked for."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.residents.renovation.domain.application import Size
from services.residents.renovation.domain.breaches import Breach, LegalGround, Measure, MeasureTaken
from services.residents.renovation.domain.papers import PHOTOS_OF_EACH, PaperKind
from services.residents.renovation.schemas.days import Day
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Digest, Identifier, Line, Name, Prose
from shared.runtime.http.validation import BilingualValueError

Compensation = Annotated[int, Field(ge=1, le=10**12, description="Integer fen", examples=[50_000])]
_DIGEST_OR_WORDS = Text(zh="请填写 sha256 或 description", en="Give sha256 or description")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ContactBody(_Body):
    """Whom of the contractor to call: told nothing, printed on the permit, answered masked (handbook R-04)."""

    name: Name = Field(examples=["王工"])
    phone: Code = Field(examples=["13812345678"])


class ContractorBody(_Body):
    """Who builds. In a revision a `contact` that is left out stays, null takes it away."""

    name: Name = Field(examples=["安居装饰工程有限公司"])
    licence_number: Code = Field(examples=["91110105MA01ABCD2X"])
    contact: ContactBody | None = None


class WorkerBody(_Body):
    """A worker on site, with identity and photos (handbook R-30)."""

    name: Name = Field(examples=["赵强"])
    id_number: Code | None = Field(
        default=None, examples=["11010519491231002X"], description="Encrypted at rest, never answered (handbook R-04)"
    )
    photos: int = Field(default=0, ge=0, le=20, examples=[PHOTOS_OF_EACH], description="How many were handed in")


class PaperBody(_Body):
    """A paper handed in: a file by its SHA-256, or what it is in words."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "plan", "name": "平面布置图.pdf", "description": "业主与施工单位签字盖章"}]
        },
    )

    kind: PaperKind
    name: Line = Field(examples=["平面布置图.pdf"])
    sha256: Digest | None = None
    description: Line | None = Field(default=None, examples=["业主与施工单位签字盖章"])

    @model_validator(mode="after")
    def check_digest_or_words(self) -> Self:
        """Raises BilingualValueError."""
        if self.sha256 is None and self.description is None:
            raise BilingualValueError(_DIGEST_OR_WORDS)
        return self


Workers = Annotated[list[WorkerBody], Field(max_length=100)]
Papers = Annotated[list[PaperBody], Field(max_length=50)]


class ApplicationBody(_Body):
    """An application (装修申报, handbook R-30). Papers may follow until the decision."""

    room_code: Code = Field(examples=["2#1-8-2"])
    household_id: Identifier | None = Field(default=None, description="Default: who holds the room now")
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")
    size: Size
    scope: Prose = Field(examples=["厨房、卫生间翻新，不动承重墙"])
    starts_on: Day
    ends_on: Day
    contractor: ContractorBody
    workers: Workers = []
    papers: Papers = []


class RevisionBody(_Body):
    """What changes; what is left out stays. `workers` replaces the list, `papers` are added."""

    size: Size | None = None
    scope: Prose | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    contractor: ContractorBody | None = None
    workers: Workers | None = None
    papers: Papers = []


class RevisionAsked(_Body):
    """What has to be changed."""

    what: Prose = Field(examples=["请标明新建隔墙与承重墙的距离"])


class Reason(_Body):
    """Why."""

    reason: Prose = Field(examples=["方案涉及拆改承重墙"])


class Remark(_Body):
    """Words for the record, if any."""

    note: Prose | None = None


class _Measured(_Body):
    kind: Breach
    measure: Measure
    note: Prose | None = Field(default=None, examples=["客厅与阳台之间的墙体已开凿"])
    rectify_by: Day | None = Field(default=None, description="With `rectify_by_date` alone")
    legal_ground: LegalGround | None = Field(
        default=None, description="With `cut_utilities` alone; `fees` is refused", examples=["safety_hazard"]
    )
    legal_basis: Line | None = Field(
        default=None, description="The article or order relied on", examples=["《住宅室内装饰装修管理办法》第十七条"]
    )
    amount_fen: Compensation | None = Field(default=None, description="With `compensate` alone")

    def taken(self) -> MeasureTaken:
        """The measure with what came with it."""
        return MeasureTaken(self.measure, self.rectify_by, self.legal_ground, self.legal_basis, self.amount_fen)


class ViolationBody(_Measured):
    """A breach and the measure taken (handbook R-35)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "rubbish", "measure": "rectify_by_date", "rectify_by": "2099-12-01"}]},
    )


class SuspensionBody(_Measured):
    """The breach that stops the works, and the measure taken (handbook R-35)."""

    measure: Measure = Measure.REFUSE_ENTRY
