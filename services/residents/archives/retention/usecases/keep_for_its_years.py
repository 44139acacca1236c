"""Reckon how long a closed file is kept. Source: handbook R-14."""

from services.residents.archives.models import Archive
from services.residents.archives.retention.domain.terms import Importance, retain_until


def keep_for_its_years(archive: Archive) -> None:
    """Set its last day anew; a present household's file has none, it is kept for good."""
    if archive.closed_on is None:
        return
    importance = Importance(archive.importance) if archive.importance else None
    archive.retain_until = retain_until(archive.closed_on, importance, dispute_settled_on=archive.dispute_settled_on)
