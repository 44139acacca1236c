"""What keeps personal numbers confidential: cipher of ID numbers, seal of contact points. Source: handbook R-04."""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from starlette.requests import Request

from shared.runtime.sealing import BatchSealer, seal

log = structlog.get_logger()

_NONCE_BYTES = 12
_KEY_ID_CHARS = 16


@dataclass(frozen=True, slots=True)
class SealedField:
    """An encrypted field: which key, the cipher text (base64 of nonce and AES-GCM output), the look-up index."""

    key_id: str
    text: str
    index: str


class Unreadable(Exception):
    """Encrypted with another key, moved from another row, or altered."""


class FieldCipher:
    """AES-256-GCM, bound to the key's id and the row's id: a cipher text copied to another row does not open."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derive(secret, b"field-encryption"))
        self._index_key = _derive(secret, b"field-index")
        self.key_id = hashlib.sha256(_derive(secret, b"field-key-id")).hexdigest()[:_KEY_ID_CHARS]

    def seal(self, plain: str, *, row_id: str) -> SealedField:
        """Encrypt `plain` for the row `row_id`."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, plain.encode(), _bound(self.key_id, row_id))
        return SealedField(self.key_id, base64.b64encode(sealed).decode(), self.index(plain))

    def open(self, sealed: SealedField, *, row_id: str) -> str:
        """The plain text. Raises Unreadable."""
        if sealed.key_id != self.key_id:
            raise Unreadable("encrypted with another key")
        raw = base64.b64decode(sealed.text)
        try:
            plain = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound(sealed.key_id, row_id))
        except InvalidTag as error:
            raise Unreadable("altered, or moved from another row") from error
        return plain.decode()

    def seal_bytes(self, plain: bytes, *, row_id: str) -> bytes:
        """Key id, nonce and cipher text in one, for content that nobody looks up."""
        nonce = os.urandom(_NONCE_BYTES)
        return self.key_id.encode() + nonce + self._cipher.encrypt(nonce, plain, _bound(self.key_id, row_id))

    def open_bytes(self, sealed: bytes, *, row_id: str) -> bytes:
        """What `seal_bytes` sealed for that row. Raises Unreadable."""
        key_id, nonce = sealed[:_KEY_ID_CHARS], sealed[_KEY_ID_CHARS : _KEY_ID_CHARS + _NONCE_BYTES]
        if key_id != self.key_id.encode():
            raise Unreadable("encrypted with another key")
        try:
            return self._cipher.decrypt(nonce, sealed[_KEY_ID_CHARS + _NONCE_BYTES :], _bound(self.key_id, row_id))
        except InvalidTag as error:
            raise Unreadable("altered, or moved from another row") from error

    def index(self, plain: str) -> str:
        """The same for the same text, and of no use without the secret."""
        return hmac.digest(self._index_key, plain.encode(), "sha256").hex()


class ContactSealer:
    """Seals contact points for the notifications service; without its public key they are told to nobody."""

    def __init__(self, public_key: str | None) -> None:
        self._public_key = public_key
        self._has_warned = False

    @property
    def key_id(self) -> str | None:
        """Names the key that present seals are for; None without one."""
        if self._public_key is None:
            return None
        return hashlib.sha256(self._public_key.encode()).hexdigest()[:_KEY_ID_CHARS]

    def seal(self, content: dict[str, Any]) -> str | None:
        """A JWE; None (and one warning per process) without a key."""
        if self._public_key is not None:
            return seal(self._public_key, content)
        if not self._has_warned:
            log.warning("contacts_not_told", reason="RESIDENTS_CONTACT_PUBLIC_KEY is not set")
            self._has_warned = True
        return None

    def batch(self) -> Callable[[str], str] | None:
        """Seals many within one transaction, each given as its JSON; None, and the same warning, without a key."""
        if self._public_key is None:
            self.seal({})
            return None
        return BatchSealer(self._public_key).seal_json


@dataclass(frozen=True, slots=True)
class Confidential:
    """Both, as the service was configured."""

    cipher: FieldCipher
    sealer: ContactSealer

    @classmethod
    def of(cls, *, field_secret: str, contact_public_key: str | None) -> Self:
        """From the settings' plain values."""
        return cls(FieldCipher(field_secret), ContactSealer(contact_public_key))


async def confidential_of(request: Request) -> Confidential:
    """Dependency of routes that take or reveal personal numbers."""
    found: Confidential = request.app.state.confidential
    return found


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=b"lobby", info=b"residents/" + purpose).derive(secret.encode())


def _bound(key_id: str, row_id: str) -> bytes:
    return f"{key_id}/{row_id}".encode()
