"""Bodies of assemblies."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.assemblies.domain.counting import Choice, Count, Share, Subject, Tally
from services.tickets.assemblies.domain.lifecycle import AssemblyStatus
from services.tickets.assemblies.domain.voting import MOST_NOTICE_DAYS, NOTICE_DAYS, BallotForm, Identity
from services.tickets.assemblies.models import Assembly, AssemblyBallot, AssemblyPolicy, AssemblyVoter
from services.tickets.requests.schemas.actions import Moment
from shared.runtime.http.fields import Code, Identifier, Line, Name, Prose

_AREA = "0.01 m²"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ItemBody(_Body):
    """A matter to decide; its subject says which majority it needs (Art. 278)."""

    subject: Subject = Field(examples=["use_repair_fund"])
    title: Line = Field(examples=["使用维修资金更换 3 号楼电梯"])
    motion: Prose | None = None


class AssemblyBody(_Body):
    """A draft: agenda and times."""

    title: Line = Field(examples=["2026 年第一次业主大会"])
    voting_opens_at: Moment
    voting_closes_at: Moment
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=50)]
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class AssemblyChange(_Body):
    """What is left out stays; the agenda is given whole."""

    title: Line | None = None
    voting_opens_at: Moment | None = None
    voting_closes_at: Moment | None = None
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=50)] | None = None


class ChoiceBody(_Body):
    """The choice on one matter."""

    item_id: Identifier
    choice: Choice


class BallotBody(_Body):
    """An owner's ballot; whoever enters it has verified the voter."""

    room_code: Code = Field(
        examples=["3#2-5-1"],
        description="Any of the owner's rooms; `developer` for all that is not sold or not handed over",
    )
    form: BallotForm
    identity: Identity = Field(description="By what the voter was verified")
    choices: Annotated[list[ChoiceBody], Field(min_length=1, max_length=50)]
    replaces: bool = Field(default=False, description="It takes the place of the owner's earlier ballot")
    cast_at: Moment | None = Field(
        default=None,
        description="When it was handed in, default: now. One on paper may be entered after the close, until the count",
    )


class Cancellation(_Body):
    """Why it is not held, or not gone on with."""

    reason: Line | None = Field(
        default=None, description="Needed once it is called", examples=["面积登记有误，重新召集"]
    )


NO_REASON = Cancellation()


class Publication(_Body):
    """The minutes that go with the result."""

    minutes: Prose
    chaired_by: Name = Field(examples=["陈静"])


class NoticeChange(_Body):
    """More days than the law asks for, never fewer."""

    notice_days: int = Field(ge=NOTICE_DAYS, le=MOST_NOTICE_DAYS, examples=[20])


class NoticeView(BaseModel):
    """How long before the voting owners are called; version 0 has nothing of its own."""

    community_id: str
    notice_days: int
    version: int

    @classmethod
    def of(cls, community_id: str, row: AssemblyPolicy | None) -> Self:
        """The community's own value, or the law's."""
        return cls(
            community_id=community_id,
            notice_days=row.notice_days if row else NOTICE_DAYS,
            version=row.version if row else 0,
        )

    @classmethod
    def of_row(cls, row: AssemblyPolicy) -> Self:
        """The view of what was set."""
        return cls.of(row.community_id, row)


class ItemView(BaseModel):
    """A matter of the agenda."""

    id: str
    place: int
    subject: Subject
    title: str
    motion: str | None


class ShareView(BaseModel):
    """`part` of `whole`, against the share needed; `exclusive` ones have to be passed, the others reached."""

    part: int
    whole: int
    numerator: int = Field(examples=[2])
    denominator: int = Field(examples=[3])
    exclusive: bool
    met: bool

    @classmethod
    def of(cls, share: Share) -> Self:
        """The view of the rule's answer."""
        return cls(
            part=share.part,
            whole=share.whole,
            numerator=share.numerator,
            denominator=share.denominator,
            exclusive=share.is_exclusive,
            met=share.is_met,
        )


class Rule(BaseModel):
    """A rule by both counts."""

    owners: ShareView
    area: ShareView = Field(description=_AREA)


class TallyView(BaseModel):
    """How often a choice was made."""

    owners: int
    area: int = Field(description=_AREA)

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """The view of a tally."""
        return cls(owners=tally.owners, area=tally.area)


class OutcomeView(BaseModel):
    """A matter's result with the majority that it needed."""

    item_id: str
    votes: dict[Choice, TallyView]
    majority: Rule
    carried: bool


