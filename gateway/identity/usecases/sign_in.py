"""Sign in with a password, go on with a refresh token, sign out. Source: architecture 6."""

import re
import secrets
from datetime import timedelta
from hashlib import sha256

from gateway.identity import repository
from gateway.identity.domain.sign_in import RefreshRefused, WrongCredentials
from gateway.identity.identity import Identity
from gateway.identity.models import Account, RefreshToken, SignInSession
from gateway.identity.sessions import OUTER_AUDIENCE
from gateway.identity.tokens import Tokens
from gateway.identity.usecases.recording import record
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.http.security import ISSUER
from shared.runtime.unit_of_work import Transaction

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


async def sign_in(identity: Identity, context: Context, username: str, password: str, address: str) -> Tokens:
    """A new session. Raises WrongCredentials, TooManyFailures."""
    name = username.strip().lower()
    identity.failures.attempt(name[:64], address)
    account = await _account(identity, name)
    known = await identity.passwords.verify(password, account.password_hash if account else None)
    if account is None or not known or not account.is_active:
        await _note_failure(identity, context, account, address)
        raise WrongCredentials

    await identity.ring.ready()
    async with identity.unit_of_work.begin(context) as tx:
        if not await repository.is_unchanged(tx.session, account):
            raise WrongCredentials
        session = SignInSession(
            id=new_id(),
            account_id=account.id,
            began_at=tx.now,
            expires_at=tx.now + timedelta(seconds=identity.settings.session_s),
        )
        tx.session.add(session)
        await tx.session.flush()
        tokens = _issue(identity, tx, session)
        await record(tx, "session.began", subject_id=account.id, actor_id=account.id, address=address)
    identity.failures.succeeded(name[:64], address)
    return tokens


async def refresh(identity: Identity, context: Context, refresh_token: str) -> Tokens:
    """New tokens of the same session. A token used before revokes the session: somebody has a copy.

    Raises RefreshRefused.
    """
    await identity.ring.ready()
    tokens, ended = None, None
    # Refusals are raised after the commit: the revocation must stand.
    async with identity.unit_of_work.begin(context) as tx:
        claimed = await repository.claim_refresh_token(tx.session, _hash(refresh_token))
        if claimed is not None:
            token, session = claimed
            if token.used_at is not None and session.revoked_at is None:
                ended = session.id
                await _revoke(tx, session, "refresh_token_reused")
            elif await _may_go_on(tx, token, session):
                token.used_at = tx.now
                tokens = _issue(identity, tx, session)
    if ended is not None:
        identity.sessions.forget_session(ended)
    if tokens is None:
        raise RefreshRefused
    return tokens


async def sign_out(identity: Identity, context: Context, refresh_token: str) -> None:
    """End the session of a refresh token; an unknown one is as good as ended (RFC 7009, 2.2)."""
    async with identity.unit_of_work.begin(context) as tx:
        claimed = await repository.claim_refresh_token(tx.session, _hash(refresh_token))
        session = None if claimed is None else claimed[1]
        if session is not None and session.revoked_at is None:
            await _revoke(tx, session, "signed_out")
    if session is not None:
        identity.sessions.forget_session(session.id)


async def sign_out_session(identity: Identity, context: Context, session_id: str) -> None:
    """End the session of the access token that asks."""
    async with identity.unit_of_work.begin(context) as tx:
        session = await tx.session.get(SignInSession, session_id, with_for_update=True)
        if session is not None and session.revoked_at is None:
            await _revoke(tx, session, "signed_out")
    identity.sessions.forget_session(session_id)


async def _account(identity: Identity, username: str) -> Account | None:
    if USERNAME.fullmatch(username) is None:
        return None
    async with identity.unit_of_work.database.read() as session:
        return await repository.account_by_username(session, username)


async def _may_go_on(tx: Transaction, token: RefreshToken, session: SignInSession) -> bool:
    if token.used_at is not None or token.expires_at <= tx.now:
        return False
    return await repository.standing_of(tx.session, session.id, tx.now) is not None


def _issue(identity: Identity, tx: Transaction, session: SignInSession) -> Tokens:
    settings = identity.settings
    issued_at, ends_at = int(tx.now.timestamp()), int(session.expires_at.timestamp())
    expires_at = min(issued_at + settings.access_token_s, ends_at)
    refresh_expires_at = min(issued_at + settings.refresh_token_s, ends_at)
    plain = secrets.token_urlsafe(48)
    tx.session.add(
        RefreshToken(
            token_hash=_hash(plain),
            session_id=session.id,
            issued_at=tx.now,
            expires_at=tx.now + timedelta(seconds=refresh_expires_at - issued_at),
        )
    )
    claims = {
        "iss": ISSUER,
        "aud": OUTER_AUDIENCE,
        "sub": session.account_id,
        "sid": session.id,
        "jti": new_id(),
        "iat": issued_at,
        "exp": expires_at,
    }
    return Tokens(identity.ring.sign(claims), expires_at - issued_at, plain, refresh_expires_at - issued_at)


async def _revoke(tx: Transaction, session: SignInSession, because: str) -> None:
    session.revoked_at = tx.now
    session.revoked_because = because
    await record(tx, "session.ended", subject_id=session.account_id, because=because)


async def _note_failure(identity: Identity, context: Context, account: Account | None, address: str) -> None:
    """The username of an unknown account stays out: people type passwords there."""
    async with identity.unit_of_work.begin(context) as tx:
        await record(
            tx,
            "session.refused",
            subject_type="account" if account else "unknown",
            subject_id=account.id if account else None,
            address=address,
        )


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
