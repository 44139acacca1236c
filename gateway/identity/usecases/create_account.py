"""Give somebody an account."""

from sqlalchemy.exc import IntegrityError

from gateway.identity.domain.errors import OutsideOwnCommunities, UnknownRole, UsernameTaken
from gateway.identity.domain.roles import DEFAULT_ROLES
from gateway.identity.models import EVERY_COMMUNITY, Account, Membership
from gateway.identity.schemas import AccountCreation
from gateway.identity.usecases.recording import record
from gateway.identity.usecases.telling import state_of
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def create_account(tx: Transaction, caller: Caller, creation: AccountCreation) -> Account:
    """Without a password yet. Raises UsernameTaken, UnknownRole, OutsideOwnCommunities."""
    must_be_roles(creation.roles)
    must_be_own(caller, creation.communities)
    account = new_account(
        new_id(),
        tx,
        username=creation.username,
        display_name=creation.display_name,
        roles=creation.roles,
        communities=creation.communities,
        locale=creation.locale,
    )

    tx.session.add(account)
    tx.publish(account, state_of(account, version=1))
    try:
        await tx.session.flush()
    except IntegrityError as error:
        raise UsernameTaken(pointer="/username", username=creation.username) from error
    await record(
        tx,
        "account.created",
        subject_id=account.id,
        roles=account.roles,
        communities=account.communities,
    )
    return account


def new_account(
    account_id: str,
    tx: Transaction,
    *,
    username: str,
    display_name: str,
    roles: list[str],
    communities: list[str],
    locale: str,
    password_hash: str | None = None,
) -> Account:
    """An active account, each role and community once."""
    return Account(
        id=account_id,
        community_id=EVERY_COMMUNITY,
        version=1,
        event_sequence=0,
        created_at=tx.now,
        username=username,
        display_name=display_name,
        password_hash=password_hash,
        is_active=True,
        roles=sorted(set(roles)),
        locale=locale,
        memberships=[Membership(community_id=community) for community in sorted(set(communities))],
    )


def must_be_roles(names: list[str]) -> None:
    """Raises UnknownRole."""
    for place, name in enumerate(names):
        if name not in DEFAULT_ROLES:
            raise UnknownRole(pointer=f"/roles/{place}", role=name)


def must_be_own(caller: Caller, communities: list[str]) -> None:
    """Raises OutsideOwnCommunities."""
    if not caller.communities.issuperset(communities):
        raise OutsideOwnCommunities(pointer="/communities")
