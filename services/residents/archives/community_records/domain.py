"""Kinds of records of the whole community. Source: handbook T-29."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.text import Text


class CommunityRecordKind(StrEnum):
    """What is filed by itself."""

    ASSEMBLY_RESULT = "assembly_result"


COMMUNITY_RECORD_KINDS: Mapping[CommunityRecordKind, Text] = {
    CommunityRecordKind.ASSEMBLY_RESULT: Text(
        zh="业主大会会议纪要与结果", en="Minutes and result of an owners' assembly"
    ),
}
