"""The checklist of a transfer as the facts are now, or as they were at its end. Source: handbook R-07."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.transfers.domain.checklist import Checked, Finding, Item, Mark, MarkKind, State, check
from services.residents.transfers.domain.readings import Meter, unread
from services.residents.transfers.domain.reasons import PaperKind, Reason, missing_papers
from services.residents.transfers.models import Transfer
from services.residents.transfers.repository import facts


@dataclass(frozen=True, slots=True)
class CheckedTransfer:
    """A transfer with its checklist."""

    transfer: Transfer
    checklist: Sequence[Checked]

    @property
    def id(self) -> str:
        """The transfer's."""
        return self.transfer.id

    @property
    def version(self) -> int:
        """The transfer's."""
        return self.transfer.version


async def with_checklist(session: AsyncSession, transfer: Transfer) -> CheckedTransfer:
    """Live facts while it is open, eight queries; afterwards what was frozen."""
    if transfer.checklist is not None:
        return CheckedTransfer(transfer, [_thawed(each) for each in transfer.checklist])
    return CheckedTransfer(transfer, check(await findings_of(session, transfer), _marks(transfer)))


async def findings_of(session: AsyncSession, transfer: Transfer) -> dict[Item, Finding]:
    """What each item waits for."""
    whose = transfer.household_id, transfer.community_id
    papers = missing_papers(Reason(transfer.reason), {PaperKind(paper.kind) for paper in transfer.papers})
    charges, owed_fen = await facts.owed(session, *whose)
    deposits, deposits_fen = await facts.deposits_held(session, *whose)
    prepaid_fen = max(0, await facts.prepaid_fen(session, *whose))
    return {
        Item.PAPERS: _named([kind.value for kind in papers]),
        Item.ARREARS: Finding(charges, owed_fen),
        Item.READINGS: _named([meter.value for meter in unread({Meter(row.meter) for row in transfer.readings})]),
        Item.KEYS: _named(await facts.keys_out(session, *whose)),
        Item.PASSES: _named(await facts.passes_out(session, *whose)),
        Item.DEPOSITS: Finding(deposits, deposits_fen),
        Item.PREPAID: Finding(1 if prepaid_fen else 0, prepaid_fen),
        Item.PARCELS: Finding(None),
        Item.RENOVATION: _named(await facts.renovations_running(session, *whose)),
        Item.ARCHIVE_LOAN: _named(await facts.loans_open(session, *whose)),
    }


def _named(names: Sequence[str]) -> Finding:
    return Finding(len(names), names=tuple(names))


def _marks(transfer: Transfer) -> dict[Item, Mark]:
    return {
        Item(row.item): Mark(MarkKind(row.kind), row.size, row.by, row.by_name, row.at, row.note)
        for row in transfer.marks
    }


def frozen(checklist: Sequence[Checked]) -> list[dict[str, Any]]:
    """The checklist as it is kept with an ended transfer."""
    return [
        {
            "item": each.item.value,
            "state": each.state.value,
            "count": each.finding.count,
            "sum_fen": each.finding.sum_fen,
            "names": list(each.finding.names),
            "mark": _kept(each.mark) if each.mark else None,
        }
        for each in checklist
    ]


def _kept(mark: Mark) -> dict[str, Any]:
    return {
        "kind": mark.kind.value,
        "size": mark.size,
        "by": mark.by,
        "by_name": mark.by_name,
        "at": mark.at.isoformat(),
        "note": mark.note,
    }


def _thawed(kept: dict[str, Any]) -> Checked:
    mark = kept["mark"]
    return Checked(
        Item(kept["item"]),
        State(kept["state"]),
        Finding(kept["count"], kept["sum_fen"], tuple(kept["names"])),
        Mark(**{**mark, "kind": MarkKind(mark["kind"]), "at": datetime.fromisoformat(mark["at"])}) if mark else None,
    )
