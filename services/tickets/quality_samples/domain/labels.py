"""Words for the enumerations of quality samples."""

from collections.abc import Mapping
from typing import Any

from services.tickets.quality_samples.domain.lifecycle import SAMPLE_STATUSES
from services.tickets.quality_samples.domain.marking import Criterion
from shared.kernel.text import Text

CRITERIA: Mapping[Criterion, Text] = {
    Criterion.GREETING: Text(zh="问候礼仪", en="Greeting"),
    Criterion.UNDERSTANDING: Text(zh="理解诉求", en="Understanding"),
    Criterion.ANSWER: Text(zh="解答处理", en="Answer"),
    Criterion.RECORD: Text(zh="记录完整", en="Record"),
}
CODES: Mapping[str, Mapping[Any, Text]] = {
    "quality_criterion": CRITERIA,
    "quality_sample_status": SAMPLE_STATUSES,
}
