"""Keys one by one and in lists."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.domain.keys import OF_A_HOUSEHOLD
from services.access.models import Key, KeyMovement
from services.access.repository import replicas
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

_BATCH = 500
NEWEST_FIRST = Keyset((Key.created_at, Key.id))


@dataclass(frozen=True, slots=True)
class KeyFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    room_code: str | None = None
    household_id: str | None = None
    status: str | None = None
    key_class: str | None = None

    def apply(self, wanted: Select[Key]) -> Select[Key]:
        """The narrowed query."""
        wanted = wanted.where(Key.community_id.in_(self.communities))
        for column, value in (
            (Key.room_code, self.room_code),
            (Key.household_id, self.household_id),
            (Key.status, self.status),
            (Key.key_class, self.key_class),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


async def list_keys(
    session: AsyncSession, wanted: KeyFilter, *, cursor: str | None, limit: int
) -> tuple[list[Key], str | None]:
    """Newest first; one query a page."""
    return await page_of(session, wanted.apply(select(Key)), NEWEST_FIRST, cursor=cursor, limit=limit)


async def find_key(session: AsyncSession, key_id: str, communities: Collection[str]) -> Key:
    """A key within the caller's communities. Raises NotFound."""
    found = await session.scalar(select(Key).where(Key.id == key_id, Key.community_id.in_(communities)))
    if found is None:
        raise NotFound(what="key")
    return found


async def lock_key(session: AsyncSession, key_id: str, communities: Collection[str]) -> Key:
    """The same, held until the commit. Raises NotFound."""
    wanted = select(Key).where(Key.id == key_id, Key.community_id.in_(communities)).with_for_update()
    found = await session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(what="key")
    return found


async def lock_keys_of_household(session: AsyncSession, household_id: str) -> Sequence[Key]:
    """What a household has, and what the desk keeps for it."""
    standing = [status.value for status in OF_A_HOUSEHOLD]
    wanted = select(Key).where(Key.household_id == household_id, Key.status.in_(standing))
    return (await session.scalars(wanted.order_by(Key.id).with_for_update())).all()


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What one key's answer is made of."""

    key: Key
    movements: Sequence[KeyMovement]
    staff_names: Mapping[str, str]

    @property
    def version(self) -> int:
        """The key's version, for the `ETag`."""
        return self.key.version


async def describe_key(session: AsyncSession, key: Key) -> KeyRecord:
    """Two queries, however often it was moved; changes are written first, so that the version is the new one."""
    await session.flush()
    wanted = select(KeyMovement).where(KeyMovement.key_id == key.id).order_by(KeyMovement.id)
    movements = (await session.scalars(wanted)).all()
    names = await replicas.names_of(session, {each.actor_id for each in movements if each.actor_id is not None})
    return KeyRecord(key, movements, names)


async def every_key_of_a_room(session: AsyncSession) -> AsyncIterator[tuple[Key, str]]:
    """Each with its last movement, by id and in batches."""
    last = (
        select(KeyMovement.movement)
        .where(KeyMovement.key_id == Key.id)
        .order_by(KeyMovement.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    after = ""
    while True:
        query = select(Key, last).where(Key.id > after, Key.room_id.is_not(None), Key.room_code.is_not(None))
        rows = (await session.execute(query.order_by(Key.id).limit(_BATCH))).all()
        for key, movement in rows:
            yield key, movement
        if len(rows) < _BATCH:
            return
        after = rows[-1][0].id
        session.expunge_all()
