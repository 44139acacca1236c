"""What the answer book refuses."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class AnswerNotAgreed(DomainError):
    """Nobody is answered with what was not agreed, or no longer stands. Source: handbook T-31."""

    slug = "answer-not-agreed"
    kind = Kind.CONFLICT
    title = Text(zh="答案未审定或已停用", en="The answer is not agreed")
    detail = Text(
        zh="答案没有生效的审定版本，不能用来答复。",
        en="No agreed version of the answer is in force: nobody may be answered with it.",
    )


class AnswerExists(DomainError):
    """Two answers to one question would drift apart: the one there is, is revised. Source: handbook T-31."""

    slug = "answer-exists"
    kind = Kind.CONFLICT
    title = Text(zh="该问题已有答案", en="The question has an answer")
    detail = Text(
        zh="答案库中已有“{question_zh}”（{answer_id}），请修订该答案。",
        en="The book has “{question_en}” already ({answer_id}): revise that answer.",
    )


class AnotherDraftMeanwhile(DomainError):
    """Who agrees has read this very version. Source: handbook T-31."""

    slug = "another-draft-meanwhile"
    kind = Kind.CONFLICT
    title = Text(zh="待审版本已变", en="Another draft waits")
    detail = Text(
        zh="第 {number} 版不是待审草稿（待审版本：{waiting}）；请重新阅读后再审定。",
        en="Version {number} is not the draft that waits (waiting: {waiting}): read it again, then agree.",
    )


class NotAConsultation(DomainError):
    """Only a consultation is answered out of the book; anything else needs work. Source: handbook T-03, T-31."""

    slug = "not-a-consultation"
    kind = Kind.CONFLICT
    title = Text(zh="不是咨询", en="Not a consultation")
    detail = Text(
        zh="工单 {number} 不是咨询，不能凭答案库关闭。",
        en="The ticket {number} is no consultation: it can't be closed with an answer.",
    )


class AnswerOfAnotherCommunity(DomainError):
    """Fees and procedures differ between communities. Source: handbook T-31."""

    slug = "answer-of-another-community"
    kind = Kind.INVALID
    title = Text(zh="答案属于其他小区", en="The answer is another community's")
    detail = Text(
        zh="工单 {number} 属于其他小区，请用该小区的答案。",
        en="The ticket {number} belongs to another community: answer it out of that community's book.",
    )
