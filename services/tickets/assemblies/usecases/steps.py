"""What every step of an assembly shares."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm.attributes import flag_modified

from services.tickets.assemblies import repository
from services.tickets.assemblies.domain.lifecycle import ASSEMBLIES, AssemblyAction, AssemblyStatus
from services.tickets.assemblies.models import Assembly
from services.tickets.replicas import repository as replicas
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def zone_of(tx: Transaction, community_id: str) -> ZoneInfo:
    """In which its people tell the time."""
    return ZoneInfo((await replicas.find_community(tx.session, community_id)).time_zone)


async def held_in(tx: Transaction, caller: Caller, assembly_id: str, action: AssemblyAction) -> Assembly:
    """Locked, and in the state after `action`. Raises NotFound, Stale, IllegalTransition."""
    assembly = await repository.hold_assembly(tx.session, assembly_id, caller.communities)
    tx.guard(assembly)
    assembly.status = ASSEMBLIES.next(AssemblyStatus(assembly.status), action)
    flag_modified(assembly, "status")  # another version, even where only the agenda changes
    return assembly
