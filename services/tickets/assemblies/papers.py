"""Minutes and result of an assembly, in Chinese and English. Source: handbook T-29."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.assemblies.domain.counting import Choice, Subject
from services.tickets.assemblies.domain.labels import CHOICES, SUBJECTS
from services.tickets.assemblies.models import Assembly
from services.tickets.assemblies.schemas import OutcomeView, ResultView, Rule, ShareView
from services.tickets.replicas.models import CommunityReplica
from shared.kernel.moments import local_minute
from shared.runtime.papers import compile_paper

TEMPLATE = Path(__file__).parent / "templates" / "minutes.typ"


def minutes_pdf(assembly: Assembly, community: CommunityReplica) -> bytes:
    """The same file however often it is printed."""
    zone = ZoneInfo(community.time_zone)
    result = ResultView.model_validate(assembly.result)
    outcomes = {outcome.item_id: outcome for outcome in result.outcomes}
    content = {
        "community": community.name,
        "title": assembly.title,
        "opened": _local(assembly.voting_opens_at, zone),
        "closed": _local(assembly.voting_closes_at, zone),
        "published": _local(assembly.published_at, zone),
        "chaired_by": assembly.chaired_by or "",
        "minutes": assembly.minutes or "",
        "quorum": _rule(result.quorum),
        "has_quorum": result.has_quorum,
        "items": [
            {
                "place": item.place,
                "title": item.title,
                "subject_zh": SUBJECTS[Subject(item.subject)].zh,
                "subject_en": SUBJECTS[Subject(item.subject)].en,
                **_outcome(outcomes[item.id]),
            }
            for item in assembly.items
        ],
    }
    return compile_paper(TEMPLATE, content, made_at=assembly.published_at)


def _outcome(outcome: OutcomeView) -> dict[str, Any]:
    return {
        "votes": [
            {
                "zh": CHOICES[choice].zh,
                "en": CHOICES[choice].en,
                "owners": outcome.votes[choice].owners,
                "area": square_metres(outcome.votes[choice].area),
            }
            for choice in Choice
        ],
        "majority": _rule(outcome.majority),
        "carried": outcome.carried,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {"owners": _share(rule.owners, str), "area": _share(rule.area, square_metres)}


def _share(share: ShareView, shown: Any) -> dict[str, Any]:
    return {
        "part": shown(share.part),
        "whole": shown(share.whole),
        "needed": f"{'>' if share.exclusive else '≥'} {share.numerator}/{share.denominator}",
        "met": share.met,
    }


def square_metres(area: int) -> str:
    """`89.50` of 8950: whole numbers alone."""
    return f"{area // 100}.{area % 100:02d}"


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return local_minute(at, zone) if at else ""
