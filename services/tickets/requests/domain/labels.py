"""Words for the enumerations of clocks and their pauses."""

from collections.abc import Mapping
from typing import Any

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.pauses import PauseReason
from shared.kernel.text import Text

CLOCK_TABLES: Mapping[str, Mapping[Any, Text]] = {
    "ticket_clock": {
        Clock.DISPATCH: Text(zh="派工", en="dispatch"),
        Clock.RESPOND: Text(zh="答复", en="reply"),
        Clock.ARRIVE: Text(zh="到场", en="arrival"),
        Clock.SETTLE: Text(zh="处理", en="settlement"),
    },
    "ticket_pause_reason": {
        PauseReason.REQUESTER: Text(zh="等待业户", en="waiting for the requester"),
        PauseReason.PART: Text(zh="业户方配件未到", en="a part is missing on the requester's side"),
        PauseReason.NEIGHBOURS: Text(zh="须协调邻里", en="neighbours must be coordinated"),
        PauseReason.WEATHER: Text(zh="天气", en="weather"),
    },
}
