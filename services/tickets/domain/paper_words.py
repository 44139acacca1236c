"""What the slips of a ticket say alike. Source: handbook T-09, T-14."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.kernel.moments import local_minute
from shared.kernel.text import Locale, Text

WORDS: Mapping[str, Text] = {
    "office": Text(zh="物业服务中心", en="Property service centre"),
    "number": Text(zh="编号", en="No."),
    "printed": Text(zh="打印于", en="Printed"),
    "room": Text(zh="房号", en="Room"),
    "category": Text(zh="类别", en="Category"),
    "department": Text(zh="责任部门", en="Department"),
    "signature": Text(zh="签字：", en="Signature:"),
    "date": Text(zh="日期：          ", en="Date:                "),
}


def picked(words: Mapping[str, Text], locale: Locale) -> dict[str, str]:
    """The words in the reader's language."""
    return {name: text.pick(locale) for name, text in words.items()}


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """`2026-11-23 10:00` by the community's clock."""
    return local_minute(at, zone) if at else None


def named(account_id: str | None, names: Mapping[str, str]) -> str | None:
    """A display name; an account not heard of is told by its id."""
    return names.get(account_id, account_id) if account_id else None


def box(title: Text, locale: Locale, name: str | None = None) -> dict[str, Any]:
    """A box to sign in, with the name of who is to sign where it is known."""
    return {"title": title.pick(locale), "name": name}
