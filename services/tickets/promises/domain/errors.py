"""What a promise refuses."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class PromisePast(DomainError):
    """Nothing is promised for the past, nor approved once its time has gone by."""

    slug = "promise-past"
    kind = Kind.INVALID
    title = Text(zh="承诺时间已过", en="Promise in the past")
    detail = Text(zh="承诺的时间不能早于现在。", en="A promise must not fall due in the past.")


class PromiseTooFar(DomainError):
    """A slip of the keyboard rather than a promise."""

    slug = "promise-too-far"
    kind = Kind.INVALID
    title = Text(zh="承诺时间太远", en="Promise too far off")
    detail = Text(zh="承诺时间最远 {days} 天以内。", en="A promise falls due within {days} days.")


class UnknownSubject(DomainError):
    """The ticket, room or household that it is about is not in the community."""

    slug = "unknown-subject"
    kind = Kind.INVALID
    title = Text(zh="承诺对象不存在", en="Unknown subject")
    detail = Text(zh="小区内没有此{what}。", en="The community has no such {what}.")


class CompensationAmount(DomainError):
    """Compensation has an amount, and nothing else does. Source: handbook T-15."""

    slug = "compensation-amount"
    kind = Kind.INVALID
    title = Text(zh="补偿金额", en="Amount of the compensation")
    detail = Text(
        zh="承诺补偿须填写 amount_fen；其他承诺不带金额。",
        en="A promise of compensation names amount_fen; other promises have no amount.",
    )


class NotThePromiser(DomainError):
    """The owner settles it, or a lead does. Source: handbook T-27."""

    slug = "not-the-promiser"
    kind = Kind.FORBIDDEN
    title = Text(zh="不是承诺责任人", en="Not the promise's owner")
    detail = Text(zh="只有承诺责任人或主管可以处理此承诺。", en="Only the promise's owner or a lead settles it.")


class OwnPromise(DomainError):
    """Nobody approves what they asked for. Source: handbook T-15."""

    slug = "own-promise"
    kind = Kind.FORBIDDEN
    title = Text(zh="不能批准自己的承诺", en="Your own promise")
    detail = Text(
        zh="超出权限的承诺须由另一位主管或项目负责人批准。",
        en="A promise beyond one's authority is approved by another lead or manager.",
    )


class NotApprovable(DomainError):
    """A duty without authority over promises. Source: handbook T-15."""

    slug = "promise-authority"
    kind = Kind.FORBIDDEN
    title = Text(zh="无权批准承诺", en="No authority over promises")
    detail = Text(
        zh="承诺须由客服主管或项目负责人批准。", en="Promises are approved by the service lead or the manager."
    )
