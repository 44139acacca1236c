"""Bodies of the contractor's contact."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.renovation.models import Renovation
from services.residents.renovation.schemas.asked import ContactBody
from shared.kernel.phones import mask_phone
from shared.runtime.http.fields import Line


class ContactChange(BaseModel):
    """Whom to call from now on; null is nobody."""

    model_config = ConfigDict(extra="forbid")

    contact: ContactBody | None


class RevealContactBody(BaseModel):
    """Why; it goes on the record."""

    model_config = ConfigDict(extra="forbid")

    reason: Line = Field(examples=["楼下渗水，须立即联系施工负责人"])


class ContactView(BaseModel):
    """Whom to call; the phone is masked (handbook R-04)."""

    id: str
    name: str = Field(examples=["王工"])
    phone: str = Field(examples=["138****5678"])

    @classmethod
    def of(cls, renovation: Renovation) -> Self | None:
        """None where nobody was named."""
        if renovation.contractor_contact_id is None:
            return None
        return cls(
            id=renovation.contractor_contact_id,
            name=renovation.contractor_contact_name or "",
            phone=mask_phone(renovation.contractor_contact_phone or ""),
        )


class RevealedContact(BaseModel):
    """Whom to call, in clear."""

    id: str
    name: str
    phone: str = Field(examples=["+8613812345678"])
