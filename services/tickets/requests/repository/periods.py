"""Moments within a day, week or month of each community's own calendar."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, or_

from services.tickets.requests.domain.periods import Period, bounds
from services.tickets.requests.models import Ticket

_T = Ticket.__table__.c


def within(column: str, period: Period, zones: Mapping[str, ZoneInfo], now: datetime) -> ColumnElement[bool]:
    """That a ticket's moment lies in the running period; communities of one time zone are asked at once."""
    by_zone: dict[ZoneInfo, list[str]] = {}
    for community_id, zone in zones.items():
        by_zone.setdefault(zone, []).append(community_id)
    spans = []
    for zone, communities in by_zone.items():
        since, until = bounds(period, now, zone)
        inside = [] if len(by_zone) == 1 else [_T.community_id.in_(communities)]
        spans.append(and_(_T[column] >= since, _T[column] < until, *inside))
    return or_(false(), *spans)
