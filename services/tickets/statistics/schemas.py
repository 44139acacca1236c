"""How a month's statistics are answered."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from services.tickets.domain.labels import CODE_TABLES
from services.tickets.requests.domain.intake import Category, Department, Nature, Severity, Source
from services.tickets.statistics.domain.figures import (
    NO_BUILDING,
    OTHER_MATTER,
    Counted,
    Measure,
    Share,
    Triple,
    change_percent,
    is_rising,
)
from services.tickets.statistics.domain.labels import MEASURES, NO_BUILDING_LABEL, OTHER_MATTER_LABEL
from services.tickets.statistics.domain.months import LAST_MONTH, LAST_YEAR, THIS, compared
from services.tickets.statistics.models import FiledRepair, UnsatisfiedFiling
from services.tickets.statistics.repository import UnsatisfiedRepair
from services.tickets.statistics.usecases.count_month import CountedMonth
from shared.kernel.text import Locale


class CountLine(BaseModel):
    """Tickets of one kind, held against two other months."""

    code: str
    label: str
    count: int
    last_month: int
    last_year: int
    change_on_month_percent: float | None = Field(description="null against a month without any")
    change_on_year_percent: float | None = Field(description="null against a month without any")

    @classmethod
    def of(cls, code: str, label: str, count: Triple) -> Self:
        """The line of a triple."""
        return cls(code=code, label=label, **cls.figures(count))

    @staticmethod
    def figures(count: Triple) -> dict[str, Any]:
        """The fields that are counted."""
        return {
            "count": count[THIS],
            "last_month": count[LAST_MONTH],
            "last_year": count[LAST_YEAR],
            "change_on_month_percent": change_percent(count[THIS], count[LAST_MONTH]),
            "change_on_year_percent": change_percent(count[THIS], count[LAST_YEAR]),
        }


class ClassLine(CountLine):
    """Complaints about one matter."""

    rising: bool = Field(description="At least three, and more than in both months that it is held against")


class RateLine(BaseModel):
    """A share; null percents are of a whole of nothing."""

    code: Measure
    label: str = Field(examples=["维修及时率"])
    part: int
    whole: int
    percent: float | None
    last_month_percent: float | None
    last_year_percent: float | None

    @classmethod
    def of(cls, code: Measure, share: Share, locale: Locale) -> Self:
        """The line of a share."""
        return cls(
            code=code,
            label=MEASURES[code].pick(locale),
            part=share.part[THIS],
            whole=share.whole[THIS],
            percent=share.percent(THIS),
            last_month_percent=share.percent(LAST_MONTH),
            last_year_percent=share.percent(LAST_YEAR),
        )


class TrendPoint(BaseModel):
    """A month of the thirteen."""

    month: str
    total: int
    by_category: dict[Category, int]


class UnsatisfiedLine(BaseModel):
    """A repair whose visit found the requester unsatisfied."""

    ticket_id: str
    number: str
    room_code: str | None
    summary: str
    reason: str | None
    found_at: datetime
    rework_ticket_id: str | None

    @classmethod
    def of(cls, repair: UnsatisfiedRepair) -> Self:
        """The line of a row."""
        return cls(**{name: getattr(repair, name) for name in cls.model_fields})


class FilingView(BaseModel):
    """The month's unsatisfied repairs on file; found later than the last renewal is not in it yet."""

    filed_at: datetime
    renewed_at: datetime
    is_final: bool = Field(description="Renewed after the month had ended")
    repairs: int

    @classmethod
    def of(cls, filing: UnsatisfiedFiling | None) -> Self | None:
        """The view of a row that may not be there."""
        return None if filing is None else cls(**{name: getattr(filing, name) for name in cls.model_fields})


class FiledRepairView(BaseModel):
    """A repair as it stood when it was put on file."""

    ticket_id: str
    community_id: str
    month: str = Field(examples=["2026-11"])
    number: str
    room_code: str | None
    summary: str
    reason: str | None
    found_at: datetime
    visited_by: str | None
    assignee_id: str | None = Field(description="Whose work it was")
    rework_ticket_id: str | None
    filed_at: datetime

    @classmethod
    def of(cls, repair: FiledRepair) -> Self:
        """The view of a row."""
        return cls(**{name: getattr(repair, name) for name in cls.model_fields})


class ServiceStatistics(BaseModel):
    """A month of service."""

    community_id: str
    community_name: str
    month: str = Field(examples=["2026-11"])
    last_month: str = Field(examples=["2026-10"])
    last_year: str = Field(examples=["2025-11"])
    at: datetime = Field(description="When it was counted")
    total: CountLine
    by_category: list[CountLine]
    by_nature: list[CountLine]
    by_severity: list[CountLine]
    by_source: list[CountLine]
    by_department: list[CountLine]
    by_building: list[CountLine]
    complaint_classes: list[ClassLine] = Field(description="Most frequent first")
    rates: list[RateLine]
    trend: list[TrendPoint] = Field(description="Thirteen months, oldest first")
    unsatisfied_repairs: list[UnsatisfiedLine] = Field(description="All of the visits made in the month so far")
    unsatisfied_filing: FilingView | None = Field(description="null before the 25th")

    @classmethod
    def of(cls, counted: CountedMonth, locale: Locale) -> Self:
        """In the reader's language."""
        figures = counted.figures
        this, last_month, last_year = compared(figures.month)

        def cut(table: str, key: Callable[[Counted], str], known: Iterable[str]) -> list[CountLine]:
            words = {str(code): text.pick(locale) for code, text in CODE_TABLES[table].items()}
            return [CountLine.of(code, words.get(code, code), it) for code, it in figures.by(key, known).items()]

        return cls(
            community_id=counted.community.id,
            community_name=counted.community.name,
            month=str(this),
            last_month=str(last_month),
            last_year=str(last_year),
            at=counted.at,
            total=CountLine.of("total", "合计" if locale == "zh-CN" else "Total", figures.total),
            by_category=cut("ticket_category", lambda row: row.category, Category),
            by_nature=cut("ticket_nature", lambda row: row.nature, Nature),
            by_severity=cut("ticket_severity", lambda row: row.severity, Severity),
            by_source=cut("ticket_source", lambda row: row.source, Source),
            by_department=cut("department", lambda row: row.department, Department),
            by_building=_buildings(figures.by(lambda row: row.building), locale),
            complaint_classes=_classes(figures.complaint_classes(), locale),
            rates=[RateLine.of(code, share, locale) for code, share in figures.shares.items()],
            trend=[
                TrendPoint(
                    month=str(month),
                    total=sum(counts.values()),
                    by_category={category: counts.get(category, 0) for category in Category},
                )
                for month, counts in figures.trend
            ],
            unsatisfied_repairs=[UnsatisfiedLine.of(repair) for repair in counted.unsatisfied],
            unsatisfied_filing=FilingView.of(counted.filing),
        )


def _buildings(counts: Mapping[str, Triple], locale: Locale) -> list[CountLine]:
    ordered = sorted(counts, key=lambda name: (name == NO_BUILDING, len(name), name))
    return [
        CountLine.of(name, NO_BUILDING_LABEL.pick(locale) if name == NO_BUILDING else name, counts[name])
        for name in ordered
    ]


def _classes(counts: Mapping[str, Triple], locale: Locale) -> list[ClassLine]:
    words = {str(code): text.pick(locale) for code, text in CODE_TABLES["matter"].items()}
    words[OTHER_MATTER] = OTHER_MATTER_LABEL.pick(locale)
    return [
        ClassLine(code=code, label=words[code], rising=is_rising(count), **ClassLine.figures(count))
        for code, count in counts.items()
    ]
