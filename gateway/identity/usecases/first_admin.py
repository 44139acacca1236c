"""The administrator whom nobody else can create."""

from pydantic import TypeAdapter

from gateway.identity.models import TABLES
from gateway.identity.passwords import Passwords
from gateway.identity.schemas import AccountCreation, PasswordSetting
from gateway.identity.usecases.create_account import create_account
from gateway.settings import GatewaySettings
from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.database import Database
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import UnitOfWork


async def create_first_admin(settings: GatewaySettings, username: str, communities: list[str], password: str) -> str:
    """The account's id. Raises ValidationError, UsernameTaken."""
    secret = TypeAdapter(PasswordSetting).validate_python({"password": password}).password
    creation = TypeAdapter(AccountCreation).validate_python(
        {"username": username, "display_name": username, "roles": ["admin"], "communities": communities}
    )
    hashed = await Passwords(memory_kib=settings.argon2_memory_kib).hash(secret)
    nobody = Caller("", "", frozenset(), frozenset(), frozenset(communities))
    database = Database(settings.database_url.get_secret_value())
    try:
        async with UnitOfWork(database, TABLES, SystemClock()).begin(Context(correlation_id=new_id())) as tx:
            account = await create_account(tx, nobody, creation)
            account.password_hash = hashed
            return account.id
    finally:
        await database.close()
