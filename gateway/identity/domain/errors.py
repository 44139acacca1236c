"""Refusals of identity."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class UsernameTaken(DomainError):
    """Usernames are unique over all communities."""

    slug = "username-taken"
    kind = Kind.CONFLICT
    title = Text(zh="用户名已存在", en="Username taken")
    detail = Text(zh="用户名 {username} 已被使用。", en="The username {username} is in use.")


class UnknownRole(DomainError):
    """No role of this name."""

    slug = "unknown-role"
    kind = Kind.INVALID
    title = Text(zh="角色不存在", en="Unknown role")
    detail = Text(zh="没有角色 {role}。", en="There is no role {role}.")


class UnknownPermission(DomainError):
    """No code checks such a permission."""

    slug = "unknown-permission"
    kind = Kind.INVALID
    title = Text(zh="权限不存在", en="Unknown permission")
    detail = Text(zh="没有权限 {permission}。", en="There is no permission {permission}.")


class OutsideOwnCommunities(DomainError):
    """A grant is given only for communities that the giver has. Source: permissions.md."""

    slug = "outside-own-communities"
    kind = Kind.FORBIDDEN
    title = Text(zh="超出本人小区范围", en="Outside your communities")
    detail = Text(
        zh="账号所属小区必须都在您的小区范围内。", en="Every community of the account must be one of your own."
    )


class OwnAccount(DomainError):
    """Nobody changes their own grants (nobody approves what they asked for). Source: permissions.md."""

    slug = "own-account"
    kind = Kind.FORBIDDEN
    title = Text(zh="不能修改自己的账号", en="Own account")
    detail = Text(
        zh="账号的角色、小区和状态须由另一位管理员修改。",
        en="Roles, communities and state of an account are changed by another administrator.",
    )


class TooManyRequests(DomainError):
    """The account's share of the present window is used up."""

    slug = "too-many-requests"
    kind = Kind.RATE_LIMITED
    title = Text(zh="请求过于频繁", en="Too many requests")
    detail = Text(zh="请在 {seconds} 秒后重试。", en="Try again in {seconds} seconds.")

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.retry_after_s = seconds
