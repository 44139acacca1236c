"""The one checklist that gates the closing: facts, confirmations by hand, waivers. Source: handbook R-07."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.residents.transfers.domain.errors import ChecklistOpen
from shared.kernel.text import Text


class Item(StrEnum):
    """What has to be settled, in the order of the paper."""

    PAPERS = "papers"
    ARREARS = "arrears"
    READINGS = "readings"
    KEYS = "keys"
    PASSES = "passes"
    DEPOSITS = "deposits"
    PREPAID = "prepaid"
    PARCELS = "parcels"
    RENOVATION = "renovation"
    ARCHIVE_LOAN = "archive_loan"


class State(StrEnum):
    """How an item stands; everything but `open` lets the transfer close."""

    OPEN = "open"
    CLEAR = "clear"
    CONFIRMED = "confirmed"
    WAIVED = "waived"


class MarkKind(StrEnum):
    """What somebody said of an item: it is done, or it need not be."""

    CONFIRMED = "confirmed"
    WAIVED = "waived"


ITEMS: Mapping[Item, Text] = {
    Item.PAPERS: Text(zh="证件与合同", en="Papers"),
    Item.ARREARS: Text(zh="欠费", en="Arrears"),
    Item.READINGS: Text(zh="水电气表读数", en="Meter readings"),
    Item.KEYS: Text(zh="钥匙", en="Keys"),
    Item.PASSES: Text(zh="门禁卡与出入证", en="Cards and passes"),
    Item.DEPOSITS: Text(zh="押金", en="Deposits"),
    Item.PREPAID: Text(zh="预交款", en="Prepaid balance"),
    Item.PARCELS: Text(zh="待取包裹", en="Parcels"),
    Item.RENOVATION: Text(zh="装修", en="Renovation"),
    Item.ARCHIVE_LOAN: Text(zh="档案借阅", en="File on loan"),
}
ITEM_STATES: Mapping[State, Text] = {
    State.OPEN: Text(zh="未清", en="Open"),
    State.CLEAR: Text(zh="已清", en="Clear"),
    State.CONFIRMED: Text(zh="人工确认", en="Confirmed"),
    State.WAIVED: Text(zh="豁免", en="Waived"),
}
# What is left of the prepaid balance may stay with the account for what is charged later: somebody's word settles it.
_HALF_KNOWN = (Item.PREPAID,)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the facts say: how many things are open, of which sum, which ones; `count` is None where none are kept."""

    count: int | None
    sum_fen: int | None = None
    names: tuple[str, ...] = ()

    @property
    def size(self) -> int | None:
        """What a confirmation or waiver was given for, and what it is measured against later."""
        return self.count if self.sum_fen is None else self.sum_fen


@dataclass(frozen=True, slots=True)
class Mark:
    """Who said so, when and why; `size` is how much was open then."""

    kind: MarkKind
    size: int | None
    by: str
    by_name: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Checked:
    """An item with all that is known of it. `mark` is shown only where it counts."""

    item: Item
    state: State
    finding: Finding
    mark: Mark | None = None


def check(findings: Mapping[Item, Finding], marks: Mapping[Item, Mark]) -> list[Checked]:
    """Every item in the order of the paper."""
    return [_checked(item, findings[item], marks.get(item)) for item in Item]


def _checked(item: Item, finding: Finding, mark: Mark | None) -> Checked:
    if finding.count == 0:
        return Checked(item, State.CLEAR, finding)
    if mark is None or not _covers(mark, finding):
        return Checked(item, State.OPEN, finding)
    if mark.kind is MarkKind.WAIVED:
        return Checked(item, State.WAIVED, finding, mark)
    if by_hand(item, finding):
        return Checked(item, State.CONFIRMED, finding, mark)
    return Checked(item, State.OPEN, finding)


def _covers(mark: Mark, finding: Finding) -> bool:
    """What has grown since was neither confirmed nor waived."""
    if finding.size is None:
        return True
    return mark.size is not None and finding.size <= mark.size


def by_hand(item: Item, finding: Finding) -> bool:
    """Whether a person's word can settle the item: where no facts are kept, or not all of them."""
    return finding.count is None or item in _HALF_KNOWN


def refuse_open(checklist: Sequence[Checked]) -> None:
    """Raises ChecklistOpen, which names each."""
    still_open = [(each.item.value, ITEMS[each.item]) for each in checklist if each.state is State.OPEN]
    if still_open:
        raise ChecklistOpen(still_open)
