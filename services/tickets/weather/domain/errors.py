"""What the weather book refuses."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class NotYetHappened(DomainError):
    """A forecast tries no roof. Source: handbook T-17."""

    slug = "not-yet-happened"
    kind = Kind.INVALID
    title = Text(zh="时间在将来", en="In the future")
    detail = Text(
        zh="只登记已经发生的事，时间不能晚于现在。", en="Only what has happened is entered: not later than now."
    )


class WeatherAlreadyEntered(DomainError):
    """One entry a kind and moment, whoever enters it."""

    slug = "weather-already-entered"
    kind = Kind.CONFLICT
    title = Text(zh="该天气已登记", en="Already entered")
    detail = Text(zh="本小区在此时刻的同类天气已登记。", en="This kind of weather at this moment is already entered.")


class WeatherAlreadyWithdrawn(DomainError):
    """Taken back once is enough."""

    slug = "weather-already-withdrawn"
    kind = Kind.CONFLICT
    title = Text(zh="该天气记录已撤销", en="Already taken back")
    detail = Text(zh="该天气记录已撤销。", en="This entry of the weather book was already taken back.")


class NotOwnEntry(DomainError):
    """Who entered it takes it back, or a lead."""

    slug = "not-own-entry"
    kind = Kind.FORBIDDEN
    title = Text(zh="不是本人登记", en="Not your entry")
    detail = Text(zh="只有登记人或主管可以撤销。", en="Who entered it takes it back, or a lead does.")
