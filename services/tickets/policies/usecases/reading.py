"""A community's policy as the rules take it."""

from datetime import timedelta

from services.tickets.courtesy_visits.domain.plans import CourtesyPolicy, OfficeClass, ResidenceClass
from services.tickets.follow_ups.domain.visits import FollowUpPolicy
from services.tickets.policies.models import PolicyRow


def follow_up_policy_of(row: PolicyRow | None) -> FollowUpPolicy:
    """The row's values over the handbook's defaults (T-16, T-19)."""
    own = row.follow_up if row else {}
    defaults = FollowUpPolicy()
    return FollowUpPolicy(
        seed=str(own.get("seed", defaults.seed)),
        coverage=dict(own.get("coverage", {})),
        on_site_percent=int(own.get("on_site_percent", defaults.on_site_percent)),
        on_site_households=int(own.get("on_site_households", defaults.on_site_households)),
        failed_contacts=int(own.get("failed_contacts", defaults.failed_contacts)),
        occasion_gap=timedelta(hours=own["occasion_gap_hours"])
        if "occasion_gap_hours" in own
        else defaults.occasion_gap,
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
