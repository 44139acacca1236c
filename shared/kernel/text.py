"""Bilingual text: everything a person reads exists in zh-CN and en."""

from dataclasses import dataclass
from typing import Literal

Locale = Literal["zh-CN", "en"]
DEFAULT_LOCALE: Locale = "zh-CN"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; `{name}` places are filled by `pick`."""

    zh: str
    en: str

    def pick(self, locale: Locale, **params: object) -> str:
        """The sentence in `locale` with its places filled. Raises KeyError for a missing place."""
        template = self.en if locale == "en" else self.zh
        return template.format(**params) if params else template
