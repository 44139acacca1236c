"""Promise something. Source: handbook T-15, T-27."""

from services.tickets.domain.duties import DESK_ROLES, FIELD_ROLES, Standing
from services.tickets.promises import repository as promises
from services.tickets.promises.domain.errors import CompensationAmount, UnknownSubject
from services.tickets.promises.domain.promising import (
    AboutKind,
    PromiseKind,
    PromiseStatus,
    check_due,
    needs_approval,
    wake_time,
)
from services.tickets.promises.models import Promise
from services.tickets.promises.schemas import About, PromiseMaking
from services.tickets.replicas.usecases.staff import require_fit
from services.tickets.requests.repository import tickets
from services.tickets.requests.repository.scope import Scope
from services.tickets.requests.usecases.advancing import standing_of
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.things import thing
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

KEEPERS = DESK_ROLES | FIELD_ROLES


async def make_promise(tx: Transaction, caller: Caller, making: PromiseMaking) -> Promise:
    """Stands at once, or waits for another's approval where it goes beyond the promiser's authority (T-15).

    Raises PromisePast, PromiseTooFar, CompensationAmount, UnknownSubject, UnfitAccount.
    """
    community_id = caller.community(making.community_id)
    check_due(making.due_at, tx.now)
    if (making.kind is PromiseKind.COMPENSATION) is not (making.amount_fen is not None):
        raise CompensationAmount(pointer="/amount_fen")
    by = standing_of(caller)
    if making.owner_id is not None and making.owner_id != by.account_id:
        await require_fit(tx, community_id, making.owner_id, KEEPERS, pointer="/owner_id")
    room_code = await _room_of(tx, by, community_id, making.about)

    status = PromiseStatus.PROPOSED if needs_approval(making.kind, by) else PromiseStatus.OPEN
    promise = Promise(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        kind=making.kind,
        status=status,
        what=making.what,
        about_kind=making.about.kind,
        about_id=making.about.id,
        room_code=room_code,
        amount_fen=making.amount_fen,
        owner_id=making.owner_id or by.account_id,
        made_by=by.account_id,
        due_at=making.due_at,
        wake_at=wake_time(status, making.due_at),
    )
    promises.add(tx.session, promise)
    return promise


async def _room_of(tx: Transaction, by: Standing, community_id: str, about: About) -> str | None:
    """The room that it is about, if it is about one. Raises UnknownSubject."""
    pointer = "/about/id"
    if about.kind is AboutKind.REFERENCE:
        return None
    if about.kind is AboutKind.TICKET:
        try:
            return (await tickets.load_ticket(tx.session, about.id, Scope([community_id], by))).room_code
        except NotFound:
            raise UnknownSubject(pointer=pointer, what=thing("ticket")) from None
    find = promises.room_of if about.kind is AboutKind.ROOM else promises.room_of_household
    code = await find(tx.session, community_id, about.id)
    if code is None:
        raise UnknownSubject(pointer=pointer, what=thing(about.kind.value))
    return code
