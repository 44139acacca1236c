"""Every query of identity."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from gateway.identity.domain.audit_chain import Link, hash_of
from gateway.identity.domain.roles import DEFAULT_ROLES, Role
from gateway.identity.models import (
    Account,
    AuditEntry,
    AuditHead,
    ChangedRole,
    Membership,
    RefreshToken,
    SigningKey,
    SignInSession,
)
from shared.kernel.errors import NotFound
from shared.kernel.text import Text
from shared.runtime.http.paging import Keyset, page_of

BY_USERNAME = Keyset((Account.username,), descending=False)
NEWEST_ENTRIES = Keyset((AuditEntry.number,))
_HEAD = 1


# ── accounts ─────────────────────────────────────────────────────────────────────────────────────


def _shares(communities: Collection[str]) -> ColumnElement[bool]:
    """Whether the account has one of `communities`."""
    return exists().where(Membership.account_id == Account.id, Membership.community_id.in_(communities))


async def account_by_username(session: AsyncSession, username: str) -> Account | None:
    """For the sign-in: by lower-case username, in whatever community."""
    return await session.scalar(
        select(Account).where(Account.username == username).options(selectinload(Account.memberships))
    )


async def is_unchanged(session: AsyncSession, account: Account) -> bool:
    """Whether password and state are still those that were checked; holds them until the commit.

    Without this a sign-in under way would survive the change that was to end every sign-in.
    """
    found = await session.execute(
        select(Account.id)
        .where(Account.id == account.id, Account.password_hash == account.password_hash, Account.is_active)
        .with_for_update(read=True)
    )
    return found.first() is not None


async def load_account(session: AsyncSession, account_id: str, communities: Collection[str]) -> Account:
    """An account that shares a community with the caller. Raises NotFound."""
    wanted = (
        select(Account).where(Account.id == account_id, _shares(communities)).options(selectinload(Account.memberships))
    )
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="account")
    return found


async def list_accounts(
    session: AsyncSession, communities: Collection[str], *, active: bool | None, cursor: str | None, limit: int
) -> tuple[list[Account], str | None]:
    """By username; two queries a page."""
    wanted = select(Account).where(_shares(communities)).options(selectinload(Account.memberships))
    if active is not None:
        wanted = wanted.where(Account.is_active == active)
    return await page_of(session, wanted, BY_USERNAME, cursor=cursor, limit=limit)


async def all_accounts(session: AsyncSession) -> Sequence[Account]:
    """Every account, to fill another service's replica."""
    wanted = select(Account).options(selectinload(Account.memberships)).order_by(Account.id)
    return (await session.scalars(wanted)).all()


# ── roles ────────────────────────────────────────────────────────────────────────────────────────


def role_of(row: ChangedRole) -> Role:
    """A changed role; its first change is version 2, since 1 is the default's."""
    return Role(row.id, Text(zh=row.label_zh, en=row.label_en), frozenset(row.permissions), row.version + 1)


async def all_roles(session: AsyncSession) -> dict[str, Role]:
    """The roles as they now are, in the order of the default table."""
    changed = {row.id: role_of(row) for row in (await session.scalars(select(ChangedRole))).all()}
    return {name: changed.get(name, role) for name, role in DEFAULT_ROLES.items()}


def permissions_of(roles: Mapping[str, Role], names: Collection[str]) -> frozenset[str]:
    """What the named roles grant together."""
    return frozenset().union(*(roles[name].permissions for name in names if name in roles))


# ── sessions ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Standing:
    """A live session with its account and the roles as they now are."""

    session: SignInSession
    account: Account
    roles: Mapping[str, Role]


async def standing_of(session: AsyncSession, session_id: str, now: datetime) -> Standing | None:
    """None for a session that is revoked or over, or whose account is disabled. Three queries."""
    wanted = (
        select(SignInSession, Account)
        .join(Account, Account.id == SignInSession.account_id)
        .where(
            SignInSession.id == session_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
            Account.is_active,
        )
        .options(selectinload(Account.memberships))
    )
    row = (await session.execute(wanted)).one_or_none()
    return None if row is None else Standing(row[0], row[1], await all_roles(session))


