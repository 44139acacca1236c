"""A month's statistics on paper and in Excel. Source: handbook T-22."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from services.tickets.requests.domain.intake import Category
from services.tickets.statistics.schemas import CountLine, RateLine, ServiceStatistics
from services.tickets.statistics.usecases.count_month import CountedMonth
from shared.kernel.text import Locale, Text
from shared.runtime.papers import compile_paper
from shared.runtime.sheets import Book, Column

TEMPLATES = Path(__file__).parents[1] / "templates"
_CUTS = (
    ("by_category", Text(zh="按类别", en="By category")),
    ("by_nature", Text(zh="按性质", en="By nature")),
    ("by_severity", Text(zh="按级别", en="By severity")),
    ("by_source", Text(zh="按来源", en="By source")),
    ("by_department", Text(zh="按部门", en="By department")),
    ("by_building", Text(zh="按楼栋", en="By building")),
    ("complaint_classes", Text(zh="投诉分类", en="Complaint classes")),
)
_PRINTED_CUTS = tuple(cut for cut in _CUTS if cut[0] not in {"by_category", "complaint_classes"})
_COUNT = Text(zh="本月", en="Month")
_LAST_MONTH = Text(zh="上月", en="Last month")
_LAST_YEAR = Text(zh="去年同月", en="Same month last year")
_ON_MONTH = Text(zh="环比 %", en="On last month %")
_ON_YEAR = Text(zh="同比 %", en="On last year %")
_RATES = Text(zh="比率", en="Rates")
_TREND = Text(zh="趋势", en="Trend")
_UNSATISFIED = Text(zh="不满意维修", en="Unsatisfied repairs")
_RISING = Text(zh="上升", en="Rising")


def statistics_pdf(counted: CountedMonth) -> bytes:
    """Four pages at most in an ordinary month; the same figures make the same file."""
    chinese, english = ServiceStatistics.of(counted, "zh-CN"), ServiceStatistics.of(counted, "en")
    at = counted.at.astimezone(counted.zone)
    content = {
        "number": chinese.month,
        "made_on": f"{at:%Y-%m-%d %H:%M}",
        "community": chinese.community_name,
        "months": {"this": chinese.month, "last_month": chinese.last_month, "last_year": chinese.last_year},
        "total": chinese.total.model_dump(),
        "categories": _lines(chinese.by_category, english.by_category),
        "classes": _lines(chinese.complaint_classes, english.complaint_classes),
        "rates": _lines(chinese.rates, english.rates),
        "cuts": [
            {"zh": title.zh, "en": title.en, "lines": _lines(getattr(chinese, name), getattr(english, name))}
            for name, title in _PRINTED_CUTS
        ],
        "trend": [
            {
                "month": point.month,
                "total": point.total,
                "repair": point.by_category[Category.REPAIR],
                "complaint": point.by_category[Category.COMPLAINT],
            }
            for point in chinese.trend
        ],
        "filing": _filing(counted),
        "unsatisfied": [
            {
                "number": repair.number,
                "room": repair.room_code or "—",
                "summary": repair.summary,
                "reason": repair.reason or "",
                "at": f"{repair.found_at.astimezone(counted.zone):%m-%d %H:%M}",
            }
            for repair in chinese.unsatisfied_repairs
        ],
    }
    return compile_paper(TEMPLATES / "statistics.typ", content, made_at=counted.at)


def _filing(counted: CountedMonth) -> dict[str, str]:
    """When it was put on file, in both languages; empty before the 25th."""
    filing = counted.filing
    if filing is None:
        return {"zh": "", "en": ""}
    filed, renewed = (f"{at.astimezone(counted.zone):%Y-%m-%d}" for at in (filing.filed_at, filing.renewed_at))
    zh_end, en_end = ("（月末定稿）", ", final") if filing.is_final else ("", "")
    return {
        "zh": f"归档 {filed}，更新 {renewed}，共 {filing.repairs} 件{zh_end}",
        "en": f"Filed {filed}, renewed {renewed}: {filing.repairs}{en_end}",
    }


L = TypeVar("L", CountLine, RateLine)


def _lines(chinese: Sequence[L], english: Sequence[L]) -> list[dict[str, Any]]:
    """Each line with both labels; they are of the same figures in the same order."""
    return [
        {**zh.model_dump(mode="json"), "zh": zh.label, "en": en.label if en.label != zh.label else ""}
        for zh, en in zip(chinese, english, strict=True)
    ]


def statistics_xlsx(counted: CountedMonth, locale: Locale) -> bytes:
    """The rates, a sheet per cut, the trend, and the unsatisfied repairs."""
    statistics = ServiceStatistics.of(counted, locale)
    title = f"{statistics.community_name}  {statistics.month}"
    made = io.BytesIO()
    book = Book(made)
    _add_rates(book, statistics, locale, title)
    for name, words in _CUTS:
        _add_cut(book, words.pick(locale), getattr(statistics, name), locale, title)
    _add_trend(book, statistics, locale, title)
    _add_unsatisfied(book, counted, statistics, locale, title)
    book.close()
    return made.getvalue()


def _add_rates(book: Book, statistics: ServiceStatistics, locale: Locale, title: str) -> None:
    columns = [
        Column(_RATES.pick(locale), 28),
        Column("%", 10, "0.0"),
        Column(Text(zh="分子", en="Part").pick(locale), 10, "0"),
        Column(Text(zh="分母", en="Whole").pick(locale), 10, "0"),
        Column(f"{_LAST_MONTH.pick(locale)} %", 16, "0.0"),
        Column(f"{_LAST_YEAR.pick(locale)} %", 24, "0.0"),
    ]
    book.sheet(_RATES.pick(locale), columns, title=title).add(
        [rate.label, rate.percent, rate.part, rate.whole, rate.last_month_percent, rate.last_year_percent]
        for rate in statistics.rates
    )


def _add_cut(book: Book, name: str, lines: Sequence[CountLine], locale: Locale, title: str) -> None:
    columns = [
        Column(name, 28),
        *(Column(words.pick(locale), 14, "0") for words in (_COUNT, _LAST_MONTH, _LAST_YEAR)),
        *(Column(words.pick(locale), 16, "0.0") for words in (_ON_MONTH, _ON_YEAR)),
        Column(_RISING.pick(locale), 10),
    ]
    book.sheet(name, columns, title=title).add(
        [
            line.label,
            line.count,
            line.last_month,
            line.last_year,
            line.change_on_month_percent,
            line.change_on_year_percent,
            "▲" if getattr(line, "rising", False) else None,
        ]
        for line in lines
    )


def _add_trend(book: Book, statistics: ServiceStatistics, locale: Locale, title: str) -> None:
    labels = {line.code: line.label for line in statistics.by_category}
    columns = [
        Column(Text(zh="月份", en="Month").pick(locale), 12),
        Column(statistics.total.label, 10, "0"),
        *(Column(labels[category], 14, "0") for category in Category),
    ]
    book.sheet(_TREND.pick(locale), columns, title=title).add(
        [point.month, point.total, *(point.by_category[category] for category in Category)]
        for point in statistics.trend
    )


def _add_unsatisfied(
    book: Book, counted: CountedMonth, statistics: ServiceStatistics, locale: Locale, title: str
) -> None:
    columns = [
        Column(Text(zh="工单", en="Ticket").pick(locale), 16),
        Column(Text(zh="房间", en="Room").pick(locale), 14),
        Column(Text(zh="摘要", en="Summary").pick(locale), 36, wraps=True),
        Column(Text(zh="原因", en="Reason").pick(locale), 36, wraps=True),
        Column(Text(zh="回访时间", en="Followed up").pick(locale), 18),
    ]
    filed = _filing(counted)["zh" if locale == "zh-CN" else "en"]
    book.sheet(_UNSATISFIED.pick(locale), columns, title=f"{title}  {filed}".rstrip()).add(
        [
            repair.number,
            repair.room_code,
            repair.summary,
            repair.reason,
            repair.found_at.astimezone(counted.zone).replace(tzinfo=None),
        ]
        for repair in statistics.unsatisfied_repairs
    )
