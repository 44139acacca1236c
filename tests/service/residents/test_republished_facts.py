"""A fresh database gets the same closing checklist as one that followed live. Source: handbook R-07, architecture 5."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from services.access.app import PROGRAM as ACCESS
from services.billing.app import PROGRAM as BILLING
from services.residents.app import PROGRAM as RESIDENTS
from services.residents.archives.models import ArchiveEntry
from shared.contracts.envelope import CloudEvent
from shared.kernel.ids import new_id
from shared.runtime import command_line
from shared.runtime.context import Context
from shared.runtime.unit_of_work import envelope_of
from tests.service.access import builders as access_builders
from tests.service.access import household_tells
from tests.service.billing import builders as billing_builders
from tests.service.billing import residents_tell
from tests.service.residents.builders import WANG, WANG_ROOM, approved, did
from tests.service.residents.transfers import act, assistant, opened, shown
from tests.service.support import ServiceRig, service_rig

TODAY = date(2026, 11, 22)
Json = dict[str, Any]


@dataclass
class Suite:
    """Billing and access with what they told; two residents' databases that were one until it was told."""

    billing: ServiceRig
    access: ServiceRig
    live: ServiceRig
    fresh: ServiceRig


@pytest.fixture
async def suite(rig: ServiceRig, demo_file: Path, tmp_path: Path) -> AsyncIterator[Suite]:
    """`live` is on either database; the others stand on SQLite."""
    shutil.copy(demo_file, tmp_path / "fresh.db")
    async with AsyncExitStack() as stack:

        async def started(program: command_line.Program, name: str) -> ServiceRig:
            url = f"sqlite+aiosqlite:///{tmp_path}/{name}.db"
            return await stack.enter_async_context(service_rig(program, url, clock=rig.clock))

        yield Suite(
            await started(BILLING, "billing"), await started(ACCESS, "access"), rig, await started(RESIDENTS, "fresh")
        )


async def same_works(suite: Suite) -> tuple[list[CloudEvent], dict[str, str]]:
    """Two approved renovations of Wang's in both databases: what was told of them, and the fresh one's ids for them."""
    for _ in range(2):
        await approved(suite.live, room_code=WANG_ROOM)
        await approved(suite.fresh, room_code=WANG_ROOM)
    told = await suite.live.told("renovation.approved")
    own = [event.subject for event in await suite.fresh.told("renovation.approved")]
    return told, {event.subject: renovation_id for event, renovation_id in zip(told, own, strict=True)}


def in_words_of(ids: dict[str, str], events: list[CloudEvent]) -> list[CloudEvent]:
    """The same events about the fresh database's own renovations."""
    spoken = [event.to_bytes() for event in events]
    for theirs, own in ids.items():
        spoken = [body.replace(theirs.encode(), own.encode()) for body in spoken]
    return [CloudEvent.parse(body) for body in spoken]


async def money_moves(suite: Suite, works: list[CloudEvent]) -> None:
    """Everything that residents follow: paid, partly paid, credited, prepaid used, a deposit held, one paid back."""
    rig = suite.billing
    await billing_builders.settle_in(rig)
    await rig.tell(residents_tell.moved_in(TODAY), subject=WANG)
    for told in works:
        await rig.deliver(told)
    async with billing_builders.cashier(rig) as client:
        owed = sum(charge["outstanding_fen"] for charge in await billing_builders.open_charges(client))
        receipt = (await did(await billing_builders.pay(client, owed + 5_000), 201))["receipt_number"]
        for fen in (8_000, 9_000):
            await billing_builders.close_ticket(rig, fen)
        await did(await billing_builders.pay(client, 3_000, method="prepaid"), 201)
        await did(await billing_builders.pay(client, 2_000), 201)
        await residents_tell.buyer_is_known(rig)
        await rig.tell(residents_tell.transferred(date(2026, 11, 25)), subject=WANG)
        completed = residents_tell.completed(rig, works[0].subject)
        await rig.tell(completed, subject=works[0].subject)
        deposits = (await did(await client.get("/v1/deposits", params={"status": "released"})))["items"]
        path = f"/v1/deposits/{deposits[0]['id']}"
        await did(await client.post(f"{path}/request-refund", json={"reason": "验收合格"}))
        async with residents_tell.finance(rig) as other:
            await did(await other.post(f"{path}/approve-refund"))
        await did(await residents_tell.pay_out(client, deposits[0]["id"], receipt))


