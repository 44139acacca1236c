"""Whom a view is shared with."""

from services.tickets.domain.duties import DESK_ROLES, FIELD_ROLES, Standing
from services.tickets.saved_views.domain.errors import NotYourRole

MOST_VIEWS = 50
SHARED_WITH = DESK_ROLES | FIELD_ROLES
"""Who works with tickets."""


def check_sharing(role: str | None, by: Standing) -> None:
    """Raises NotYourRole."""
    allowed = SHARED_WITH if by.is_lead else SHARED_WITH & set(by.roles)
    if role is not None and role not in allowed:
        raise NotYourRole(pointer="/shared_with")
