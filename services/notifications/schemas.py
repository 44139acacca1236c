"""HTTP bodies of the notifications service."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.domain.delivery import Channel, Status, Urgency
from services.notifications.domain.templates import TEMPLATES, TemplateName
from services.notifications.models import Message, PhoneTask


class MessageView(BaseModel):
    """A message and how far it got (handbook N-04)."""

    id: str
    community_id: str
    template: TemplateName
    recipient: str = Field(examples=["role:service_lead"])
    household_id: str | None
    room_code: str | None = Field(examples=["3#2-5-1"])
    about: str = Field(description="Id of the ticket, charge, payment … that it is about")
    language: str
    title: str
    body: str
    urgency: Urgency
    channel: Channel
    status: Status
    attempts: int
    created_at: datetime
    delivered_at: datetime | None
    next_attempt_at: datetime | None
    last_answer: str | None
    version: int

    @classmethod
    def of(cls, message: Message) -> Self:
        """The view of a loaded row."""
        return cls.model_validate(message, from_attributes=True)


class TemplateView(BaseModel):
    """A template in the language of the request."""

    name: TemplateName
    title: str
    body: str
    urgency: Urgency

    @classmethod
    def all_in(cls, locale: Literal["zh-CN", "en"]) -> list[Self]:
        """Every template."""
        return [
            cls(
                name=name,
                title=template.title.en if locale == "en" else template.title.zh,
                body=template.body.en if locale == "en" else template.body.zh,
                urgency=template.urgency,
            )
            for name, template in TEMPLATES.items()
        ]


class PhoneTaskView(BaseModel):
    """A call to make because no channel got through (handbook N-04)."""

    id: str
    community_id: str
    message_id: str
    household_id: str | None
    room_code: str | None
    words: str
    created_at: datetime
    finished_at: datetime | None
    finished_by: str | None
    result: str | None
    version: int

    @classmethod
    def of(cls, task: PhoneTask) -> Self:
        """The view of a loaded row."""
        return cls.model_validate(task, from_attributes=True)


class PhoneTaskFinish(BaseModel):
    """How the call went."""

    model_config = ConfigDict(extra="forbid")

    result: Literal["told", "left_word", "unreachable"]
