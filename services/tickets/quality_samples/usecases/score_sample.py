"""Fill in the form for somebody else's contact. Source: handbook T-30."""

from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import quality_policy_of
from services.tickets.quality_samples import repository as samples
from services.tickets.quality_samples.domain.errors import OwnContact
from services.tickets.quality_samples.domain.lifecycle import SAMPLES, SampleAction, SampleStatus
from services.tickets.quality_samples.domain.marking import score_of
from services.tickets.quality_samples.models import QualitySample
from services.tickets.quality_samples.schemas import Marking
from services.tickets.quality_samples.usecases.scope import scope_of
from shared.contracts.tickets import QualitySampleScored
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def score_sample(tx: Transaction, caller: Caller, sample_id: str, marking: Marking) -> QualitySample:
    """The member hears of it; a correction is possible until they have seen it. Raises OwnContact."""
    sample = await samples.load_sample(tx.session, sample_id, scope_of(caller), for_change=True)
    tx.guard(sample)
    if sample.member_id == caller.account_id:
        raise OwnContact
    policy = quality_policy_of(await find_policy(tx.session, sample.community_id), sample.community_id)

    sample.status = SAMPLES.next(SampleStatus(sample.status), SampleAction.SCORE)
    for criterion, mark in marking.marks.items():
        setattr(sample, criterion.value, mark)
    sample.score = score_of(marking.marks, policy.weights)
    sample.note = marking.note
    sample.scored_by, sample.scored_at = caller.account_id, tx.now

    told = QualitySampleScored(
        sample_id=sample.id,
        member_id=sample.member_id,
        month=sample.month,
        ticket_id=sample.ticket_id,
        ticket_number=sample.ticket_number,
    )
    tx.publish(sample, told)
    return sample