class ResultView(BaseModel):
    """What was counted."""

    quorum: Rule
    has_quorum: bool
    outcomes: list[OutcomeView]

    @classmethod
    def of(cls, counted: Count) -> Self:
        """The view of a count."""
        return cls(
            quorum=Rule(owners=ShareView.of(counted.quorum_owners), area=ShareView.of(counted.quorum_area)),
            has_quorum=counted.has_quorum,
            outcomes=[
                OutcomeView(
                    item_id=item_id,
                    votes={choice: TallyView.of(tally) for choice, tally in outcome.tallies.items()},
                    majority=Rule(owners=ShareView.of(outcome.by_owners), area=ShareView.of(outcome.by_area)),
                    carried=outcome.is_carried,
                )
                for item_id, outcome in counted.outcomes.items()
            ],
        )


class AssemblyView(BaseModel):
    """An assembly with its agenda and, once counted, its result."""

    id: str
    community_id: str
    title: str
    status: AssemblyStatus
    items: list[ItemView]
    voting_opens_at: datetime
    voting_closes_at: datetime
    drafted_by: str
    called_at: datetime | None
    owners: int | None = Field(
        description="Who may vote, as the rooms stood when voting opened; an owner of several rooms counts once"
    )
    area: int | None = Field(description=_AREA)
    counted_at: datetime | None
    counted_by: str | None
    result: ResultView | None
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancelled_reason: str | None
    published_at: datetime | None
    minutes: str | None
    chaired_by: str | None
    version: int

    @classmethod
    def of(cls, assembly: Assembly) -> Self:
        """The view of a row loaded with its agenda."""
        return cls(
            id=assembly.id,
            community_id=assembly.community_id,
            title=assembly.title,
            status=AssemblyStatus(assembly.status),
            items=[
                ItemView(
                    id=item.id, place=item.place, subject=Subject(item.subject), title=item.title, motion=item.motion
                )
                for item in assembly.items
            ],
            voting_opens_at=assembly.voting_opens_at,
            voting_closes_at=assembly.voting_closes_at,
            drafted_by=assembly.drafted_by,
            called_at=assembly.called_at,
            owners=assembly.owners,
            area=assembly.area,
            counted_at=assembly.counted_at,
            counted_by=assembly.counted_by,
            result=ResultView.model_validate(assembly.result) if assembly.result else None,
            cancelled_at=assembly.cancelled_at,
            cancelled_by=assembly.cancelled_by,
            cancelled_reason=assembly.cancelled_reason,
            published_at=assembly.published_at,
            minutes=assembly.minutes,
            chaired_by=assembly.chaired_by,
            version=assembly.version,
        )


class Turnout(BaseModel):
    """How far the voting has come, against the quorum."""

    assembly_id: str
    quorum: Rule
    reached: bool


class VoterView(BaseModel):
    """Who may vote, room by room."""

    room_code: str
    household_id: str | None
    area: int = Field(description=_AREA)
    owner_rooms: int = Field(description="Rooms of the same owner, who counts once and has one ballot for them all")
    owner_area: int = Field(description=f"Of them all, {_AREA}")

    @classmethod
    def of(cls, voter: AssemblyVoter) -> Self:
        """The view of a row."""
        return cls.model_validate({name: getattr(voter, name) for name in cls.model_fields})


class EarlierBallot(BaseModel):
    """A ballot that another replaced."""

    form: BallotForm
    identity: Identity
    verified_by: str
    choices: dict[str, Choice]
    cast_at: datetime
    replaced_at: datetime


class BallotView(BaseModel):
    """The ballot that counts, with those that it replaced."""

    id: str
    assembly_id: str
    room_code: str = Field(description="With which it was cast")
    area: int = Field(description=f"Of all the owner's rooms, {_AREA}")
    form: BallotForm
    identity: Identity
    verified_by: str
    choices: dict[str, Choice]
    cast_at: datetime
    replaced: list[EarlierBallot]
    version: int

    @classmethod
    def of(cls, ballot: AssemblyBallot) -> Self:
        """The view of a row loaded with what it replaced."""
        return cls(
            id=ballot.id,
            assembly_id=ballot.assembly_id,
            room_code=ballot.room_code,
            area=ballot.area,
            form=BallotForm(ballot.form),
            identity=Identity(ballot.identity),
            verified_by=ballot.verified_by,
            choices={item_id: Choice(choice) for item_id, choice in ballot.choices.items()},
            cast_at=ballot.cast_at,
            replaced=[
                EarlierBallot(
                    form=BallotForm(old.form),
                    identity=Identity(old.identity),
                    verified_by=old.verified_by,
                    choices={item_id: Choice(choice) for item_id, choice in old.choices.items()},
                    cast_at=old.cast_at,
                    replaced_at=old.replaced_at,
                )
                for old in ballot.replaced
            ],
            version=ballot.version,
        )
