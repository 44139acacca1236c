"""Keep other filters under a name."""

from services.tickets.requests.usecases.advancing import standing_of
from services.tickets.saved_views import repository
from services.tickets.saved_views.domain.errors import NotYourView, ViewNameTaken
from services.tickets.saved_views.domain.sharing import check_sharing
from services.tickets.saved_views.models import SavedView
from services.tickets.saved_views.schemas import SavedViewChange
from services.tickets.saved_views.usecases.save_view import filters_of
from shared.kernel.errors import Stale
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def change_view(tx: Transaction, caller: Caller, view_id: str, change: SavedViewChange) -> SavedView:
    """By who made it. Raises NotFound, NotYourView, Stale, NotYourRole, ViewNameTaken, NotAPhone."""
    view = await repository.load_view(tx.session, view_id, caller.communities, standing_of(caller))
    if view.account_id != caller.account_id:
        raise NotYourView
    if tx.expected_version is not None and view.version != tx.expected_version:
        raise Stale(version=view.version)
    if "shared_with" in change.model_fields_set and change.shared_with != view.shared_with:
        check_sharing(change.shared_with, standing_of(caller))
        view.shared_with = change.shared_with
    if change.filters is not None:
        view.filters = filters_of(change.filters)
    if change.name is not None and change.name != view.name:
        if await repository.has_name(tx.session, view.community_id, view.account_id, change.name):
            raise ViewNameTaken(pointer="/name", name=change.name)
        view.name = change.name
    return view
