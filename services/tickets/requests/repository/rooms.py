"""What is about a room, by the code that it had when it was entered."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.follow_ups.domain.visits import WAITING
from services.tickets.follow_ups.models import FollowUp
from services.tickets.promises.domain.promising import ALIVE, AboutKind
from services.tickets.promises.models import Promise
from services.tickets.replicas.models import HouseholdReplica, RoomReplica
from services.tickets.requests.models import Ticket

_WAITING = [status.value for status in WAITING]
_STANDING = [status.value for status in ALIVE]


async def find_room(session: AsyncSession, community_id: str, code: str) -> RoomReplica | None:
    """A room of the community by its present code. One query."""
    wanted = select(RoomReplica).where(RoomReplica.community_id == community_id, RoomReplica.code == code)
    return await session.scalar(wanted)


async def tickets_of_other_code(session: AsyncSession, room_id: str, code: str) -> Sequence[str]:
    """The room's tickets that go by another code. One query."""
    wanted = select(Ticket.id).where(Ticket.room_id == room_id, Ticket.room_code != code)
    return (await session.scalars(wanted.order_by(Ticket.id))).all()


async def name_promises(session: AsyncSession, room_id: str, ticket_ids: Sequence[str], code: str) -> None:
    """Promises that stand, about the room, who lives there, or one of the tickets. One statement."""
    households = select(HouseholdReplica.id).where(HouseholdReplica.room_id == room_id)
    about = or_(
        and_(Promise.about_kind == AboutKind.ROOM.value, Promise.about_id == room_id),
        and_(Promise.about_kind == AboutKind.HOUSEHOLD.value, Promise.about_id.in_(households)),
        and_(Promise.about_kind == AboutKind.TICKET.value, Promise.about_id.in_(ticket_ids)),
    )
    named = update(Promise).where(about, Promise.status.in_(_STANDING), Promise.room_code != code)
    await session.execute(named.values(room_code=code, version=Promise.version + 1))


async def name_visits(session: AsyncSession, ticket_ids: Sequence[str], code: str) -> None:
    """Visits of the tickets that wait. One statement."""
    named = update(FollowUp).where(FollowUp.ticket_id.in_(ticket_ids), FollowUp.status.in_(_WAITING))
    await session.execute(named.values(room_code=code, version=FollowUp.version + 1))


async def lock_tickets(session: AsyncSession, ticket_ids: Sequence[str], code: str) -> Sequence[Ticket]:
    """Those that go by another code still, in the order of their ids, as merging locks them. One query."""
    wanted = select(Ticket).where(Ticket.id.in_(ticket_ids), Ticket.room_code != code)
    return (await session.scalars(wanted.order_by(Ticket.id).with_for_update(of=Ticket))).all()
