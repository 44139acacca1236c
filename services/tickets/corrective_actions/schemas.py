"""Bodies of corrective and preventive actions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.corrective_actions.domain.lifecycle import LIFECYCLE, Origin, Status
from services.tickets.corrective_actions.models import CorrectiveAction, CorrectiveActionStep
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.matters import Matter
from services.tickets.requests.schemas.actions import Moment
from shared.kernel.text import Locale
from shared.runtime.http.fields import Identifier, Line, Prose

TicketIds = Annotated[list[Identifier], Field(max_length=100)]
_AN_ID = "0193d2a0-0000-7000-8000-000000000001"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ActionOpening(_Body):
    """A record opened by hand."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"title": "地下车库反复积水", "ticket_ids": [_AN_ID]}]},
    )

    title: Line
    description: Prose | None = None
    ticket_ids: TicketIds = Field(default_factory=list, description="A ticket belongs to one record at most")
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several")


class TicketLinks(_Body):
    """Tickets of the same matter."""

    ticket_ids: Annotated[TicketIds, Field(min_length=1)]


class Analysis(_Body):
    """Why it happened."""

    cause: Prose = Field(examples=["屋面防水层老化"])


class Plan(_Body):
    """What is done, by whom, until when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"measures": "翻修屋面", "responsible_id": _AN_ID, "due_at": "2026-12-20T17:00:00+08:00"}]
        },
    )

    measures: Prose
    prevention: Prose | None = Field(default=None, description="What keeps it from happening elsewhere")
    responsible_id: Identifier = Field(description="An active account of the desk or of a department")
    due_at: Moment


class Remark(_Body):
    """An optional word to a decision."""

    note: Line | None = None


class SendingBack(_Body):
    """Why the plan does not do."""

    reason: Line


class Completion(_Body):
    """What was done."""

    result: Prose


class Verification(_Body):
    """Whether it helped, and how that is known."""

    effective: bool
    evidence: Prose = Field(examples=["三个月内无同类投诉"])


NO_REMARK = Remark()


class LinkedTicket(BaseModel):
    """A ticket of the matter."""

    ticket_id: str
    number: str
    linked_by: str | None = Field(description="null: found by the rule")


class ActionView(BaseModel):
    """A corrective and preventive action."""

    id: str
    community_id: str
    number: str = Field(examples=["CA26-0007"])
    origin: Origin
    title: str
    description: str | None
    category: Category | None
    matter: Matter | None
    place: str | None = Field(description="A room, a building, or * for the whole community")
    round: int | None = Field(description="Which record of this repeated matter; null: not opened by repetition")
    status: Status
    actions: list[str] = Field(description="What is possible next")
    attempt: int
    opened_by: str | None = Field(description="null: the repetition itself")
    opened_at: datetime
    cause: str | None
    analysed_by: str | None
    analysed_at: datetime | None
    measures: str | None
    prevention: str | None
    responsible_id: str | None
    due_at: datetime | None
    overdue_at: datetime | None = Field(description="The deadline itself, once it passed unkept")
    planned_by: str | None
    planned_at: datetime | None
    checked_by: str | None
    checked_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    result: str | None
    done_by: str | None
    done_at: datetime | None
    verification: str | None
    verified_by: str | None
    verified_at: datetime | None
    tickets: list[LinkedTicket]
    version: int

    @classmethod
    def of(cls, action: CorrectiveAction, locale: Locale) -> Self:
        """The view of a row loaded with its tickets."""
        status = Status(action.status)
        plain = {name: getattr(action, name) for name in cls.model_fields if name in _AS_THEY_ARE}
        return cls(
            **plain,
            origin=Origin(action.origin),
            title=action.title_en if locale == "en" else action.title_zh,
            category=Category(action.category) if action.category else None,
            matter=Matter(action.matter) if action.matter in set(Matter) else None,
            status=status,
            actions=LIFECYCLE.actions(status),
            opened_at=action.created_at,
            tickets=[
                LinkedTicket(ticket_id=link.ticket_id, number=link.ticket_number, linked_by=link.linked_by)
                for link in action.links
            ],
        )


_AS_THEY_ARE = frozenset(ActionView.model_fields) - {
    "origin", "title", "category", "matter", "status", "actions", "opened_at", "tickets"
}  # fmt: skip


class ActionStep(BaseModel):
    """One thing that was done."""

    at: datetime
    action: str
    status: Status
    actor_id: str | None
    actor_name: str | None
    note: str | None

    @classmethod
    def of(cls, step: CorrectiveActionStep, names: Mapping[str, str]) -> Self:
        """The view of a row; `names` are display names by account id."""
        return cls(
            at=step.at,
            action=step.action,
            status=Status(step.status),
            actor_id=step.actor_id,
            actor_name=names.get(step.actor_id) if step.actor_id else None,
            note=step.note,
        )


class OtherRound(BaseModel):
    """The record of the same matter before this one, or after it."""

    id: str
    number: str = Field(examples=["CA26-0003"])
    round: int
    status: Status
    opened_at: datetime
    verified_at: datetime | None

    @classmethod
    def of(cls, action: CorrectiveAction | None) -> Self | None:
        """The view of a row that may not be there."""
        if action is None:
            return None
        return cls(
            id=action.id,
            number=action.number,
            round=action.round or 0,
            status=Status(action.status),
            opened_at=action.created_at,
            verified_at=action.verified_at,
        )


class ActionDetail(ActionView):
    """With its history, and the records of the same matter beside it."""

    follows: OtherRound | None = Field(description="The round before: the matter came again after it")
    followed_by: OtherRound | None = Field(description="The round after: the matter came again")
    history: list[ActionStep]
