"""ETag and If-Match over an aggregate's version. Source: api.md, RFC 9110 §13."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class IfMatchRequired(DomainError):
    """The change needs If-Match."""

    slug = "if-match-required"
    kind = Kind.PRECONDITION_REQUIRED
    title = Text(zh="缺少 If-Match", en="If-Match required")
    detail = Text(
        zh="修改时须带 If-Match 请求头（先读取得到 ETag）。",
        en="Send If-Match with the ETag of your last read.",
    )


class IfMatchMalformed(DomainError):
    """If-Match is no ETag of ours."""

    slug = "if-match-malformed"
    kind = Kind.MALFORMED
    title = Text(zh="If-Match 格式错误", en="Malformed If-Match")
    detail = Text(zh='If-Match 应为一个 ETag，如 "3"。', en='If-Match must be an ETag such as "3".')


def etag(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def parse_if_match(header: str | None) -> int | None:
    """The version that the client expects; None without the header or for `*`. Raises IfMatchMalformed."""
    if header is None or header.strip() == "*":
        return None
    bare = header.strip().removeprefix("W/").strip('"')
    if not bare.isascii() or not bare.isdigit() or len(bare) > 9:  # noqa: PLR2004 - a version is an int32
        raise IfMatchMalformed
    return int(bare)
