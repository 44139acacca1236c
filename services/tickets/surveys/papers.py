"""The report of a survey on paper and as a sheet. Source: handbook T-23."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.surveys.domain.surveys import MARKS, SURVEY_STATUSES
from services.tickets.surveys.reporting import ItemLine, SurveyReport
from shared.kernel.moments import local_minute
from shared.kernel.text import Locale, Text
from shared.runtime.papers import compile_paper
from shared.runtime.sheets import Column, sheet_bytes

_TEMPLATES = Path(__file__).parent / "templates"
_WORDS = {
    "title": Text(zh="业户满意度调查报告", en="Resident survey report"),
    "office": Text(zh="物业服务中心", en="Property service centre"),
    "as_of": Text(zh="截至", en="As of"),
    "occupied": Text(zh="入住户数", en="Occupied households"),
    "asked": Text(zh="抽样户数", en="Asked"),
    "asked_percent": Text(zh="抽样比例", en="Share asked"),
    "answered": Text(zh="回收份数", en="Papers back"),
    "response": Text(zh="回收率", en="Response rate"),
    "valid": Text(zh="有效", en="Valid"),
    "invalid": Text(zh="无效（未签名）", en="Invalid (unsigned)"),
    "item": Text(zh="项目", en="Item"),
    "satisfaction": Text(zh="满意率", en="Satisfaction"),
    "overall": Text(zh="综合满意率", en="Overall satisfaction"),
    "unsatisfied_papers": Text(zh="有不满意项的答卷", en="Papers with something unsatisfied"),
    "visits": Text(zh="应回访 / 已回访", en="Visits due / made"),
    "our_faults": Text(zh="属我方责任", en="Our fault"),
    "note": Text(
        zh="满意率 =（满意 + 基本满意）÷ 有意见的有效评价；“不了解”不计入。",
        en="Satisfaction = (satisfied + fairly satisfied) ÷ valid marks with an opinion.",
    ),
}


def survey_pdf(report: SurveyReport, time_zone: str, locale: Locale) -> bytes:
    """On A4, in the reader's language."""
    words = _words(locale)
    content = {
        "words": words,
        "marks": [label.pick(locale) for label in MARKS.values()],
        "community": report.community_name,
        "title": report.title,
        "status": SURVEY_STATUSES[report.status].pick(locale),
        "as_of": _local(report, time_zone),
        "facts": [[words[name], figure] for name, figure in _facts(report)],
        "overall": _percent(report.satisfaction_percent),
        "items": [[item.question, *(f"{it:,}" for it in _figures(item)), _percent(item.satisfaction_percent)]
                  for item in report.items],
        "lang": "zh" if locale == "zh-CN" else "en",
    }  # fmt: skip
    return compile_paper(_TEMPLATES / "survey_report.typ", content, made_at=report.as_of)


def survey_xlsx(report: SurveyReport, time_zone: str, locale: Locale) -> bytes:
    """Items with their figures, then the counts; the satisfaction as a share that Excel shows in percent."""
    words = _words(locale)
    columns = [
        Column(words["item"], 44, wraps=True),
        *(Column(label.pick(locale), 12, "0") for label in MARKS.values()),
        Column(words["satisfaction"], 14, "0.0%"),
    ]
    rows: list[list[Any]] = [
        *([item.question, *_figures(item), _share(item.satisfaction_percent)] for item in report.items),
        [words["overall"], None, None, None, None, _share(report.satisfaction_percent)],
        [],
        *([words[name], figure] for name, figure in _counted(report)),
        [words["asked_percent"], None, None, None, None, _share(report.asked_percent)],
        [words["response"], None, None, None, None, _share(report.response_percent)],
    ]
    title = f"{report.community_name} {report.title} · {words['as_of']} {_local(report, time_zone)}"
    return sheet_bytes(words["title"], columns, rows, title=title)


def _words(locale: Locale) -> dict[str, str]:
    return {name: text.pick(locale) for name, text in _WORDS.items()}


def _local(report: SurveyReport, time_zone: str) -> str:
    return local_minute(report.as_of, ZoneInfo(time_zone))


def _figures(item: ItemLine) -> list[int]:
    return [item.satisfied, item.fair, item.unsatisfied, item.no_opinion]


def _counted(report: SurveyReport) -> list[tuple[str, int]]:
    counts = report.counts
    return [
        ("occupied", report.occupied),
        ("asked", report.asked),
        ("answered", counts.answered),
        ("valid", counts.valid),
        ("invalid", counts.invalid),
        ("unsatisfied_papers", counts.unsatisfied),
        ("our_faults", counts.our_faults),
    ]


def _facts(report: SurveyReport) -> list[tuple[str, str]]:
    counts = report.counts
    return [
        *((name, f"{figure:,}") for name, figure in _counted(report)),
        ("asked_percent", _percent(report.asked_percent)),
        ("response", _percent(report.response_percent)),
        ("visits", f"{counts.visits:,} / {counts.visits_made:,}"),
    ]


def _percent(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.1f} %"


def _share(figure: float | None) -> float | None:
    return None if figure is None else figure / 100
