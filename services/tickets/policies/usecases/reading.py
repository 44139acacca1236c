"""A community's policy as the rules take it."""

from datetime import timedelta

from services.tickets.follow_ups.domain.visits import FollowUpPolicy
from services.tickets.policies.models import PolicyRow
from services.tickets.quality_samples.domain.marking import DEFAULT_WEIGHTS, FEWEST, MOST, QualityPolicy


def follow_up_policy_of(row: PolicyRow | None) -> FollowUpPolicy:
    """The row's values over the handbook's defaults (T-16, T-19)."""
    own = row.follow_up if row else {}
    defaults = FollowUpPolicy()
    return FollowUpPolicy(
        seed=str(own.get("seed", defaults.seed)),
        coverage=dict(own.get("coverage", {})),
        on_site_percent=int(own.get("on_site_percent", defaults.on_site_percent)),
        failed_contacts=int(own.get("failed_contacts", defaults.failed_contacts)),
        occasion_gap=timedelta(hours=own["occasion_gap_hours"])
        if "occasion_gap_hours" in own
        else defaults.occasion_gap,
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