async def things_move(suite: Suite) -> None:
    """Keys out, back and recalled; cards requested, issued, returned, lost and barred."""
    rig = suite.access
    await access_builders.settle_in(rig)
    await household_tells.tell(rig, household_tells.moved_in())
    cards = [card for card in await household_tells.listed(rig, "passes") if not card["beyond_quota"]]
    keys = [key for key in await household_tells.listed(rig, "keys") if key["status"] == "issued"]
    async with rig.client(*access_builders.ALL) as client:
        for card in cards:
            await did(await client.post(f"/v1/passes/{card['id']}/issue", json={"received_by": "王芳"}))
        await did(await client.post(f"/v1/passes/{cards[0]['id']}/return"))
        await did(await client.post(f"/v1/passes/{cards[1]['id']}/revoke", json={"reason": "转借他人"}))
        await did(await client.post(f"/v1/keys/{keys[0]['id']}/return", json={"brought_by": "王芳"}))


async def retold(rig: ServiceRig) -> list[CloudEvent]:
    """What the republishing sends, in its order."""
    snapshot = rig.service.definition.snapshot
    assert snapshot is not None
    context = Context(correlation_id=new_id())
    async with rig.service.database.read() as session:
        return [
            envelope_of(aggregate, event, now=aggregate.created_at, context=context)
            async for aggregate, event in snapshot(session)
        ]


async def hear(rig: ServiceRig, events: list[CloudEvent]) -> None:
    for event in events:
        if event.type in rig.service.definition.handlers:
            await rig.deliver(event)


async def checklist(rig: ServiceRig) -> list[Json]:
    transfer_id = str((await opened(rig))["id"])
    found: list[Json] = (await shown(rig, transfer_id))["checklist"]
    async with assistant(rig) as client:
        await did(await act(client, transfer_id, "cancel", {"reason": "核对"}))
    return [{name: each[name] for name in ("item", "state", "open_count", "sum_fen")} for each in found]


async def fees_on_file(rig: ServiceRig) -> list[tuple[str, str | None]]:
    async with rig.service.database.read() as session:
        rows = (await session.scalars(select(ArchiveEntry).where(ArchiveEntry.kind == "fee_record"))).all()
    return sorted((row.reference_id, row.number) for row in rows)


async def test_a_fresh_database_gets_the_same_checklist_as_one_that_followed_live(suite: Suite) -> None:
    works, ids = await same_works(suite)
    await money_moves(suite, works)
    await things_move(suite)
    before = await checklist(suite.fresh)
    await hear(suite.live, [*await suite.billing.told(), *await suite.access.told()])
    for _ in range(2):
        anew = [*await retold(suite.billing), *await retold(suite.access)]
        await hear(suite.fresh, in_words_of(ids, anew))
    live, fresh = await checklist(suite.live), await checklist(suite.fresh)
    stands = {each["item"]: (each["state"], each["open_count"], each["sum_fen"]) for each in live}

    assert fresh == live != before
    assert stands["arrears"][:2] == ("open", 2)
    assert stands["keys"][:2] == ("open", 1)
    assert stands["passes"][:2] == ("open", 1)
    assert stands["deposits"][:2] == ("open", 1)
    balance = await prepaid_of(suite.billing)
    assert stands["prepaid"] == ("open", 1, balance)
    assert balance > 2_000
    assert await fees_on_file(suite.fresh) == await fees_on_file(suite.live) != []


async def prepaid_of(rig: ServiceRig) -> int:
    async with billing_builders.cashier(rig) as client:
        asked = {"household_id": WANG}
        balance = await did(await client.get("/v1/billing-reports/household-balance", params=asked))
    return int(balance["prepaid_fen"])


async def test_what_is_told_anew_changes_nothing_where_it_was_followed(suite: Suite) -> None:
    works, _ = await same_works(suite)
    await money_moves(suite, works)
    await things_move(suite)
    await hear(suite.live, [*await suite.billing.told(), *await suite.access.told()])
    before, filed = await checklist(suite.live), await fees_on_file(suite.live)
    anew = [*await retold(suite.billing), *await retold(suite.access)]
    await hear(suite.live, anew[::-1])
    assert await checklist(suite.live) == before
    assert await fees_on_file(suite.live) == filed


@pytest.mark.parametrize("program", [BILLING, ACCESS])
def test_nobody_is_sent_anew_what_they_were_sent(
    program: command_line.Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = program.definition.name.upper()
    monkeypatch.setenv(f"{name}_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/service.db")
    with pytest.raises(SystemExit) as refusal:
        command_line.main(program, ["republish", "--to", "notifications"])
    assert "notifications would send people anew" in str(refusal.value)
