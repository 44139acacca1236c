"""HTTP bodies of patrols, one module per subject."""

from services.tickets.patrols.schemas.areas import AreaBody, AreaChange, AreaView, ItemBody, items_of
from services.tickets.patrols.schemas.base import CommunityId, PeriodName
from services.tickets.patrols.schemas.findings import (
    FindingChange,
    FindingStepView,
    FindingView,
    Recheck,
    TicketOfFinding,
)
from services.tickets.patrols.schemas.rounds import (
    NextRound,
    Round,
    RoundStop,
    RouteBody,
    RouteChange,
    RouteView,
    revisions_of,
)
from services.tickets.patrols.schemas.scores import ScoreLine, Scores
from services.tickets.patrols.schemas.walks import (
    DueAreas,
    FindingBody,
    ResultBody,
    ResultView,
    SpotChecks,
    WalkBody,
    WalkView,
)

__all__ = [
    "AreaBody",
    "AreaChange",
    "AreaView",
    "CommunityId",
    "DueAreas",
    "FindingBody",
    "FindingChange",
    "FindingStepView",
    "FindingView",
    "ItemBody",
    "NextRound",
    "PeriodName",
    "Recheck",
    "ResultBody",
    "ResultView",
    "Round",
    "RoundStop",
    "RouteBody",
    "RouteChange",
    "RouteView",
    "ScoreLine",
    "Scores",
    "SpotChecks",
    "TicketOfFinding",
    "WalkBody",
    "WalkView",
    "items_of",
    "revisions_of",
]
