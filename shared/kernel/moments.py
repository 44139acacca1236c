"""Moments as people of a place read them."""

from datetime import datetime, tzinfo


def local_minute(moment: datetime, zone: tzinfo) -> str:
    """`2026-11-23 10:00`, in the zone's time; the same in both languages."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
