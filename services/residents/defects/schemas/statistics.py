"""The summary of defects (汇总). Source: handbook R-23."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from services.residents.defects.domain.kinds import DEFECT_KINDS
from services.residents.defects.domain.terms import AGES
from services.residents.defects.repository import Tally
from services.residents.premises.models import Community
from shared.kernel.text import Locale, Text

NO_CONTRACTOR = Text(zh="未指明施工单位", en="No contractor named")


class DefectCount(BaseModel):
    """How many of one sort."""

    code: str | None = Field(description="Null: no contractor named")
    label: str
    raised: int
    open: int
    overdue: int
    cured: int


class DefectStatistics(BaseModel):
    """By type, contractor and age; age counts from the day it was raised (handbook R-23)."""

    community_id: str
    community_name: str
    at: datetime
    raised: int
    open: int
    overdue: int
    cured: int
    by_kind: list[DefectCount]
    by_contractor: list[DefectCount] = Field(description="Most open ones first")
    by_age: list[DefectCount]

    @classmethod
    def of(cls, community: Community, tallies: Sequence[Tally], *, at: datetime, locale: Locale) -> Self:
        """Kinds and ages in their own order, contractors by what they still owe."""
        total = _count(tallies, None, "")
        firms = _grouped(tallies, lambda tally: tally.contractor)
        by_contractor = [_count(of, firm, firm or NO_CONTRACTOR.pick(locale)) for firm, of in firms.items()]
        return cls(
            community_id=community.id,
            community_name=community.name_en if locale == "en" else community.name_zh,
            at=at,
            raised=total.raised,
            open=total.open,
            overdue=total.overdue,
            cured=total.cured,
            by_kind=_labelled(_grouped(tallies, lambda tally: tally.kind), DEFECT_KINDS, locale),
            by_contractor=sorted(by_contractor, key=lambda count: (-count.open, -count.raised, count.label)),
            by_age=_labelled(_grouped(tallies, lambda tally: tally.age), AGES, locale),
        )


def _grouped(tallies: Sequence[Tally], by: Callable[[Tally], str | None]) -> dict[str | None, list[Tally]]:
    groups: dict[str | None, list[Tally]] = defaultdict(list)
    for tally in tallies:
        groups[by(tally)].append(tally)
    return groups


def _labelled(groups: Mapping[str | None, list[Tally]], names: Mapping[Any, Text], locale: Locale) -> list[DefectCount]:
    return [_count(groups[code], code, words.pick(locale)) for code, words in names.items() if code in groups]


def _count(tallies: Sequence[Tally], code: str | None, label: str) -> DefectCount:
    raised, unsettled = sum(tally.raised for tally in tallies), sum(tally.open for tally in tallies)
    return DefectCount(
        code=code,
        label=label,
        raised=raised,
        open=unsettled,
        overdue=sum(tally.overdue for tally in tallies),
        cured=raised - unsettled,
    )
