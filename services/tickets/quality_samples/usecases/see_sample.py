"""The member has read the marks, and may say what they think of them. Source: handbook T-30."""

from services.tickets.quality_samples import repository as samples
from services.tickets.quality_samples.domain.errors import NotYourContact
from services.tickets.quality_samples.domain.lifecycle import SAMPLES, SampleAction, SampleStatus
from services.tickets.quality_samples.models import QualitySample
from services.tickets.quality_samples.usecases.scope import scope_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def see_sample(tx: Transaction, caller: Caller, sample_id: str, comment: str | None) -> QualitySample:
    """From now on it may be used. Raises NotYourContact."""
    sample = await samples.load_sample(tx.session, sample_id, scope_of(caller), for_change=True)
    tx.guard(sample)
    if sample.member_id != caller.account_id:
        raise NotYourContact

    sample.status = SAMPLES.next(SampleStatus(sample.status), SampleAction.SEE)
    sample.comment = comment
    sample.seen_at = tx.now
    return sample
