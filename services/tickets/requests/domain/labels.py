"""Words for the enumerations of care for a request, in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.requests.domain.lifecycle import Validity
from services.tickets.requests.domain.materials import WorkKind
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
}
