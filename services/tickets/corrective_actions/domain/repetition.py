"""When the same again is too often. Source: handbook T-21."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.matters import EVERYWHERE, OWN_WORDS
from shared.kernel.text import Text

REPEATING = (Category.COMPLAINT, Category.REPAIR)
_KINDS: Mapping[Category, Text] = {
    Category.COMPLAINT: Text(zh="投诉", en="Complaints"),
    Category.REPAIR: Text(zh="维修", en="Repairs"),
}


@dataclass(frozen=True, slots=True)
class RepetitionPolicy:
    """A community's values: so many of one matter within the window are a repetition."""

    window: timedelta = timedelta(days=90)
    threshold: int = 3


@dataclass(frozen=True, slots=True)
class RepeatedMatter:
    """What has in common to be one matter."""

    community_id: str
    category: str
    matter: str
    place: str


def title_of(repeated: RepeatedMatter, words: Text | None) -> Text:
    """How a record of it is called; `words` are the matter's own, None for one told by its summary."""
    kind = _KINDS[Category(repeated.category)]
    told = words or Text(zh=repeated.matter.removeprefix(OWN_WORDS), en=repeated.matter.removeprefix(OWN_WORDS))
    zh, en = f"{kind.zh}重复：{told.zh}", f"{kind.en} repeat: {told.en}"
    if repeated.place != EVERYWHERE:
        return Text(zh=f"{zh}（{_place_zh(repeated)}）", en=f"{en} ({_place_en(repeated)})")
    return Text(zh=zh, en=en)


def _place_zh(repeated: RepeatedMatter) -> str:
    return repeated.place if "#" in repeated.place else f"{repeated.place}栋"


def _place_en(repeated: RepeatedMatter) -> str:
    return repeated.place if "#" in repeated.place else f"building {repeated.place}"
