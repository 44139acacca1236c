"""HTTP bodies of identity."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway.identity.domain.permissions import AUDIENCE
from gateway.identity.domain.roles import Role
from gateway.identity.models import Account, AuditEntry
from gateway.identity.sessions import Grant
from gateway.identity.tokens import Tokens
from shared.kernel.text import Locale, Text
from shared.runtime.http.fields import Name
from shared.runtime.http.patterns import worded

Username = Annotated[
    str,
    StringConstraints(
        pattern=worded(
            r"^[a-z0-9][a-z0-9._-]{1,63}$",
            Text(
                zh="2 至 64 位小写字母、数字、点、下划线或连字符，以字母或数字开头",
                en="2 to 64 small letters, digits, dots, underscores or hyphens, a letter or digit first",
            ),
        ),
        max_length=64,
    ),
    Field(description="Lower case; unique over all communities", examples=["wang.fang"]),
]
RoleName = Annotated[
    str,
    StringConstraints(
        pattern=worded(
            r"^[a-z_]{1,36}$", Text(zh="至多 36 位小写字母与下划线", en="Up to 36 small letters and underscores")
        )
    ),
    Field(examples=["front_desk"]),
]
CommunityId = Annotated[
    str,
    StringConstraints(
        pattern=worded(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", Text(zh="应为标识（UUID）", en="An id (a UUID)"))
    ),
    Field(examples=["0193e2a0-7c1e-7000-8000-000000000001"]),
]
Roles = Annotated[list[RoleName], Field(min_length=1, max_length=12)]
Communities = Annotated[list[CommunityId], Field(min_length=1, max_length=500)]


class TokenView(BaseModel):
    """RFC 6749, section 5.1."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - RFC 6750's word
    expires_in: int = Field(description="Seconds", examples=[900])
    refresh_token: str = Field(description="Good for one use; the answer to a refresh has the next")
    refresh_expires_in: int = Field(description="Seconds", examples=[43200])

    @classmethod
    def of(cls, tokens: Tokens) -> Self:
        """As it is answered."""
        return cls(
            access_token=tokens.access_token,
            expires_in=tokens.expires_in_s,
            refresh_token=tokens.refresh_token,
            refresh_expires_in=tokens.refresh_expires_in_s,
        )


class SignedOut(BaseModel):
    """The same for a token that nobody knows (RFC 7009, section 2.2)."""

    status: Literal["signed_out"] = "signed_out"


class MeView(BaseModel):
    """Who is signed in, and what was granted."""

    account_id: str
    username: str = Field(examples=["front_desk"])
    display_name: str = Field(examples=["前台 / Front desk"])
    locale: Locale
    roles: list[str] = Field(examples=[["front_desk"]])
    permissions: list[str] = Field(examples=[["tickets:open", "tickets:read"]])
    communities: list[str]

    @classmethod
    def of(cls, grant: Grant) -> Self:
        """Permissions in the order of the services that check them."""
        return cls.model_validate(
            {
                "account_id": grant.account_id,
                "username": grant.username,
                "display_name": grant.name,
                "locale": grant.locale,
                "roles": list(grant.roles),
                "permissions": [permission for permission in AUDIENCE if permission in grant.permissions],
                "communities": list(grant.communities),
            }
        )


class AccountCreation(BaseModel):
    """A new account; its password is set by a call of its own."""

    model_config = ConfigDict(extra="forbid")

    username: Username
    display_name: Name = Field(examples=["前台 / Front desk"])
    roles: Roles
    communities: Communities
    locale: Locale = "zh-CN"


class AccountUpdate(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    display_name: Name | None = None
    roles: Roles | None = None
    communities: Communities | None = None
    locale: Locale | None = None


class PasswordSetting(BaseModel):
    """Length is what counts; nothing else is asked of it."""

    model_config = ConfigDict(extra="forbid")

    password: str = Field(min_length=10, max_length=256, examples=["a sentence of one's own"])


class AccountView(BaseModel):
    """An account as an administrator sees it."""

    id: str
    username: str
    display_name: str
    roles: list[str]
    communities: list[str]
    locale: Locale
    active: bool
    has_password: bool = Field(description="Without one nobody can sign in")
    created_at: datetime
    version: int

    @classmethod
    def of(cls, account: Account) -> Self:
        """`memberships` must be loaded."""
        return cls.model_validate(
            {
                "id": account.id,
                "username": account.username,
                "display_name": account.display_name,
                "roles": account.roles,
                "communities": account.communities,
                "locale": account.locale,
                "active": account.is_active,
                "has_password": account.password_hash is not None,
                "created_at": account.created_at,
                "version": account.version,
            }
        )


class RoleUpdate(BaseModel):
    """What is left out stays as it is; `permissions` is the whole list."""

    model_config = ConfigDict(extra="forbid")

    label_zh: Name | None = None
    label_en: Name | None = None
    permissions: list[Annotated[str, Field(max_length=64)]] | None = Field(default=None, max_length=200)


class RoleView(BaseModel):
    """A role, with its label in both languages since an administrator edits both."""

    name: str = Field(examples=["front_desk"])
    label_zh: str = Field(examples=["前台"])
    label_en: str = Field(examples=["Front desk"])
    permissions: list[str] = Field(examples=[["tickets:open", "tickets:read"]])
    version: int

    @classmethod
    def of(cls, role: Role) -> Self:
        """Permissions in the order of the services that check them."""
        return cls(
            name=role.name,
            label_zh=role.label.zh,
            label_en=role.label.en,
            permissions=[permission for permission in AUDIENCE if permission in role.permissions],
            version=role.version,
        )


class RoleList(BaseModel):
    """All of them: a dozen."""

    items: list[RoleView]


class AuditEntryView(BaseModel):
    """`hash` is SHA-256 over the entry and `previous_hash`: see the guide on the audit log."""

    number: int
    at: datetime
    actor_id: str | None
    action: str = Field(examples=["account.updated"])
    subject_type: str = Field(examples=["account"])
    subject_id: str | None
    detail: dict[str, Any]
    previous_hash: str
    hash: str

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        """As it is stored."""
        return cls.model_validate(entry, from_attributes=True)