async def claim_refresh_token(session: AsyncSession, token_hash: str) -> tuple[RefreshToken, SignInSession] | None:
    """The token and its session, locked: of two refreshes at once one sees that the other has used it."""
    wanted = (
        select(RefreshToken, SignInSession)
        .join(SignInSession, SignInSession.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == token_hash)
        .with_for_update()
    )
    row = (await session.execute(wanted)).one_or_none()
    return None if row is None else (row[0], row[1])


async def revoke_sessions_of(session: AsyncSession, account_id: str, now: datetime, because: str) -> None:
    """End every sign-in of an account."""
    await session.execute(
        update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None))
        .values(revoked_at=now, revoked_because=because)
    )


async def forget_sessions(session: AsyncSession, over_since: datetime) -> None:
    """Delete the sessions, and with them the refresh tokens, that ended before."""
    old = select(SignInSession.id).where(SignInSession.expires_at < over_since).limit(500)
    ids = (await session.scalars(old)).all()
    await session.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(ids)))
    await session.execute(delete(SignInSession).where(SignInSession.id.in_(ids)))


# ── signing keys ─────────────────────────────────────────────────────────────────────────────────


async def newest_keys(session: AsyncSession, count: int) -> Sequence[SigningKey]:
    """The newest first."""
    return (await session.scalars(select(SigningKey).order_by(SigningKey.ordinal.desc()).limit(count))).all()


async def add_key(
    session: AsyncSession, *, kid: str, public_x: str, sealed_private: bytes, now: datetime, keep: int
) -> None:
    """Append a key and forget all but the newest `keep`. Raises IntegrityError when another took the ordinal."""
    last = await session.scalar(select(func.max(SigningKey.ordinal))) or 0
    session.add(SigningKey(ordinal=last + 1, kid=kid, public_x=public_x, sealed_private=sealed_private, created_at=now))
    await session.flush()
    await session.execute(delete(SigningKey).where(SigningKey.ordinal <= last + 1 - keep))


# ── audit log ────────────────────────────────────────────────────────────────────────────────────


async def append_entry(
    session: AsyncSession,
    *,
    at: datetime,
    actor_id: str | None,
    action: str,
    subject_type: str,
    subject_id: str | None,
    detail: dict[str, object],
) -> None:
    """Append to the chain. Locks its head, so it comes last in a use case: account first, then the log."""
    await session.flush()
    head = (
        await session.execute(
            select(AuditHead).where(AuditHead.id == _HEAD).with_for_update().execution_options(populate_existing=True)
        )
    ).scalar_one()
    link = Link(head.number + 1, at, actor_id, action, subject_type, subject_id, detail, head.hash)
    head.number, head.hash = link.number, hash_of(link)
    session.add(
        AuditEntry(
            number=link.number,
            at=at,
            actor_id=actor_id,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            detail=detail,
            previous_hash=link.previous_hash,
            hash=head.hash,
        )
    )


async def list_entries(
    session: AsyncSession, communities: Collection[str], *, cursor: str | None, limit: int
) -> tuple[list[AuditEntry], str | None]:
    """Newest first: what concerns no account, what concerns accounts that share a community with the caller, and
    what concerns persons of the caller's communities.
    """
    concerned = exists().where(Membership.account_id == AuditEntry.subject_id, Membership.community_id.in_(communities))
    of_person = AuditEntry.subject_type == "person"
    lives_there = AuditEntry.detail["community_id"].as_string().in_(communities)
    wanted = select(AuditEntry).where(
        or_(AuditEntry.subject_type.not_in(("account", "person")), concerned, and_(of_person, lives_there))
    )
    return await page_of(session, wanted, NEWEST_ENTRIES, cursor=cursor, limit=limit)


async def chain_of(session: AsyncSession, *, after: int, limit: int) -> list[tuple[Link, str]]:
    """Entries with their stored hashes in the chain's order, to check it."""
    rows = await session.scalars(
        select(AuditEntry).where(AuditEntry.number > after).order_by(AuditEntry.number).limit(limit)
    )
    return [
        (
            Link(
                row.number,
                row.at,
                row.actor_id,
                row.action,
                row.subject_type,
                row.subject_id,
                row.detail,
                row.previous_hash,
            ),
            row.hash,
        )
        for row in rows
    ]
