"""Identifiers: UUIDv7 strings (RFC 9562), and stable ones derived from names."""

import re
import uuid

import uuid_utils

_LOBBY = uuid.UUID("6f1d1c0e-5f1a-5d5e-9a55-10bb1e510bb1")
_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_id() -> str:
    """A new time-ordered UUIDv7 in canonical lower-case form."""
    return str(uuid_utils.uuid7())


def stable_id(*names: str) -> str:
    """The same UUIDv5 for the same names in every service; for generated data and for effects that repeat."""
    return str(uuid.uuid5(_LOBBY, "\x1f".join(names)))


def is_id(candidate: str) -> bool:
    """Whether `candidate` has the canonical form of an id."""
    return _SHAPE.fullmatch(candidate) is not None
