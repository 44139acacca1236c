"""Staff of the demo community, named after their roles; safe to load again. Never in production mode.

All share one password (`DEMO_PASSWORD`, `front-desk`) and its hash, which is made cheap: the password is no secret.
"""

import asyncio

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from gateway.identity import repository
from gateway.identity.domain.roles import DEFAULT_ROLES
from gateway.identity.models import Account
from gateway.identity.usecases.create_account import new_account
from gateway.identity.usecases.telling import state_of
from shared.kernel.ids import new_id, stable_id
from shared.runtime.context import Context
from shared.runtime.settings import Mode
from shared.runtime.unit_of_work import Transaction, UnitOfWork

GARDEN = stable_id("demo", "community", "sunshine-garden")
ELSEWHERE = stable_id("demo", "community", "other")

_NO_SIGN_IN = {"resident", "partner"}
# username, role, display name, community
STAFF: tuple[tuple[str, str, str, str], ...] = (
    *(
        (role.name, role.name, f"{role.label.zh} / {role.label.en}", GARDEN)
        for role in DEFAULT_ROLES.values()
        if role.name not in _NO_SIGN_IN
    ),
    ("front_desk_2", "front_desk", "前台二号 / Front desk 2", GARDEN),
    ("other_manager", "manager", "邻区负责人 / Manager next door", ELSEWHERE),
)


class DemoSettings(BaseSettings):
    """`DEMO_PASSWORD` and `LOBBY_MODE`."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    password: str = Field(default="front-desk", min_length=1, validation_alias="DEMO_PASSWORD")
    mode: Mode = Field(default=Mode.DEMO, validation_alias="LOBBY_MODE")


async def seed(unit_of_work: UnitOfWork, *, password: str | None = None) -> None:
    """Raises RuntimeError in production mode. Another password than the last time replaces it."""
    settings = DemoSettings()
    if settings.mode is Mode.PRODUCTION:
        raise RuntimeError("the demo community is not loaded in production mode")
    wanted = password or settings.password
    hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1),))
    async with unit_of_work.begin(Context(correlation_id=new_id())) as tx:
        found = {account.username: account for account in await repository.all_accounts(tx.session)}
        first = found.get(STAFF[0][0])
        kept = first.password_hash if first else None
        same = kept is not None and await asyncio.to_thread(hasher.verify, wanted, kept)
        hashed = kept if same and kept is not None else await asyncio.to_thread(hasher.hash, wanted)
        for member in STAFF:
            _place(tx, found.get(member[0]), member, hashed)


def _place(tx: Transaction, found: Account | None, member: tuple[str, str, str, str], hashed: str) -> None:
    username, role, display_name, community = member
    if found is not None:
        if found.password_hash != hashed:
            found.password_hash = hashed
        return
    account = new_account(
        stable_id("demo", "account", username),
        tx,
        username=username,
        display_name=display_name,
        roles=[role],
        communities=[community],
        locale="zh-CN",
        password_hash=hashed,
    )
    tx.session.add(account)
    tx.publish(account, state_of(account, version=1))
