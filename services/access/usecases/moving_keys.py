"""One movement of a key: the table decides, the register is kept, it is told. Source: handbook A-21."""

from sqlalchemy import inspect

from services.access.domain.keys import KEY_LIFE, KeyStatus, Movement
from services.access.models import Key, KeyMovement
from services.access.usecases.telling import key_state
from shared.contracts.access import KeyMoved
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


def move(
    tx: Transaction,
    key: Key,
    movement: Movement,
    *,
    actor_id: str | None = None,
    party: str | None = None,
    note: str | None = None,
) -> None:
    """Move `key`. Raises IllegalTransition."""
    key.status = KEY_LIFE.next(KeyStatus(key.status), movement)
    register(tx, key, movement, actor_id=actor_id, party=party, note=note)


def register(
    tx: Transaction,
    key: Key,
    movement: Movement,
    *,
    actor_id: str | None = None,
    party: str | None = None,
    note: str | None = None,
) -> None:
    """Write the movement into the register and tell it; where it belongs to no room, nobody outside has to know."""
    key.movements.add(
        KeyMovement(
            id=new_id(), at=tx.now, movement=movement, status=key.status, actor_id=actor_id, party=party, note=note
        )
    )
    if key.room_id is None or key.room_code is None:
        return
    state = inspect(key)
    version = key.version + 1 if state.persistent else key.version
    tx.publish(key, KeyMoved(**key_state(key, movement, version=version)))
