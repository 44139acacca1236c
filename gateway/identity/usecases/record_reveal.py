"""A reveal of personal numbers goes on the audit log. Source: handbook R-04, permissions.md."""

from gateway.identity.usecases.recording import record
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import PersonRevealed
from shared.runtime.unit_of_work import Transaction


async def record_reveal(tx: Transaction, envelope: CloudEvent, payload: PersonRevealed) -> None:
    """Who was shown what of whom, and when; the reason stays in the residents service, as it is free text."""
    await record(
        tx,
        envelope.type,
        subject_type="person",
        subject_id=payload.person_id,
        actor_id=payload.account_id,
        community_id=envelope.community,
        reveal_id=payload.reveal_id,
        fields=payload.fields,
        revealed_at=payload.revealed_at.isoformat(),
    )
