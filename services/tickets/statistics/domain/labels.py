"""Words of the statistics, in both languages."""

from collections.abc import Mapping

from services.tickets.statistics.domain.figures import Measure
from shared.kernel.text import Text

MEASURES: Mapping[Measure, Text] = {
    Measure.REPLY_IN_TIME: Text(zh="答复及时率", en="Replied in time"),
    Measure.SETTLEMENT_IN_TIME: Text(zh="处理及时率", en="Settled in time"),
    Measure.REPAIR_TIMELINESS: Text(zh="维修及时率", en="Repair timeliness"),
    Measure.PASS_RATE: Text(zh="维修合格率", en="Repair pass rate"),
    Measure.REWORK_RATE: Text(zh="维修返工率", en="Rework rate"),
    Measure.FOLLOW_UP_COVERAGE: Text(zh="回访率", en="Follow-up coverage"),
    Measure.COMPLAINT_COVERAGE: Text(zh="投诉回访率", en="Complaints followed up"),
    Measure.REPAIR_COVERAGE: Text(zh="维修回访率", en="Repairs followed up"),
    Measure.SATISFACTION: Text(zh="回访满意率", en="Satisfaction"),
}
OTHER_MATTER_LABEL = Text(zh="其他", en="Other")
NO_BUILDING_LABEL = Text(zh="公共区域", en="Common parts")
