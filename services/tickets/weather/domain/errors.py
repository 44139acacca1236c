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
