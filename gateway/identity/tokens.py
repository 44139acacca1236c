"""What a sign-in gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The access token is a JWT for `lobby`, the refresh token good for one use."""

    access_token: str
    expires_in_s: int
    refresh_token: str
    refresh_expires_in_s: int
