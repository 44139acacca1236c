"""Change what a role grants, or how it is called."""

from gateway.identity import repository
from gateway.identity.domain.errors import UnknownPermission
from gateway.identity.domain.permissions import AUDIENCE
from gateway.identity.domain.roles import DEFAULT_ROLES, Role
from gateway.identity.models import EVERY_COMMUNITY, ChangedRole
from gateway.identity.schemas import RoleUpdate
from gateway.identity.usecases.recording import record
from shared.kernel.errors import NotFound, Stale
from shared.runtime.unit_of_work import Transaction


async def update_role(tx: Transaction, name: str, update: RoleUpdate) -> Role:
    """Holds for every account with the role, in all communities. Raises NotFound, Stale, UnknownPermission."""
    if name not in DEFAULT_ROLES:
        raise NotFound(what="role")
    row = await tx.session.get(ChangedRole, name)
    before = DEFAULT_ROLES[name] if row is None else repository.role_of(row)
    if tx.expected_version is not None and tx.expected_version != before.version:
        raise Stale(version=before.version)
    for place, permission in enumerate(update.permissions or []):
        if permission not in AUDIENCE:
            raise UnknownPermission(pointer=f"/permissions/{place}", permission=permission)

    granted = before.permissions if update.permissions is None else frozenset(update.permissions)
    if row is None:
        row = ChangedRole(id=name, community_id=EVERY_COMMUNITY, event_sequence=0, created_at=tx.now)
        tx.session.add(row)
    row.label_zh = update.label_zh or before.label.zh
    row.label_en = update.label_en or before.label.en
    row.permissions = sorted(granted)
    await record(
        tx,
        "role.updated",
        subject_type="role",
        subject_id=name,
        added=sorted(granted - before.permissions),
        removed=sorted(before.permissions - granted),
    )
    return repository.role_of(row)
