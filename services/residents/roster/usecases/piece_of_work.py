"""Working on one import in many transactions, as long as no other process has taken it over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from services.residents.confidential import Confidential
from services.residents.roster import repository
from services.residents.roster.cycles import no_search_for_cycles
from services.residents.roster.models import RosterImport
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction, UnitOfWork


class LostLease(Exception):
    """Another process works on the import by now: this one leaves it alone. What was committed stands."""


@dataclass(frozen=True, slots=True)
class Worker:
    """One process at work; `owner` names it in the leases."""

    unit_of_work: UnitOfWork
    confidential: Confidential
    context: Context
    owner: str
    most_rows: int

    @property
    def now(self) -> datetime:
        """By the service's clock."""
        return self.unit_of_work.clock.now()

    def on_behalf_of(self, account_id: str | None) -> "Worker":
        """Events name who asked for the work."""
        return replace(self, context=replace(self.context, actor=account_id))

    @asynccontextmanager
    async def step(self, import_id: str) -> AsyncIterator[tuple[Transaction, RosterImport]]:
        """One transaction: the import locked, its lease prolonged. Raises LostLease."""
        with no_search_for_cycles():
            async with self.unit_of_work.begin(self.context) as tx:
                yield tx, await self.hold(tx, import_id)

    async def hold(self, tx: Transaction, import_id: str) -> RosterImport:
        """The import, locked until the transaction ends, its lease prolonged. Raises LostLease."""
        roster = await repository.hold_import(tx.session, import_id, self.owner, tx.now)
        if roster is None:
            raise LostLease(import_id)
        return roster

    def end(self, roster: RosterImport) -> None:
        """Nothing more to do for now."""
        roster.lease_owner = roster.lease_until = None
