"""What surveys refuse."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class SurveyOfHalfYearExists(DomainError):
    """A community asks once every half year. Source: handbook T-23."""

    slug = "survey-exists"
    kind = Kind.CONFLICT
    title = Text(zh="该半年已有调查", en="One survey a half-year")
    detail = Text(
        zh="{year} 年第 {half} 个半年的满意度调查已存在。", en="The survey of {year}, half {half}, exists already."
    )


class HalfYearIsPast(DomainError):
    """Nobody can be asked any more in a half-year that is over. Source: handbook T-23."""

    slug = "half-year-is-past"
    kind = Kind.INVALID
    title = Text(zh="半年已过", en="The half-year is over")
    detail = Text(
        zh="{year} 年第 {half} 个半年已过，不能再开展调查。",
        en="{year}, half {half}, is over: no survey can be held in it.",
    )


class SurveyEndsInThePast(DomainError):
    """Papers are wanted back on a day to come. Source: handbook T-23."""

    slug = "survey-ends-in-the-past"
    kind = Kind.INVALID
    title = Text(zh="截止日期已过", en="The closing day is past")
    detail = Text(
        zh="答卷截止日期 {closes_on} 早于今天，请先更正。",
        en="The papers were wanted back on {closes_on}, before today: correct the day first.",
    )


class NobodyToAsk(DomainError):
    """No household is known to live here."""

    slug = "nobody-to-ask"
    kind = Kind.CONFLICT
    title = Text(zh="没有可调查的住户", en="Nobody to ask")
    detail = Text(zh="本小区没有已入住的业户，不能开始调查。", en="No occupied household is known in this community.")


class NotAsked(DomainError):
    """The sample is the system's: who was not drawn has no paper. Source: handbook T-23."""

    slug = "not-asked"
    kind = Kind.INVALID
    title = Text(zh="不在样本内", en="Not in the sample")
    detail = Text(
        zh="房间 {room_code} 不在本次调查的样本内。", en="The room {room_code} is not in this survey's sample."
    )


class AlreadyAnswered(DomainError):
    """One paper a household."""

    slug = "already-answered"
    kind = Kind.CONFLICT
    title = Text(zh="已有答卷", en="Already answered")
    detail = Text(zh="房间 {room_code} 的答卷已登记。", en="The answer of {room_code} is already recorded.")


class MarksIncomplete(DomainError):
    """Each item has one mark, and nothing else has any."""

    slug = "marks-incomplete"
    kind = Kind.INVALID
    title = Text(zh="评价项目不符", en="Not a mark for every item")
    detail = Text(
        zh="每个项目须有且只有一个评价；缺少：{missing}；多余或重复：{surplus}。",
        en="Every item has exactly one mark; missing: {missing}; unknown or repeated: {surplus}.",
    )
