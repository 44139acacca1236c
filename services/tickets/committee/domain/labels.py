"""Words of the committee's matters in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.committee.domain.contacts import Channel, Position
from services.tickets.committee.domain.matters import MATTER_STATUSES, MatterKind, Occasion
from shared.kernel.text import Text

LABELS: Mapping[str, Mapping[Any, Text]] = {
    "committee_position": {
        Position.CHAIR: Text(zh="主任", en="Chair"),
        Position.VICE_CHAIR: Text(zh="副主任", en="Vice-chair"),
        Position.MEMBER: Text(zh="委员", en="Member"),
    },
    "committee_channel": {
        Channel.VISIT: Text(zh="走访", en="Visit"),
        Channel.MEETING: Text(zh="会议", en="Meeting"),
        Channel.PHONE: Text(zh="电话", en="Phone"),
        Channel.WRITTEN: Text(zh="书面", en="In writing"),
    },
    "committee_matter_kind": {
        MatterKind.QUESTION: Text(zh="业委会提问", en="Question"),
        MatterKind.REPORT: Text(zh="须报告事项", en="Matter to report"),
    },
    "committee_matter_occasion": {
        Occasion.ASKED: Text(zh="业委会提出", en="Asked by the committee"),
        Occasion.RENOVATION_VIOLATION: Text(zh="装修严重违规", en="Serious breach in a renovation"),
        Occasion.ARREARS: Text(zh="大额或长期欠费", en="Arrears over a threshold"),
        Occasion.INCIDENT: Text(zh="突发事件", en="Incident"),
    },
    "committee_matter_status": MATTER_STATUSES,
}
