"""Bilingual text: everything a person reads exists in zh-CN and en."""

from collections.abc import Iterable, Mapping
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


def spelled_out(codes: Iterable[str], names: Mapping[str, Text]) -> Text:
    """A list of codes for a reader who needs the words and for one who sends the codes: `轻微（minor）、…`."""
    known = [(code, names.get(code, Text(code, code))) for code in codes]
    return Text(
        zh="、".join(f"{name.zh}（{code}）" for code, name in known),
        en=", ".join(f"{name.en} ({code})" for code, name in known),
    )
