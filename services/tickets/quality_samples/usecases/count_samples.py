"""Close the weeks that are over: what was seen in them is counted. Source: handbook T-30."""

from services.tickets.quality_samples import repository as samples
from services.tickets.quality_samples.domain.drawing import week_began
from services.tickets.quality_samples.domain.lifecycle import SAMPLES, SampleAction, SampleStatus
from services.tickets.replicas import repository as replicas
from shared.runtime.unit_of_work import Transaction


async def count_samples(tx: Transaction, *, limit: int) -> int:
    """How many were counted, at most `limit`; those of the running week wait."""
    seen = await samples.lock_to_count(tx.session, tx.now, limit)
    zones = await replicas.zones_of(tx.session, {sample.community_id for sample in seen})
    counted = 0
    for sample in seen:
        zone = zones.get(sample.community_id)
        if zone is None or sample.seen_at is None or sample.seen_at >= week_began(tx.now, zone):
            continue
        sample.status = SAMPLES.next(SampleStatus(sample.status), SampleAction.COUNT)
        sample.counted_at = tx.now
        counted += 1
    return counted
