"""An answer on paper, to take home: what to do, and what to bring. Source: handbook T-31."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from services.tickets.answers.domain.labels import ANSWER_CATEGORIES
from services.tickets.answers.domain.lifecycle import AnswerCategory
from services.tickets.answers.models import AnswerVersion
from services.tickets.replicas.models import CommunityReplica
from shared.kernel.moments import local_minute
from shared.kernel.text import Locale, Text
from shared.runtime.papers import compile_paper

_TEMPLATES = Path(__file__).parent / "templates"
_WORDS = {
    "office": Text(zh="物业服务中心", en="Property service centre"),
    "bring": Text(zh="请携带", en="Please bring"),
    "agreed": Text(zh="审定", en="Agreed"),
    "version": Text(zh="版本", en="Version"),
    "printed": Text(zh="打印于", en="Printed"),
    "hours": Text(zh="前台服务时间（每天）", en="Reception, every day"),
}
"""Reception is open every day, at the community's own hours; working days are those of its clocks (handbook README)."""


def answer_pdf(version: AnswerVersion, community: CommunityReplica, locale: Locale, now: datetime) -> bytes:
    """On A5, in the reader's language, with boxes to tick. Call it by `asyncio.to_thread`."""
    zone, is_english = ZoneInfo(community.time_zone), locale == "en"
    answer = version.answer_en if is_english else version.answer_zh
    content = {
        "words": {name: words.pick(locale) for name, words in _WORDS.items()},
        "lang": "en" if is_english else "zh",
        "community": community.name,
        "category": ANSWER_CATEGORIES[AnswerCategory(version.category)].pick(locale),
        "question": version.question_en if is_english else version.question_zh,
        "paragraphs": [line.strip() for line in answer.splitlines() if line.strip()],
        "papers": [paper["en" if is_english else "zh"] for paper in version.papers],
        "number": version.number,
        "agreed_on": f"{version.agreed_at.astimezone(zone):%Y-%m-%d}" if version.agreed_at else None,
        "hours": f"{community.reception_opens[:5]}–{community.reception_closes[:5]}",
        "printed_at": local_minute(now, zone),
    }
    return compile_paper(_TEMPLATES / "answer.typ", content, made_at=now)
