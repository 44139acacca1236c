"""Words for the enumerations of clocks, pauses and care for a request, in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.lifecycle import Validity
from services.tickets.requests.domain.materials import WorkKind
from services.tickets.requests.domain.pauses import PauseReason
from services.tickets.requests.domain.progress import Audience
from shared.kernel.text import Text

LABELS: Mapping[str, Mapping[Any, Text]] = {
    "ticket_validity": {
        Validity.VALID: Text(zh="有效", en="valid"),
        Validity.INVALID: Text(zh="无效", en="invalid"),
    },
    "work_line_kind": {
        WorkKind.MATERIAL: Text(zh="材料", en="Material"),
        WorkKind.LABOUR: Text(zh="人工", en="Labour"),
    },
    "progress_audience": {
        Audience.REQUESTER: Text(zh="向报事人通报了进展", en="told the requester the progress"),
        Audience.HOUSE: Text(zh="内部跟进了进展", en="asked after the work inside the house"),
    },
    "ticket_clock": {
        Clock.DISPATCH: Text(zh="派工", en="dispatch"),
        Clock.RESPOND: Text(zh="答复", en="reply"),
        Clock.ARRIVE: Text(zh="到场", en="arrival"),
        Clock.SETTLE: Text(zh="处理", en="settlement"),
    },
    "arrival_check": {
        "arrived": Text(zh="已到场", en="somebody is there"),
        "absent": Text(zh="无人到场", en="nobody is there"),
    },
    "ticket_pause_reason": {
        PauseReason.REQUESTER: Text(zh="等待业户", en="waiting for the requester"),
        PauseReason.PART: Text(zh="业户方配件未到", en="a part is missing on the requester's side"),
        PauseReason.NEIGHBOURS: Text(zh="须协调邻里", en="neighbours must be coordinated"),
        PauseReason.WEATHER: Text(zh="天气", en="weather"),
    },
}
