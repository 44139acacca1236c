"""A field's content in words, as a line of history has it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.domain.labels import label
from shared.kernel.moments import local_minute
from shared.kernel.text import Locale, Text

_CODES: Mapping[str, str] = {
    "severity": "ticket_severity",
    "department": "department",
    "category": "ticket_category",
    "source": "ticket_source",
}
_NOTHING = Text(zh="无", en="none")
_TRUTHS = {True: Text(zh="是", en="yes"), False: Text(zh="否", en="no")}
_LONGEST = 80


def content_line(field: str, content: Any, locale: Locale, time_zone: ZoneInfo) -> str:
    """Codes by their words, moments in the community's time; long texts are cut."""
    if content is None or content == []:
        return _NOTHING.pick(locale)
    if isinstance(content, bool):
        return _TRUTHS[content].pick(locale)
    if field in _CODES:
        return label(_CODES[field], content, locale)
    if field == "availability":
        return ", ".join(_span(window, time_zone) for window in content)
    if field == "opened_at":
        return _local(content, time_zone)
    text = " ".join(str(content).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _span(window: Mapping[str, str], time_zone: ZoneInfo) -> str:
    return f"{_local(window['starts_at'], time_zone)}–{_local(window['ends_at'], time_zone)}"


def _local(moment: str, time_zone: ZoneInfo) -> str:
    return local_minute(datetime.fromisoformat(moment), time_zone)
