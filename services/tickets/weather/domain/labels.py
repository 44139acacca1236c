"""Words for the enumerations of the weather book."""

from collections.abc import Mapping
from typing import Any

from services.tickets.weather.domain.kinds import WEATHER_KINDS, WEATHER_SOURCES
from shared.kernel.text import Text

LABELS: Mapping[str, Mapping[Any, Text]] = {"weather_kind": WEATHER_KINDS, "weather_source": WEATHER_SOURCES}
