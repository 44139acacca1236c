"""Words for the enumerations of escalation, in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.escalations.domain.ladder import SLIP_STATUSES, Cause, Level
from shared.kernel.text import Text

LABELS: Mapping[str, Mapping[Any, Text]] = {
    "escalation_level": {
        Level.LEAD: Text(zh="客服主管", en="the service lead"),
        Level.MANAGER: Text(zh="项目负责人", en="the manager"),
    },
    "escalation_cause": {
        Cause.BREACH: Text(zh="时限已过", en="a limit passed"),
        Cause.CANNOT_HANDLE: Text(zh="无法处理", en="it can't be handled"),
        Cause.UNANSWERED: Text(zh="联系单未按时答复", en="the slip was not answered in time"),
        Cause.MONTH_OPEN: Text(zh="一个月未解决", en="open for a month"),
        Cause.PROMISES_BROKEN: Text(zh="多次承诺未兑现", en="promises were not kept again and again"),
    },
    "slip_status": SLIP_STATUSES,
}
