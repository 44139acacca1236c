"""Bodies of the committee's matters."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.committee.domain.contacts import Channel, Due, Position
from services.tickets.committee.domain.matters import MatterKind, MatterStatus, Occasion
from services.tickets.committee.models import CommitteeContact, CommitteeMatter, CommitteeMember
from shared.runtime.http.fields import Code, Identifier, Line, Name, Prose

CommunityId = Annotated[Identifier | None, Field(description="Needed when the account has several communities")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MemberBody(_Body):
    """Somebody who was elected."""

    name: Name = Field(examples=["陈静"])
    position: Position = Field(examples=["chair"])
    room_code: Code | None = Field(default=None, examples=["1#1-2-3"])
    since: date = Field(ge=date(2000, 1, 1), le=date(2100, 1, 1), examples=["2026-03-01"])
    community_id: CommunityId = None


class EndOfTerm(_Body):
    """The term's last day."""

    until: date = Field(examples=["2026-11-23"])


class MemberChange(_Body):
    """What an entry should have said; what is left out stays, `null` takes a room or the end of a term back."""

    name: Name = Field(default="", examples=["陈静"])
    position: Position = Field(default=Position.MEMBER, examples=["member"])
    room_code: Code | None = Field(default=None, examples=["1#1-2-3"])
    since: date = Field(default=date(2000, 1, 1), ge=date(2000, 1, 1), le=date(2100, 1, 1))
    until: date | None = None
    reason: Line = Field(examples=["房号登记有误"])


class MemberView(BaseModel):
    """A member's term."""

    id: str
    community_id: str
    name: str
    position: Position
    room_code: str | None
    since: date
    until: date | None
    version: int

    @classmethod
    def of(cls, member: CommitteeMember) -> Self:
        """The view of a row."""
        return cls(
            id=member.id,
            community_id=member.community_id,
            name=member.name,
            position=Position(member.position),
            room_code=member.room_code,
            since=member.since,
            until=member.until,
            version=member.version,
        )


class CorrectionView(BaseModel):
    """A correction: the fields before and after."""

    at: datetime
    by_id: str
    reason: str
    before: dict[str, str | None]
    after: dict[str, str | None]


class MemberDetail(MemberView):
    """A member with the corrections of the entry."""

    corrections: list[CorrectionView]

    @classmethod
    def whole(cls, member: CommitteeMember) -> Self:
        """The view of a row loaded with its corrections."""
        return cls(
            **dict(MemberView.of(member)),
            corrections=[
                CorrectionView(at=it.at, by_id=it.by_id, reason=it.reason, before=it.before, after=it.after)
                for it in member.corrections
            ],
        )


class ContactBody(_Body):
    """A talk with members."""

    held_on: date = Field(examples=["2026-11-23"])
    channel: Channel = Field(examples=["visit"])
    member_ids: Annotated[list[Identifier], Field(min_length=1, max_length=50)]
    subject: Line = Field(examples=["电梯大修方案"])
    outcome: Prose | None = None
    community_id: CommunityId = None


class ContactView(BaseModel):
    """A talk with members."""

    id: str
    community_id: str
    held_on: date
    channel: Channel
    member_ids: list[str]
    subject: str
    outcome: str | None
    recorded_by: str

    @classmethod
    def of(cls, contact: CommitteeContact) -> Self:
        """The view of a row loaded with its partners."""
        return cls(
            id=contact.id,
            community_id=contact.community_id,
            held_on=contact.held_on,
            channel=Channel(contact.channel),
            member_ids=[partner.member_id for partner in contact.partners],
            subject=contact.subject,
            outcome=contact.outcome,
            recorded_by=contact.recorded_by,
        )


class DueView(BaseModel):
    """What a period asks for."""

    first_day: date
    last_day: date
    needed: int
    contacted: int
    missing: int

    @classmethod
    def of(cls, due: Due) -> Self:
        """The view of the rule's answer."""
        return cls(
            first_day=due.first, last_day=due.last, needed=due.needed, contacted=due.contacted, missing=due.missing
        )


class ContactsDue(BaseModel):
    """The chair monthly, half the members quarterly (T-26)."""

    community_id: str
    members: int
    chair: DueView
    half: DueView
    members_left: list[MemberView] = Field(description="Not contacted in the quarter")


class QuestionBody(_Body):
    """What the committee wants to know."""

    subject: Line = Field(examples=["公共收益去向"])
    details: Prose | None = None
    member_id: Identifier | None = Field(default=None, description="Who asked")
    community_id: CommunityId = None


class Settling(_Body):
    """What was answered, or how it was reported."""

    answer: Prose = Field(examples=["已书面答复，附收支明细"])


class MatterView(BaseModel):
    """A question or a matter to report."""

    id: str
    community_id: str
    kind: MatterKind
    occasion: Occasion
    cause_id: str | None
    subject: str
    details: str | None
    member_id: str | None
    status: MatterStatus
    raised_at: datetime
    due_at: datetime = Field(description="Three working days of the community's calendar (T-26)")
    breached_at: datetime | None
    settled_at: datetime | None
    settled_by: str | None
    answer: str | None
    version: int

    @classmethod
    def of(cls, matter: CommitteeMatter) -> Self:
        """The view of a row."""
        return cls(
            id=matter.id,
            community_id=matter.community_id,
            kind=MatterKind(matter.kind),
            occasion=Occasion(matter.occasion),
            cause_id=matter.cause_id,
            subject=matter.subject,
            details=matter.details,
            member_id=matter.member_id,
            status=MatterStatus(matter.status),
            raised_at=matter.created_at,
            due_at=matter.due_at,
            breached_at=matter.breached_at,
            settled_at=matter.settled_at,
            settled_by=matter.settled_by,
            answer=matter.answer,
            version=matter.version,
        )
