"""What can go wrong between gateway and service, as domain errors that the caller maps to problem details."""

from typing import ClassVar

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class UpstreamUnavailable(DomainError):
    """The service can't be reached, broke off before its answer began, or rests behind an open breaker."""

    slug = "upstream-unavailable"
    kind = Kind.UNAVAILABLE
    title = Text(zh="服务暂时不可用", en="Service unavailable")
    detail = Text(
        zh="“{service}”服务暂时不可用，请稍后重试。",
        en="The {service} service is not available at the moment; try again shortly.",
    )

    def __init__(self, *, service: str, retry_after_s: int = 5) -> None:
        super().__init__(service=service)
        self.retry_after_s = retry_after_s


class UpstreamTimedOut(DomainError):
    """The service did not begin its answer in time; whether it did the work is not known."""

    slug = "upstream-timed-out"
    kind = Kind.UNAVAILABLE
    title = Text(zh="服务响应超时", en="Service too slow")
    detail = Text(
        zh="“{service}”服务未能及时响应，请稍后用同一幂等键重试。",
        en="The {service} service did not answer in time; try again with the same idempotency key.",
    )
    retry_after_s: int | None = 5

    def __init__(self, *, service: str) -> None:
        super().__init__(service=service)


class Saturated(DomainError):
    """Every connection to the service is taken, and none came free within the wait."""

    slug = "upstream-saturated"
    kind = Kind.UNAVAILABLE
    title = Text(zh="服务繁忙", en="Service busy")
    detail = Text(
        zh="“{service}”服务正忙，请求尚未送达，请稍后重试。",
        en="The {service} service is busy and has not received the request; try again shortly.",
    )
    retry_after_s: int | None = 1

    def __init__(self, *, service: str) -> None:
        super().__init__(service=service)


class BrokenUpload(DomainError):
    """The client began a body and sent no more of it, or another number of bytes than it had declared."""

    slug = "broken-upload"
    kind = Kind.MALFORMED
    title = Text(zh="上传中断", en="Upload broken off")
    detail = Text(
        zh="请求内容未完整送达，或与声明的长度不符。",
        en="The request's content did not arrive in full, or is not of its declared length.",
    )


class MalformedTarget(DomainError):
    """A path or query with blanks, control or non-ASCII characters would let a request smuggle in another."""

    slug = "malformed-target"
    kind = Kind.MALFORMED
    title = Text(zh="地址格式错误", en="Malformed address")
    detail = Text(
        zh="请求地址含有不允许的字符。", en="The request's address has characters that are not allowed in it."
    )


class ResponseAborted(Exception):
    """The answer had begun and can't be finished. Let it propagate: the server cuts the client's connection.

    Not a DomainError: no problem details can follow half an answer.
    """

    def __init__(self, service: str) -> None:
        super().__init__(f"the answer of {service} broke off")


class ExchangeFailure(Exception):
    """Why an exchange on a connection ended early; stays within the package."""

    blames_upstream: ClassVar[bool] = True


class PeerClosed(ExchangeFailure):
    """The connection ended before the answer did."""


class BadAnswer(ExchangeFailure):
    """The answer is not HTTP/1.1 as we accept it."""


class Overdue(ExchangeFailure):
    """The upstream let a deadline pass."""


class ClientGone(Exception):
    """The client closed its connection; stays within the package."""


class ClientStalled(ExchangeFailure):
    """The client neither sends nor reads."""

    blames_upstream = False
