"""The gateway's Ed25519 keys: in its database, sealed; the newest signs, the one before still verifies.

Replicas share them. A sealed key whose seal does not open with this secret is not trusted, its public half neither.
"""

import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey
from sqlalchemy.exc import IntegrityError

from gateway.identity import repository
from gateway.identity.models import SigningKey
from shared.kernel.clock import Clock
from shared.kernel.ids import new_id
from shared.runtime.database import Database, is_database_away
from shared.runtime.http.problems import DatabaseAway
from shared.runtime.http.security import ALGORITHM

log = structlog.get_logger()

LIVE_KEYS = 2
_READ_AGAIN_S = 60.0
_NONCE_BYTES = 12


class Seal:
    """AES-GCM under a key derived from the signing secret; a seal is bound to its key id and public half."""

    def __init__(self, secret: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lobby gateway signing keys")
        self._cipher = AESGCM(derived.derive(secret.encode()))

    def close(self, raw: bytes, *, kid: str, public_x: str) -> bytes:
        """The sealed private key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, raw, f"{kid}.{public_x}".encode())

    def open(self, row: SigningKey) -> OKPKey:
        """The key pair. Raises InvalidTag for another secret's seal or a row that was tampered with."""
        nonce, sealed = row.sealed_private[:_NONCE_BYTES], row.sealed_private[_NONCE_BYTES:]
        raw = self._cipher.decrypt(nonce, sealed, f"{row.kid}.{row.public_x}".encode())
        private = urlsafe_b64encode(raw).rstrip(b"=").decode()
        return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": row.public_x, "d": private, "kid": row.kid})


class KeyRing:
    """The live keys in memory, read anew every minute: another replica may have rotated them."""

    def __init__(self, database: Database, clock: Clock, secret: str) -> None:
        self._database = database
        self._clock = clock
        self._seal = Seal(secret)
        self._keys: list[OKPKey] = []
        self._read_at = float("-inf")

    async def ready(self) -> None:
        """Have keys; the first ones are made here. Raises DatabaseAway when they were never read."""
        if self._keys and time.monotonic() - self._read_at < _READ_AGAIN_S:
            return
        try:
            await self.reload()
            if not self._keys:
                await self.add_key()
        except Exception as error:
            if not is_database_away(error):
                raise
            if not self._keys:
                raise DatabaseAway from error

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A JWT signed by the newest key; `ready` must have been awaited."""
        newest = self._keys[0]
        return jwt.encode({"alg": ALGORITHM, "kid": newest.kid}, dict(claims), newest, algorithms=[ALGORITHM])

    def trusted(self) -> KeySet:
        """What verifies the gateway's own tokens."""
        return KeySet(list(self._keys))

    def public(self) -> dict[str, Any]:
        """The JWKS; what services verify with."""
        return {"keys": [{**key.as_dict(private=False), "use": "sig", "alg": ALGORITHM} for key in self._keys]}

    async def reload(self) -> None:
        """Read the live keys."""
        async with self._database.read() as session:
            rows = await repository.newest_keys(session, LIVE_KEYS)
        self._keys = [key for row in rows if (key := self._opened(row)) is not None]
        self._read_at = time.monotonic()

    async def rotate(self, max_age: timedelta) -> None:
        """Add a key when the newest is older than `max_age`, or none opens; forget those that are no longer live."""
        await self.reload()
        async with self._database.read() as session:
            rows = await repository.newest_keys(session, 1)
        if not self._keys or rows[0].created_at + max_age <= self._clock.now():
            await self.add_key()

    async def add_key(self) -> None:
        """Make the newest key; if another replica makes one at the same time, that one stands."""
        made = OKPKey.generate_key("Ed25519", {"kid": new_id()})
        fields: dict[str, Any] = made.as_dict(private=True)
        raw = made.private_key.private_bytes_raw() if made.private_key else b""
        public_x, kid = str(fields["x"]), str(fields["kid"])
        try:
            async with self._database.transaction() as session:
                await repository.add_key(
                    session,
                    kid=kid,
                    public_x=public_x,
                    sealed_private=self._seal.close(raw, kid=kid, public_x=public_x),
                    now=self._clock.now(),
                    keep=LIVE_KEYS,
                )
        except IntegrityError:
            log.info("signing_key_made_elsewhere")
        await self.reload()

    def _opened(self, row: SigningKey) -> OKPKey | None:
        try:
            return self._seal.open(row)
        except InvalidTag:
            log.warning("signing_key_unreadable", kid=row.kid, hint="another GATEWAY_SIGNING_SECRET sealed it")
            return None
