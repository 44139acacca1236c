"""A community's policy as the rules take it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from services.tickets.corrective_actions.domain.repetition import RepetitionPolicy
from services.tickets.courtesy_visits.domain.plans import CourtesyPolicy, OfficeClass, ResidenceClass
from services.tickets.domain.duties import VisitorLevel
from services.tickets.escalations.domain.ladder import EscalationPolicy
from services.tickets.follow_ups.domain.visits import FollowUpPolicy, OnSiteCase
from services.tickets.policies.models import PolicyRow
from services.tickets.quality_samples.domain.marking import DEFAULT_WEIGHTS, FEWEST, MOST, QualityPolicy
from services.tickets.replicas.models import CommunityReplica
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category, Severity
from services.tickets.requests.domain.limits import ClockPolicy, ClockRules, Limit, WarningTime
from services.tickets.requests.domain.progress import ProgressPolicy, Stage


def rules_of(community: CommunityReplica) -> ClockRules:
    """What the community's clocks run by: no query, for the policy came with the community."""
    return ClockRules(calendar_of(community), clock_policy_of(community.policy))


def clock_policy_of(row: PolicyRow | None) -> ClockPolicy:
    """The row's values over the handbook's (T-06, T-08, T-13)."""
    own = row.clocks if row else {}
    defaults = ClockPolicy()
    return ClockPolicy(
        limits=_limits(own.get("limits", ())),
        warning=_warning(own["warning"]) if own.get("warning") else defaults.warning,
        from_agreed=frozenset(map(Clock, own["from_agreed"])) if "from_agreed" in own else defaults.from_agreed,
    )


def _limits(own: Iterable[Mapping[str, Any]]) -> dict[tuple[Category, Severity], dict[Clock, Limit]]:
    limits: dict[tuple[Category, Severity], dict[Clock, Limit]] = {}
    for it in own:
        case = (Category(it["category"]), Severity(it["severity"]))
        limits.setdefault(case, {})[Clock(it["clock"])] = Limit(
            wall=_minutes(it.get("wall_minutes")),
            working_time=_minutes(it.get("working_minutes")),
            working_days=it.get("working_days"),
        )
    return limits


def _warning(own: Mapping[str, Any]) -> WarningTime:
    return WarningTime(percent=own["percent"]) if own.get("percent") else WarningTime(lead=_minutes(own["minutes"]))


def _minutes(given: int | None) -> timedelta | None:
    return None if given is None else timedelta(minutes=given)


_LEVEL_OF: Mapping[str, VisitorLevel] = {"minor": VisitorLevel.STAFF, "important": VisitorLevel.LEAD}


def follow_up_policy_of(row: PolicyRow | None, community_id: str) -> FollowUpPolicy:
    """The row's values over the handbook's defaults (T-16, T-18, T-19), of two sections: `follow_up`, `on_site`.

    The seed is the community's id until it has its own.
    """
    own = row.follow_up if row else {}
    on_site = row.on_site if row else {}
    defaults = FollowUpPolicy(seed=str(own.get("seed") or community_id))
    return FollowUpPolicy(
        seed=defaults.seed,
        coverage=dict(own.get("coverage", {})),
        on_site_percent=int(own.get("on_site_percent", defaults.on_site_percent)),
        on_site_households=int(on_site.get("households_a_month", defaults.on_site_households)),
        on_site_draw_day=int(on_site.get("draw_day", defaults.on_site_draw_day)),
        also_on_site=frozenset(map(OnSiteCase, on_site.get("also", ()))),
        lowest={_LEVEL_OF[weight]: VisitorLevel(least) for weight, least in on_site.get("visitors", {}).items()},
        failed_contacts=int(own.get("failed_contacts", defaults.failed_contacts)),
        occasion_gap=timedelta(hours=own["occasion_gap_hours"])
        if "occasion_gap_hours" in own
        else defaults.occasion_gap,
    )


def repetition_policy_of(row: PolicyRow | None) -> RepetitionPolicy:
    """The row's values over the handbook's defaults (T-21): `window_days`, `threshold`."""
    own = row.repetition if row else {}
    defaults = RepetitionPolicy()
    return RepetitionPolicy(
        window=timedelta(days=own["window_days"]) if "window_days" in own else defaults.window,
        threshold=int(own.get("threshold", defaults.threshold)),
    )


def courtesy_policy_of(row: PolicyRow | None) -> CourtesyPolicy:
    """The row's values over the handbook's defaults (T-24)."""
    own = row.courtesy_visits if row else {}
    defaults = CourtesyPolicy()
    return CourtesyPolicy(
        residences=ResidenceClass(own.get("residences", defaults.residences)),
        offices=OfficeClass(own.get("offices", defaults.offices)),
        high_end_a_month=int(own.get("high_end_a_month", defaults.high_end_a_month)),
        ordinary_a_month=int(own.get("ordinary_a_month", defaults.ordinary_a_month)),
    )


def quality_policy_of(row: PolicyRow | None, community_id: str) -> QualityPolicy:
    """The row's values over the handbook's defaults (T-30); the seed is the community's id until it has its own.

    Weights that come to nothing are none.
    """
    own = row.quality if row else {}
    given = own.get("weights", {})
    weights = {criterion: int(given.get(criterion, usual)) for criterion, usual in DEFAULT_WEIGHTS.items()}
    return QualityPolicy(
        seed=str(own.get("seed") or community_id),
        contacts=min(max(int(own.get("contacts", QualityPolicy().contacts)), FEWEST), MOST),
        weights=weights if min(weights.values()) >= 0 and sum(weights.values()) > 0 else DEFAULT_WEIGHTS,
    )


def escalation_policy_of(row: PolicyRow | None) -> EscalationPolicy:
    """The row's values over the handbook's defaults (T-12 … T-14)."""
    own = row.escalation if row else {}
    defaults = EscalationPolicy()
    return EscalationPolicy(
        answer_within=timedelta(hours=own["answer_hours"]) if "answer_hours" in own else defaults.answer_within,
        answer_outside=(
            timedelta(hours=own["answer_hours_outside"]) if "answer_hours_outside" in own else defaults.answer_outside
        ),
        say_within_percent=int(own.get("say_within_percent", defaults.say_within_percent)),
        major_after_days=own.get("major_after_days", defaults.major_after_days),
        major_after_promises=int(own.get("major_after_promises", defaults.major_after_promises)),
    )


def progress_policy_of(row: PolicyRow | None) -> ProgressPolicy:
    """The row's values over the handbook's defaults (T-20)."""
    own = row.progress if row else {}
    defaults = ProgressPolicy()
    return ProgressPolicy(
        stages=tuple(Stage(it["from_day"], it["every_days"]) for it in own.get("stages", ())) or defaults.stages,
        inquiry_every=timedelta(hours=own["inquiry_hours"]) if "inquiry_hours" in own else defaults.inquiry_every,
    )
