"""Forget filters."""

from services.tickets.requests.usecases.advancing import standing_of
from services.tickets.saved_views import repository
from services.tickets.saved_views.domain.errors import NotYourView
from services.tickets.saved_views.models import SavedView
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def delete_view(tx: Transaction, caller: Caller, view_id: str) -> SavedView:
    """By who made it. Raises NotFound, NotYourView."""
    view = await repository.load_view(tx.session, view_id, caller.communities, standing_of(caller))
    if view.account_id != caller.account_id:
        raise NotYourView
    await tx.session.delete(view)
    return view
