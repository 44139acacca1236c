"""What a caller may see of samples."""

from services.tickets.domain.duties import Standing
from services.tickets.quality_samples.repository import SampleScope
from shared.runtime.http.security import Caller


def scope_of(caller: Caller, *communities: str) -> SampleScope:
    """Within `communities`, or all of the caller's."""
    return SampleScope(communities or caller.communities, Standing(caller.account_id, caller.roles))
