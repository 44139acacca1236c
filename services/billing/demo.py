"""The demo community's tariff. Source: issue 2, handbook B-02."""

from dataclasses import dataclass
from datetime import date

from services.billing.domain.tariff import Formula, Nature, Unit
from services.billing.models import TariffItem, TariffVersion
from services.billing.repository import tariffs
from services.billing.usecases.telling import price_told
from shared.kernel.ids import stable_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import UnitOfWork

SUNSHINE_GARDEN = stable_id("demo", "community", "sunshine-garden")
_SINCE = date(2026, 1, 1)
_SOURCE = "阳发改价〔2025〕18号"


@dataclass(frozen=True, slots=True)
class _Item:
    code: str
    name_zh: str
    name_en: str
    unit: Unit
    unit_price_fen: int
    formula: Formula = Formula.QUANTITY
    nature: Nature = Nature.FEE


TARIFF = (
    _Item("property_fee", "物业服务费", "Property fee", Unit.M2_MONTH, 280, Formula.AREA_MONTHS),
    _Item("elevator", "电梯运行费", "Elevator", Unit.ROOM_MONTH, 2_500, Formula.MONTHS),
    _Item("parking_space", "地下车位服务费", "Parking space", Unit.SPACE_MONTH, 15_000, Formula.MONTHS),
    _Item("repair_visit", "上门维修", "Repair visit", Unit.JOB, 8_000),
    _Item("repair_tap", "更换水龙头", "Replace a tap", Unit.PIECE, 8_000),
    _Item("repair_pipe", "疏通管道", "Clear a pipe", Unit.JOB, 12_000),
    _Item("repair_lock", "更换锁芯", "Replace a lock cylinder", Unit.PIECE, 15_000),
    _Item("repair_socket", "更换插座", "Replace a socket", Unit.PIECE, 4_000),
    _Item("repair_light", "更换灯具", "Replace a light", Unit.PIECE, 5_000),
    _Item("repair_toilet", "维修马桶", "Repair a toilet", Unit.JOB, 10_000),
    _Item("renovation_deposit", "装修押金", "Renovation deposit", Unit.HOUSEHOLD, 200_000, nature=Nature.DEPOSIT),
    _Item("rubbish_removal", "装修垃圾清运费", "Rubbish removal", Unit.HOUSEHOLD, 60_000),
    _Item("worker_pass", "施工人员出入证工本费", "Worker pass", Unit.PIECE, 1_000),
    _Item("resident_pass", "住户出入证工本费", "Resident pass", Unit.PIECE, 5_000),
)


async def seed(unit_of_work: UnitOfWork) -> None:
    """Add the items that are missing, and tell them."""
    async with unit_of_work.begin(Context(correlation_id="demo")) as tx:
        codes = [item.code for item in TARIFF]
        known = {item.code for item in await tariffs.find_items(tx.session, SUNSHINE_GARDEN, codes)}
        for item in TARIFF:
            if item.code in known:
                continue
            price = TariffVersion(
                number=1,
                valid_from=_SINCE,
                unit_price_fen=item.unit_price_fen,
                source=_SOURCE,
                added_at=tx.now,
                added_by=None,
            )
            row = _row(item, price)
            row.created_at = tx.now
            tx.session.add(row)
            tx.publish(row, price_told(row, price))


def _row(item: _Item, price: TariffVersion) -> TariffItem:
    return TariffItem(
        id=stable_id("demo", "tariff", item.code),
        community_id=SUNSHINE_GARDEN,
        version=1,
        event_sequence=0,
        code=item.code,
        name_zh=item.name_zh,
        name_en=item.name_en,
        unit=item.unit,
        formula=item.formula,
        nature=item.nature,
        versions=[price],
    )
