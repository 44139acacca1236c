"""HTTP bodies of the community's records."""

from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from services.residents.archives.community_records.domain import COMMUNITY_RECORD_KINDS, CommunityRecordKind
from services.residents.archives.community_records.models import CommunityRecord
from shared.kernel.text import Locale


class CommunityRecordView(BaseModel):
    """A record of the whole community; it never changes."""

    id: str
    community_id: str
    kind: CommunityRecordKind
    kind_label: str = Field(examples=["业主大会会议纪要与结果"])
    reference_id: str = Field(description="The assembly that it records; its PDF is `/v1/assemblies/{id}/minutes/pdf`")
    title: str
    dated_on: date
    details: dict[str, Any] = Field(description="Turnout and what was decided; areas in 0.01 m²")
    text: str = Field(description="The minutes")
    signed_by: str | None
    filed_at: datetime

    @classmethod
    def of(cls, record: CommunityRecord, locale: Locale) -> Self:
        """The view of a row in the reader's language."""
        kind = CommunityRecordKind(record.kind)
        given = {name: getattr(record, name) for name in cls.model_fields if name != "kind_label"}
        return cls(**given, kind_label=COMMUNITY_RECORD_KINDS[kind].pick(locale))
