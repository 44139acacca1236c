"""Why a ticket is visited: what the sample, the rules and the month ask. Source: handbook T-16, T-18."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.text import Text


class Cause(StrEnum):
    """A visit may have several; `filled` is one that nothing else asked for."""

    EVERY_ONE = "every_one"
    DRAWN = "drawn"
    FILLED = "filled"
    REWORK = "rework"
    ON_SITE_RULE = "on_site_rule"
    SPOT_CHECK = "spot_check"
    ON_SITE_MONTH = "on_site_month"


CAUSES: Mapping[Cause, Text] = {
    Cause.EVERY_ONE: Text(zh="该类全部回访", en="Every one of its class is visited"),
    Cause.DRAWN: Text(zh="抽中", en="Drawn"),
    Cause.FILLED: Text(zh="补足当月比例", en="Taken to fill the month's share"),
    Cause.REWORK: Text(zh="返修必访", en="After a rework"),
    Cause.ON_SITE_RULE: Text(zh="规定须上门", en="On site by the rules"),
    Cause.SPOT_CHECK: Text(zh="抽中上门", en="Drawn for the share on site"),
    Cause.ON_SITE_MONTH: Text(zh="补足当月上门户数", en="Drawn to complete the month's visits on site"),
}
