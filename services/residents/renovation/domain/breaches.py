"""Breaches during works and the nine measures against them. Source: handbook R-34, R-35."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.residents.renovation.domain.errors import MeasureIncomplete, NeverForMoney
from shared.kernel.text import Text


class Breach(StrEnum):
    """What inspections look for (R-34)."""

    LOAD_BEARING_DAMAGE = "load_bearing_damage"
    WATERPROOFING_DAMAGE = "waterproofing_damage"
    GAS_ALTERATION = "gas_alteration"
    POWER_OVERLOAD = "power_overload"
    RUBBISH = "rubbish"
    NOISE_OUT_OF_HOURS = "noise_out_of_hours"
    NO_FIRE_EXTINGUISHER = "no_fire_extinguisher"
    WORKER_WITHOUT_PASS = "worker_without_pass"  # noqa: S105 - a breach
    UNAPPROVED_WORK = "unapproved_work"


class Measure(StrEnum):
    """The nine measures (R-35)."""

    WARNING = "warning"
    RECTIFY_BY_DATE = "rectify_by_date"
    CLEAR_SITE = "clear_site"
    CUT_UTILITIES = "cut_utilities"
    REFUSE_ENTRY = "refuse_entry"
    FORBID_TOOLS = "forbid_tools"
    RESTORE = "restore"
    COMPENSATE = "compensate"
    REPORT_AUTHORITY = "report_authority"


BREACHES: Mapping[Breach, Text] = {
    Breach.LOAD_BEARING_DAMAGE: Text(zh="破坏承重结构", en="Load-bearing damage"),
    Breach.WATERPROOFING_DAMAGE: Text(zh="破坏防水层", en="Waterproofing damage"),
    Breach.GAS_ALTERATION: Text(zh="私改燃气", en="Gas alteration"),
    Breach.POWER_OVERLOAD: Text(zh="超负荷用电", en="Power overload"),
    Breach.RUBBISH: Text(zh="违规堆放垃圾", en="Rubbish"),
    Breach.NOISE_OUT_OF_HOURS: Text(zh="超时噪音施工", en="Noise out of hours"),
    Breach.NO_FIRE_EXTINGUISHER: Text(zh="未配灭火器", en="No fire extinguisher"),
    Breach.WORKER_WITHOUT_PASS: Text(zh="施工人员无出入证", en="Worker without pass"),
    Breach.UNAPPROVED_WORK: Text(zh="超出批准范围施工", en="Unapproved work"),
}
MEASURES: Mapping[Measure, Text] = {
    Measure.WARNING: Text(zh="警告", en="Warning"),
    Measure.RECTIFY_BY_DATE: Text(zh="限期整改", en="Rectify by a date"),
    Measure.CLEAR_SITE: Text(zh="清场", en="Clear the site"),
    Measure.CUT_UTILITIES: Text(zh="依法停止施工用水用电", en="Cut water and power to the works where lawful"),
    Measure.REFUSE_ENTRY: Text(zh="禁止施工人员进入", en="Refuse workers entry"),
    Measure.FORBID_TOOLS: Text(zh="禁止工具进出", en="Forbid moving of tools"),
    Measure.RESTORE: Text(zh="恢复原状", en="Restore"),
    Measure.COMPENSATE: Text(zh="赔偿损失", en="Compensate"),
    Measure.REPORT_AUTHORITY: Text(zh="上报主管部门", en="Report to the authority"),
}
STANDARDS: Mapping[Breach, Text] = {
    Breach.LOAD_BEARING_DAMAGE: Text(
        zh="不得拆改、损坏承重墙、梁、柱、板等承重结构",
        en="Load-bearing walls, beams, columns and slabs are neither altered nor damaged",
    ),
    Breach.WATERPROOFING_DAMAGE: Text(
        zh="不得破坏防水层；改动处须重做防水并经闭水试验合格",
        en="Waterproofing stays whole; where it was altered it is made anew and passes a flood test",
    ),
    Breach.GAS_ALTERATION: Text(
        zh="不得私自拆改燃气管道和设施", en="Gas pipes and fittings are not altered by the site"
    ),
    Breach.POWER_OVERLOAD: Text(
        zh="用电不超过核定负荷，不私拉乱接", en="Power stays within the rated load, without makeshift wiring"
    ),
    Breach.RUBBISH: Text(
        zh="垃圾袋装，按指定时间、地点清运，不占公共部位",
        en="Rubbish is bagged, taken away when and where it is told to be, and never left in common parts",
    ),
    Breach.NOISE_OUT_OF_HOURS: Text(
        zh="按施工许可证载明的时间施工", en="Works keep to the hours on the construction permit"
    ),
    Breach.NO_FIRE_EXTINGUISHER: Text(zh="现场配备足够的有效灭火器", en="Enough working extinguishers are on site"),
    Breach.WORKER_WITHOUT_PASS: Text(
        zh="施工人员持有效出入证，一人一证", en="Each worker has a valid pass of their own"
    ),
    Breach.UNAPPROVED_WORK: Text(zh="按批准的方案和范围施工", en="Works keep to the approved plans and scope"),
}
"""What a notice asks for, in the words of the renovation rules that were signed (R-30, R-34)."""
_SERIOUS = frozenset({Breach.LOAD_BEARING_DAMAGE, Breach.GAS_ALTERATION})


def is_serious(breach: Breach) -> bool:
    """Endangers the house: a matter for the committee (R-35, events.md)."""
    return breach in _SERIOUS


class LegalGround(StrEnum):
    """Why water or power to the works may be cut; `fees` never is one (R-35, last half of measure four)."""

    SAFETY_HAZARD = "safety_hazard"
    STRUCTURAL_DANGER = "structural_danger"
    AUTHORITY_ORDER = "authority_order"
    FEES = "fees"


LEGAL_GROUNDS: Mapping[LegalGround, Text] = {
    LegalGround.SAFETY_HAZARD: Text(zh="安全隐患", en="Safety hazard"),
    LegalGround.STRUCTURAL_DANGER: Text(zh="危及房屋结构", en="Danger to the structure"),
    LegalGround.AUTHORITY_ORDER: Text(zh="主管部门决定", en="Order of an authority"),
    LegalGround.FEES: Text(zh="欠费（不得作为理由）", en="Fees owed (never a ground)"),
}


@dataclass(frozen=True, slots=True)
class MeasureTaken:
    """A measure with what it needs: a date, a ground with its basis, an amount."""

    measure: Measure
    rectify_by: date | None = None
    legal_ground: LegalGround | None = None
    legal_basis: str | None = None
    amount_fen: int | None = None


def check_measure(taken: MeasureTaken, today: date) -> None:
    """Each measure comes with what it needs, and with nothing else. Raises NeverForMoney, MeasureIncomplete."""
    needs_date = taken.measure is Measure.RECTIFY_BY_DATE
    if needs_date and (taken.rectify_by is None or taken.rectify_by < today):
        raise MeasureIncomplete(pointer="/rectify_by", reason=_DATE)
    cuts = taken.measure is Measure.CUT_UTILITIES
    if cuts and taken.legal_ground is LegalGround.FEES:
        raise NeverForMoney(pointer="/legal_ground")
    if cuts and (taken.legal_ground is None or taken.legal_basis is None):
        raise MeasureIncomplete(pointer="/legal_ground" if taken.legal_ground is None else "/legal_basis", reason=_LAW)
    if not cuts and taken.legal_ground is not None:
        raise MeasureIncomplete(pointer="/legal_ground", reason=_LAW)
    if (taken.measure is Measure.COMPENSATE) != (taken.amount_fen is not None):
        raise MeasureIncomplete(pointer="/amount_fen", reason=_AMOUNT)


def stops_works(breach: Breach, measure: Measure) -> bool:
    """Load-bearing damage at once; and where workers are refused entry nobody works (R-35)."""
    return breach is Breach.LOAD_BEARING_DAMAGE or measure is Measure.REFUSE_ENTRY


_DATE = Text(zh="限期整改须填写不早于今天的日期", en="Rectification needs a date, today or later")
_LAW = Text(
    zh="停水停电（仅此措施）须填写法定理由和依据",
    en="Cutting utilities, and this measure alone, needs a legal ground and its basis",
)
_AMOUNT = Text(zh="赔偿（仅此措施）须填写金额", en="Compensation, and this measure alone, needs an amount")
