"""Keep filters under a name."""

from services.tickets.requests.usecases.advancing import standing_of
from services.tickets.saved_views import repository
from services.tickets.saved_views.domain.errors import TooManyViews, ViewNameTaken
from services.tickets.saved_views.domain.sharing import MOST_VIEWS, check_sharing
from services.tickets.saved_views.models import SavedView
from services.tickets.saved_views.schemas import SavedViewBody
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def save_view(tx: Transaction, caller: Caller, body: SavedViewBody) -> SavedView:
    """Of the caller, read by one role too if it is shared. Raises NotYourRole, TooManyViews, ViewNameTaken."""
    community_id = caller.community(body.community_id)
    check_sharing(body.shared_with, standing_of(caller))
    if await repository.count_views(tx.session, community_id, caller.account_id) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)

    view = SavedView(
        id=new_id(),
        community_id=community_id,
        account_id=caller.account_id,
        name=body.name,
        filters=body.filters.model_dump(mode="json", exclude_defaults=True),
        shared_with=body.shared_with,
        created_at=tx.now,
    )
    if not await repository.enter_view(tx.session, view):
        raise ViewNameTaken(pointer="/name", name=body.name)
    return view
