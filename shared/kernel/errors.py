"""Domain errors: a slug, a kind and bilingual words; transport-free.

The runtime maps a kind to an HTTP status once (`shared.runtime.http.problems`).
"""

from enum import StrEnum
from typing import ClassVar

from shared.kernel.text import Locale, Text
from shared.kernel.things import thing


class Kind(StrEnum):
    """What sort of refusal it is, in the words of `api.md`'s error list."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"
    PRECONDITION_REQUIRED = "precondition_required"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    INVALID = "invalid"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    STORAGE_FULL = "storage_full"


class DomainError(Exception):
    """Base of every refusal.

    `pointer` is the RFC 6901 JSON pointer of the field at fault, if one is. `params` fill the places of `detail`;
    a `Text` among them is told in the reader's language.
    """

    slug: ClassVar[str]
    kind: ClassVar[Kind]
    title: ClassVar[Text]
    detail: ClassVar[Text]
    retry_after_s: int | None = None

    def __init__(self, *, pointer: str | None = None, **params: object) -> None:
        self.pointer = pointer
        self.params = params
        super().__init__(self.explain("en"))

    def explain(self, locale: Locale) -> str:
        """The detail sentence in `locale`."""
        told = {name: it.pick(locale) if isinstance(it, Text) else it for name, it in self.params.items()}
        return self.detail.pick(locale, **told)

    def faults(self, locale: Locale) -> list[tuple[str, str]]:
        """Each field at fault by its pointer, and what is wrong with it; a refusal of several things names each."""
        return [(self.pointer, self.explain(locale))] if self.pointer else []


class NotFound(DomainError):
    """The thing does not exist, or lies outside the caller's communities (api.md: both answer 404).

    `what` is a noun of `shared.kernel.things`.
    """

    slug = "not-found"
    kind = Kind.NOT_FOUND
    title = Text(zh="未找到", en="Not found")
    detail = Text(zh="未找到{what}。", en="No such {what}.")

    def __init__(self, *, what: str, pointer: str | None = None) -> None:
        super().__init__(pointer=pointer, what=thing(what))


class Forbidden(DomainError):
    """The caller lacks a grant. Source: permissions.md."""

    slug = "forbidden"
    kind = Kind.FORBIDDEN
    title = Text(zh="没有权限", en="Not permitted")
    detail = Text(zh="需要权限 {permission}。", en="The permission {permission} is required.")


class OwnRequest(DomainError):
    """Nobody approves what they asked for. Source: permissions.md."""

    slug = "own-request"
    kind = Kind.FORBIDDEN
    title = Text(zh="不能审批自己的申请", en="Own request")
    detail = Text(
        zh="申请人不能审批自己提出的申请。",
        en="Nobody approves what they asked for: another person must decide.",
    )


class InvalidField(DomainError):
    """A field's content can't be accepted; `reason` is a `Text`."""

    slug = "invalid-field"
    kind = Kind.INVALID
    title = Text(zh="内容无效", en="Invalid content")
    detail = Text(zh="{reason}", en="{reason}")

    def __init__(self, *, pointer: str, reason: Text) -> None:
        self.reason = reason
        super().__init__(pointer=pointer)

    def explain(self, locale: Locale) -> str:
        """The reason itself."""
        return self.reason.pick(locale)


class Stale(DomainError):
    """If-Match names another version than the present one."""

    slug = "stale"
    kind = Kind.STALE
    title = Text(zh="版本已变", en="Stale version")
    detail = Text(
        zh="记录已被修改（当前版本 {version}），请重新读取。",
        en="The record has changed (now version {version}): read it again.",
    )
