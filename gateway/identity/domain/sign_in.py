"""Refusals of the token endpoint: problem details that also say `error` as RFC 6749, section 5.2, names it."""

from typing import ClassVar

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class TokenRefused(DomainError):
    """Base; `error` is RFC 6749's code."""

    error: ClassVar[str]
    kind = Kind.MALFORMED


class WrongCredentials(TokenRefused):
    """Unknown, disabled and wrong password are told in the same words: nobody learns which usernames exist."""

    slug = "wrong-credentials"
    error = "invalid_grant"
    title = Text(zh="用户名或密码错误", en="Wrong username or password")
    detail = Text(
        zh="用户名或密码错误，或账号已停用。", en="The username or password is wrong, or the account is disabled."
    )


class RefreshRefused(TokenRefused):
    """Unknown, expired, revoked or used before; the last ends the whole session."""

    slug = "refresh-refused"
    error = "invalid_grant"
    title = Text(zh="请重新登录", en="Sign in again")
    detail = Text(
        zh="刷新令牌无效、已过期或已使用过，请重新登录。",
        en="The refresh token is invalid, expired or was used before: sign in again.",
    )


class UnsupportedGrant(TokenRefused):
    """Only password and refresh_token."""

    slug = "unsupported-grant-type"
    error = "unsupported_grant_type"
    title = Text(zh="不支持的授权类型", en="Unsupported grant type")
    detail = Text(
        zh="grant_type 只能是 password 或 refresh_token。", en="grant_type must be password or refresh_token."
    )


class IncompleteTokenRequest(TokenRefused):
    """A parameter of the form is missing or too long."""

    slug = "incomplete-token-request"
    error = "invalid_request"
    title = Text(zh="登录请求不完整", en="Incomplete token request")
    detail = Text(
        zh="须以表单（application/x-www-form-urlencoded）提交 {parameter}。",
        en="Send {parameter} as a form (application/x-www-form-urlencoded).",
    )


class TooManyFailures(TokenRefused):
    """Failed sign-ins of one account from one address."""

    slug = "too-many-failed-sign-ins"
    error = "temporarily_unavailable"
    kind = Kind.RATE_LIMITED
    title = Text(zh="登录失败次数过多", en="Too many failed sign-ins")
    detail = Text(zh="请在 {seconds} 秒后重试。", en="Try again in {seconds} seconds.")

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.retry_after_s = seconds
