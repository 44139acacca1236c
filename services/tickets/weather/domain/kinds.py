"""What the sky did, as far as a roof cares. Source: handbook T-17."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.text import Text


class WeatherKind(StrEnum):
    """Rain of any strength tries a repaired leak; the rest is kept for who asks later why work stood still (T-08)."""

    RAIN = "rain"
    RAINSTORM = "rainstorm"
    TYPHOON = "typhoon"
    SNOW = "snow"
    HEAT = "heat"
    COLD = "cold"


class WeatherSource(StrEnum):
    """Who says so."""

    DESK = "desk"
    FEED = "feed"


RAINY = frozenset({WeatherKind.RAIN, WeatherKind.RAINSTORM, WeatherKind.TYPHOON})
WEATHER_KINDS: Mapping[WeatherKind, Text] = {
    WeatherKind.RAIN: Text(zh="雨", en="Rain"),
    WeatherKind.RAINSTORM: Text(zh="暴雨", en="Rainstorm"),
    WeatherKind.TYPHOON: Text(zh="台风", en="Typhoon"),
    WeatherKind.SNOW: Text(zh="雪", en="Snow"),
    WeatherKind.HEAT: Text(zh="高温", en="Heat"),
    WeatherKind.COLD: Text(zh="低温", en="Cold"),
}
WEATHER_SOURCES: Mapping[WeatherSource, Text] = {
    WeatherSource.DESK: Text(zh="前台登记", en="Entered by the desk"),
    WeatherSource.FEED: Text(zh="气象数据", en="Weather feed"),
}
