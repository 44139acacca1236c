"""Keep filters under a name."""

from typing import Any

from services.tickets.requests.schemas.lists import TicketNarrowing
from services.tickets.requests.usecases.advancing import standing_of
from services.tickets.saved_views import repository
from services.tickets.saved_views.domain.errors import TooManyViews, ViewNameTaken
from services.tickets.saved_views.domain.sharing import MOST_VIEWS, check_sharing
from services.tickets.saved_views.models import SavedView
from services.tickets.saved_views.schemas import SavedViewBody
from shared.kernel.ids import new_id
from shared.kernel.phones import parse_phone
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


def filters_of(wanted: TicketNarrowing) -> dict[str, Any]:
    """As the row keeps them. Raises NotAPhone."""
    if wanted.phone is not None:
        parse_phone(wanted.phone, "/filters/phone")
    return wanted.model_dump(mode="json", exclude_defaults=True)


async def save_view(tx: Transaction, caller: Caller, body: SavedViewBody) -> SavedView:
    """Of the caller, read by one role too if it is shared.

    Raises NotYourRole, TooManyViews, ViewNameTaken, NotAPhone.
    """
    community_id = caller.community(body.community_id)
    check_sharing(body.shared_with, standing_of(caller))
    if await repository.count_views(tx.session, community_id, caller.account_id) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)

    view = SavedView(
        id=new_id(),
        community_id=community_id,
        account_id=caller.account_id,
        name=body.name,
        filters=filters_of(body.filters),
        shared_with=body.shared_with,
        created_at=tx.now,
        version=1,
    )
    if not await repository.enter_view(tx.session, view):
        raise ViewNameTaken(pointer="/name", name=body.name)
    return view
