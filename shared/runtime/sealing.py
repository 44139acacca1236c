"""Contact points sealed by the residents service for the notifications service alone (`household.contacts_changed`).

JWE, compact form: ECDH-ES over X25519, A256GCM. The private key is derived from a secret that only the
notifications service has; the residents service gets the public half as text.

`python -m shared.runtime.sealing` reads the secret from NOTIFICATIONS_CONTACT_SECRET and prints the value for
RESIDENTS_CONTACT_PUBLIC_KEY.
"""

import base64
import binascii
import json
import os
import sys
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

_KEY_BYTES = 32
_NONCE_BYTES, _TAG_BYTES = 12, 16
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_ENCRYPTION = b"A256GCM"
_HEADER = {"alg": "ECDH-ES", "enc": "A256GCM"}
_ALGORITHMS = [_HEADER["alg"], _HEADER["enc"]]


class NotForUs(Exception):
    """The text is no JWE of ours, or sealed for another key. Retrying can't help."""


class BadPublicKey(ValueError):
    """The text is no raw X25519 public key in base64url."""


def private_key_from_secret(secret: str) -> OKPKey:
    """The X25519 key pair of `secret`: HKDF-SHA256, salt `lobby`, info `contact-key`."""
    seed = HKDF(SHA256(), length=_KEY_BYTES, salt=b"lobby", info=b"contact-key").derive(secret.encode())
    public = X25519PrivateKey.from_private_bytes(seed).public_key()
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": _encode(raw), "d": _encode(seed)})


def public_key_text(secret: str) -> str:
    """The public half of the key of `secret`: base64url of its 32 raw bytes, without padding."""
    return str(private_key_from_secret(secret).as_dict(private=False)["x"])


def read_public_key(text: str) -> OKPKey:
    """The key that `public_key_text` wrote down. Raises BadPublicKey."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise BadPublicKey("not base64url") from error
    if len(raw) != _KEY_BYTES:
        raise BadPublicKey(f"{_KEY_BYTES} bytes expected, {len(raw)} given")
    return OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": _encode(raw)})


def seal(public_key: str, content: dict[str, Any]) -> str:
    """A compact JWE of `content` that only the owner of the secret opens. Raises BadPublicKey."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return jwe.encrypt_compact(_HEADER, plain, read_public_key(public_key), algorithms=_ALGORITHMS)


class BatchSealer:
    """Seals many contents for the same reader: what `seal` makes, with one key agreement for all of them.

    Each has a nonce of its own. Make a new one for every transaction: a key agreed upon serves a batch, no more.
    """

    def __init__(self, public_key: str) -> None:
        ephemeral = X25519PrivateKey.generate()
        reader = read_public_key(public_key).as_dict(private=False)["x"]
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(_decode(str(reader))))
        public = ephemeral.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        header = {**_HEADER, "epk": {"crv": "X25519", "x": _encode(public), "kty": "OKP"}}
        self._head = _encode(json.dumps(header, separators=(",", ":")).encode()).encode()
        # RFC 7518, 4.6.2: the algorithm, no party information, the length of the key in bits.
        other = len(_ENCRYPTION).to_bytes(4) + _ENCRYPTION + bytes(8) + (_KEY_BYTES * 8).to_bytes(4)
        self._cipher = AESGCM(ConcatKDFHash(SHA256(), length=_KEY_BYTES, otherinfo=other).derive(shared))

    def seal(self, content: dict[str, Any]) -> str:
        """A compact JWE of `content`."""
        return self.seal_json(json.dumps(content, ensure_ascii=False, separators=(",", ":")))

    def seal_json(self, content: str) -> str:
        """The same of a content that is JSON already."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, content.encode(), self._head)
        parts = (nonce, sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:])
        written = b".".join(binascii.b2a_base64(part, newline=False).rstrip(b"=") for part in parts)
        return (self._head + b".." + written.translate(_URL_SAFE)).decode()


def unseal(secret: str, sealed: str) -> dict[str, Any]:
    """What was sealed. Raises NotForUs."""
    try:
        opened = jwe.decrypt_compact(sealed, private_key_from_secret(secret), algorithms=_ALGORITHMS)
        content = json.loads(opened.plaintext or b"")
    except (JoseError, ValueError, KeyError) as error:
        raise NotForUs(type(error).__name__) from error
    if not isinstance(content, dict):
        raise NotForUs("no object")
    return content


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


if __name__ == "__main__":
    if not (_given := os.environ.get("NOTIFICATIONS_CONTACT_SECRET")):
        sys.exit("NOTIFICATIONS_CONTACT_SECRET is needed")
    print(public_key_text(_given))  # noqa: T201 - a command's answer
