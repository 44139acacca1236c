"""Every query of the notifications service."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.domain.delivery import Status
from services.notifications.models import (
    CommunityReplica,
    HouseholdReplica,
    Message,
    PhoneTask,
    SealedContacts,
)
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Message.created_at, Message.id))
OLDEST_TASK_FIRST = Keyset((PhoneTask.created_at, PhoneTask.id), descending=False)


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """What a list may be narrowed by. `for_account` and `for_roles` are the caller's own."""

    communities: Collection[str]
    household_id: str | None = None
    about: str | None = None
    status: str | None = None
    for_account: str | None = None
    for_roles: Collection[str] = ()

    def apply(self, wanted: Select[Message]) -> Select[Message]:
        """The narrowed query."""
        wanted = wanted.where(Message.community_id.in_(self.communities))
        for column, value in (
            (Message.household_id, self.household_id),
            (Message.about, self.about),
            (Message.status, self.status),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if self.for_account is not None:
            wanted = wanted.where(or_(Message.account_id == self.for_account, Message.role.in_(self.for_roles)))
        return wanted


async def list_messages(
    session: AsyncSession, wanted: MessageFilter, *, cursor: str | None, limit: int
) -> tuple[list[Message], str | None]:
    """Newest first; one query."""
    return await page_of(session, wanted.apply(select(Message)), NEWEST_FIRST, cursor=cursor, limit=limit)


async def load_message(session: AsyncSession, message_id: str, communities: Collection[str]) -> Message:
    """A message within the caller's communities. Raises NotFound."""
    found = await session.scalar(select(Message).where(Message.id == message_id, Message.community_id.in_(communities)))
    if found is None:
        raise NotFound(what="message")
    return found


async def time_zone_of(session: AsyncSession, community_id: str) -> str:
    """The community's time zone; China's until its replica has arrived."""
    found = await session.scalar(select(CommunityReplica.time_zone).where(CommunityReplica.id == community_id))
    return found or "Asia/Shanghai"


async def sealed_contacts(session: AsyncSession, household_id: str) -> str | None:
    """The household's contact points as they came."""
    return await session.scalar(select(SealedContacts.sealed).where(SealedContacts.id == household_id))


async def household_in(session: AsyncSession, community_id: str, room_code: str) -> HouseholdReplica | None:
    """Who lives in a room now."""
    return await session.scalar(
        select(HouseholdReplica).where(
            HouseholdReplica.community_id == community_id,
            HouseholdReplica.room_code == room_code,
            HouseholdReplica.is_present,
        )
    )


async def hold_household(session: AsyncSession, household_id: str) -> HouseholdReplica | None:
    """A household, which others may read and hold but not change until the end of the transaction."""
    return await session.scalar(
        select(HouseholdReplica).where(HouseholdReplica.id == household_id).with_for_update(read=True)
    )


async def waiting_of(session: AsyncSession, household_id: str) -> Sequence[Message]:
    """The household's messages that wait to be sent, held."""
    found = await session.scalars(
        select(Message)
        .where(Message.household_id == household_id, Message.status == Status.QUEUED)
        .order_by(Message.id)
        .with_for_update()
    )
    return found.all()


async def open_calls_of(session: AsyncSession, household_id: str) -> Sequence[PhoneTask]:
    """Calls to the household that the desk has not made, held."""
    found = await session.scalars(
        select(PhoneTask)
        .where(PhoneTask.household_id == household_id, PhoneTask.finished_at.is_(None))
        .order_by(PhoneTask.id)
        .with_for_update()
    )
    return found.all()


async def claim_waiting(session: AsyncSession, *, now: datetime, lease: timedelta, limit: int) -> Sequence[str]:
    """Ids of messages that are due, leased to the caller: another replica leaves them alone until `now + lease`."""
    due = (
        select(Message.id)
        .where(Message.next_attempt_at <= now, Message.status == Status.QUEUED)
        .order_by(Message.next_attempt_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = (await session.scalars(due)).all()
    if ids:
        leased = update(Message).where(Message.id.in_(ids)).values(next_attempt_at=now + lease)
        await session.execute(leased.execution_options(synchronize_session=False))
    return ids


async def list_phone_tasks(
    session: AsyncSession, communities: Collection[str], *, is_open: bool, cursor: str | None, limit: int
) -> tuple[list[PhoneTask], str | None]:
    """Oldest first; one query."""
    finished = PhoneTask.finished_at.is_(None) if is_open else PhoneTask.finished_at.is_not(None)
    wanted = select(PhoneTask).where(PhoneTask.community_id.in_(communities), finished)
    return await page_of(session, wanted, OLDEST_TASK_FIRST, cursor=cursor, limit=limit)


async def load_phone_task(session: AsyncSession, task_id: str, communities: Collection[str]) -> PhoneTask:
    """A phone task within the caller's communities. Raises NotFound."""
    found = await session.scalar(
        select(PhoneTask).where(PhoneTask.id == task_id, PhoneTask.community_id.in_(communities))
    )
    if found is None:
        raise NotFound(what="phone task")
    return found


async def count_open(session: AsyncSession, community_id: str) -> tuple[int, int]:
    """Messages still waiting, and phone calls to make."""
    waiting = await session.scalar(
        select(func.count())
        .select_from(Message)
        .where(Message.community_id == community_id, Message.next_attempt_at.is_not(None))
    )
    calls = await session.scalar(
        select(func.count())
        .select_from(PhoneTask)
        .where(PhoneTask.community_id == community_id, PhoneTask.finished_at.is_(None))
    )
    return waiting or 0, calls or 0
