"""Attachments as they are answered."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.attachments.domain.purposes import Purpose


class TicketAttachmentView(BaseModel):
    """A file of a ticket."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    ticket_id: str
    purpose: Purpose
    filename: str
    media_type: str = Field(description="Found from the content")
    size: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime


class TicketAttachments(BaseModel):
    """All of a ticket's, as they were handed in."""

    items: list[TicketAttachmentView]
