"""Words for the enumerations of promises, in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.promises.domain.promising import PROMISE_STATUSES, AboutKind, PromiseKind
from shared.kernel.text import Text

LABELS: Mapping[str, Mapping[Any, Text]] = {
    "promise_kind": {
        PromiseKind.CALL_BACK: Text(zh="回电", en="Call back"),
        PromiseKind.VISIT: Text(zh="上门", en="Visit"),
        PromiseKind.ANSWER: Text(zh="答复", en="Answer"),
        PromiseKind.TIME: Text(zh="业户要求的时间", en="Time that the resident asks for"),
        PromiseKind.COMPENSATION: Text(zh="补偿", en="Compensation"),
        PromiseKind.OTHER: Text(zh="其他", en="Other"),
    },
    "promise_status": PROMISE_STATUSES,
    "promise_about": {
        AboutKind.TICKET: Text(zh="工单", en="Ticket"),
        AboutKind.ROOM: Text(zh="房间", en="Room"),
        AboutKind.HOUSEHOLD: Text(zh="业户", en="Household"),
        AboutKind.REFERENCE: Text(zh="其他业务", en="Another service's matter"),
    },
}
