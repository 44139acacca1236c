"""Every query of follow-ups."""

from services.tickets.follow_ups.repository.coverage import CategoryCount, class_so_far, coverage
from services.tickets.follow_ups.repository.draws import load_draw
from services.tickets.follow_ups.repository.on_site import (
    OnSiteReached,
    communities_to_draw,
    lock_visits,
    on_site_candidates,
    on_site_draws_of,
    on_site_month,
    on_site_reached,
)
from services.tickets.follow_ups.repository.visits import (
    FollowUpFilter,
    follow_ups_of,
    list_follow_ups,
    load_follow_up,
    lock_awaiting_rain,
    lock_fallen_due,
    lock_rained_on,
)

__all__ = [
    "CategoryCount",
    "FollowUpFilter",
    "OnSiteReached",
    "class_so_far",
    "communities_to_draw",
    "coverage",
    "follow_ups_of",
    "list_follow_ups",
    "load_draw",
    "load_follow_up",
    "lock_awaiting_rain",
    "lock_fallen_due",
    "lock_rained_on",
    "lock_visits",
    "on_site_candidates",
    "on_site_draws_of",
    "on_site_month",
    "on_site_reached",
]
