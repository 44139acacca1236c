"""Entries of the audit log. What a person typed never gets into one: only ids, names of roles and reasons."""

from gateway.identity import repository
from shared.runtime.unit_of_work import Transaction


async def record(
    tx: Transaction,
    action: str,
    *,
    subject_id: str | None,
    subject_type: str = "account",
    actor_id: str | None = None,
    **detail: object,
) -> None:
    """Append; in the same transaction as what it tells of. Source: reliability.md 6."""
    await repository.append_entry(
        tx.session,
        at=tx.now,
        actor_id=actor_id or tx.context.actor,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        detail={"correlation_id": tx.context.correlation_id, **detail},
    )
