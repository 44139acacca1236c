"""Words for the enumerations of the answer book."""

from collections.abc import Mapping
from typing import Any

from services.tickets.answers.domain.lifecycle import ANSWER_STATUSES, AnswerCategory
from shared.kernel.text import Text

ANSWER_CATEGORIES: Mapping[AnswerCategory, Text] = {
    AnswerCategory.FEES: Text(zh="收费", en="Fees"),
    AnswerCategory.MOVE_IN: Text(zh="收楼入住", en="Moving in"),
    AnswerCategory.RENOVATION: Text(zh="装修", en="Renovation"),
    AnswerCategory.PARKING: Text(zh="停车", en="Parking"),
    AnswerCategory.ACCESS: Text(zh="门禁与出入", en="Access"),
    AnswerCategory.REPAIR: Text(zh="报修", en="Repairs"),
    AnswerCategory.LIVING: Text(zh="小区生活", en="Living here"),
    AnswerCategory.OTHER: Text(zh="其他", en="Other"),
}
CODES: Mapping[str, Mapping[Any, Text]] = {
    "answer_category": ANSWER_CATEGORIES,
    "answer_status": ANSWER_STATUSES,
}
