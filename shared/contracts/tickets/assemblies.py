"""Events of owners' assemblies. Areas are whole numbers of 0.01 m²; who voted how does not travel."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.common import Part
from shared.contracts.tickets.base import TicketsEvent

VoteChoice = Literal["for", "against", "abstain"]


class AssemblyMatter(Part):
    """A matter of the agenda; `subject` says which majority it needs (Civil Code Art. 278)."""

    matter_id: str
    place: int
    subject: str
    title: str


class VoteTally(Part):
    """How often a choice was made."""

    owners: int
    area: int = Field(description="0.01 m²")


class MatterResult(AssemblyMatter):
    """What was decided."""

    carried: bool
    votes: dict[VoteChoice, VoteTally]


class _AssemblyState(TicketsEvent):
    assembly_id: str
    title: str
    voting_opens_at: datetime
    voting_closes_at: datetime
    version: int


class AssemblyCalled(_AssemblyState):
    """The owners are called; agenda and times stand. Source: handbook T-29."""

    TYPE: ClassVar[str] = "assembly.called"

    matters: list[AssemblyMatter]


class AssemblyCancelled(_AssemblyState):
    """One that was called is not held, or its voting does not count. Source: handbook T-29."""

    TYPE: ClassVar[str] = "assembly.cancelled"

    cancelled_at: datetime
    reason: str = Field(description="as it is told to the owners")


class AssemblyResultPublished(_AssemblyState):
    """The result with its minutes, as they are published to all owners; for good. Source: handbook T-29."""

    TYPE: ClassVar[str] = "assembly.result_published"

    published_at: datetime
    owners: int = Field(description="who may vote; an owner of several rooms once")
    owners_voted: int
    area: int = Field(description="0.01 m²")
    area_voted: int = Field(description="0.01 m²")
    has_quorum: bool
    matters: list[MatterResult]
    minutes: str = Field(description="the published text")
    chaired_by: str
