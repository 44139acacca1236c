"""Generated rosters: what the file says is what the register has; again is nothing; undone is as before. R-08."""

import io
import random
from typing import Any

import pytest
from python_calamine import load_workbook
from sqlalchemy import func, select, update

from services.residents.archives.models import Archive
from services.residents.households.models import Household, HouseholdMember, Person
from services.residents.premises.models import Room
from services.residents.premises.repository import load_community
from services.residents.roster.domain.columns import EXAMPLE_SHEET, SHEET
from services.residents.roster.models import RosterImport, RosterLeaf, RosterPiece
from services.residents.roster.usecases.piece_of_work import LostLease, Worker
from services.residents.roster.usecases.write_new_rooms import write_new_rooms
from services.residents.roster.writing.batch import TABLES
from services.residents.roster.writing.events import Telling
from shared.contracts.envelope import CloudEvent, read_payload
from shared.contracts.registry import EVENTS
from shared.contracts.residents import HouseholdRegistered
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import envelope_of
from tests.service.residents.builders import did
from tests.service.residents.counting import counted
from tests.service.residents.rosters import (
    IMPORTS,
    applied,
    ask,
    checked,
    done,
    importer,
    room,
    rows_of,
    upload,
    xlsx,
)
from tests.service.support import GARDEN, SUNDAY_NOON, ServiceRig

OCCUPANCIES = ("自住", "出租", "已售空置", "装修中", "未售")


def roster(seed: int, rooms: int) -> list[dict[str, Any]]:
    """Rows of every sort, in building 50 and on."""
    chance = random.Random(seed)
    return [_row(chance, at) for at in range(rooms)]


def _row(chance: random.Random, at: int) -> dict[str, Any]:
    occupancy = chance.choice(OCCUPANCIES)
    row = room(
        f"{50 + at // 400}#{at // 200 % 2 + 1}-{at // 10 % 20 + 1}-{at % 10 + 1}",
        area_m2=chance.randrange(1, 50_000) / 100,
        kind=chance.choice(("住宅", "商铺", "", "车位")),
        occupancy=occupancy,
        owner_name="",
        owner_phone="",
    )
    if occupancy != "未售" and chance.random() < 0.8:
        row |= {"owner_name": f"业主{at}", "owner_phone": str(13_800_000_000 + at)}
        if chance.random() < 0.5:
            row |= {"member_1_name": f"成员{at}", "member_1_relation": chance.choice(("配偶", "子女"))}
    if occupancy == "出租":
        row |= {"tenant_name": f"租户{at}", "tenant_phone": str(13_900_000_000 + at)}
    return row


async def register(rig: ServiceRig) -> dict[str, Any]:
    """Everything that an import may write, by room code; without ids and versions."""
    async with rig.service.database.read() as session:
        rooms = await session.execute(select(Room.code, Room.area_dm2, Room.kind, Room.occupancy, Room.hand_over))
        people = await session.execute(
            select(Household.room_code, Person.name, Person.phone, HouseholdMember.role, HouseholdMember.relation)
            .join(HouseholdMember, HouseholdMember.household_id == Household.id)
            .join(Person, Person.id == HouseholdMember.person_id)
            .order_by(Household.room_code, Household.id, HouseholdMember.position)
        )
        counts = [
            await session.scalar(select(func.count()).select_from(table)) for table in (Person, Household, Archive)
        ]
        return {
            "rooms": {row[0]: tuple(row[1:]) for row in rooms},
            "people": [tuple(row) for row in people],
            "counts": counts,
        }


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_roster_comes_in_as_it_is_once_and_goes_as_it_came(rig: ServiceRig, seed: int) -> None:
    rows, before = roster(seed, 1300), await register(rig)
    async with importer(rig) as client:
        made = await applied(rig, client, xlsx(rows))
        assert (made["status"], made["rows"]["new"], made["rows"]["left_out"]) == ("applied", 1300, 0)
        after = await register(rig)
        mine = {code: content for code, content in after["rooms"].items() if code not in before["rooms"]}
        assert len(mine) == 1300
        for row in rows:
            code = f"{row['building']}#{row['entrance']}-{row['floor']}-{row['number']}"
            assert mine[code][0] == round(row["area_m2"] * 100)
        said = {
            (f"{row['building']}#{row['entrance']}-{row['floor']}-{row['number']}", row[f"{who}_name"])
            for row in rows
            for who in ("owner", "tenant", "member_1")
            if row.get(f"{who}_name")
        }
        assert {(code, name) for code, name, *_ in after["people"]} - {(c, n) for c, n, *_ in before["people"]} == said

        told = len(await rig.told())
        again = await applied(rig, client, xlsx(rows))
        assert again["rows"]["same"] == 1300
        assert await register(rig) == after
        assert len(await rig.told()) == told

        undone = await done(rig, client, made["id"], "undo")
        assert (undone["status"], undone["rows"]["kept"]) == ("undone", 0)
    back = await register(rig)
    assert (back["people"], back["counts"]) == (before["people"], before["counts"])
    assert {code: content for code, content in back["rooms"].items() if code in before["rooms"]} == before["rooms"]
    assert {back["rooms"][code][2] for code in mine} == {"unsold"}
    for each in await rig.told():
        read_payload(EVENTS[each.type], each)


async def test_the_template_takes_what_it_shows(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        answer = await client.get(f"{IMPORTS}/template")
        text = (await client.get(f"{IMPORTS}/template", params={"format": "csv"})).content
        assert answer.headers["content-disposition"] == 'attachment; filename="roster-template.xlsx"'
        book = load_workbook(io.BytesIO(answer.content))
        example = book.get_sheet_by_name(EXAMPLE_SHEET).to_python()
        assert book.sheet_names == [SHEET, EXAMPLE_SHEET, "填写说明"]
        assert text.decode("utf-8-sig").strip().split(",") == example[0]
        filled = text + (",".join(str(cell) for cell in example[1]) + "\r\n").encode()
        found = await checked(rig, client, filled)
        empty = await checked(rig, client, answer.content)
    assert found["rows"]["error"] == 0
    assert found["rows"]["total"] == 1
    assert empty["failure"]["code"] == "no_rows"


async def test_a_page_of_rows_costs_two_queries_and_lists_every_kind_in_order(rig: ServiceRig) -> None:
    rows = [room(f"50#1-1-{at}", area_m2="x" if at % 3 == 0 else 50) for at in range(1, 1203)]
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx(rows))
        every = await rows_of(client, found["id"], limit=200)
        wrong = await rows_of(client, found["id"], kind="error", limit=37)
        for cursor in (None, "600"):
            asked = {"limit": 200} | ({"cursor": cursor} if cursor else {})
            with counted(rig) as selects:
                await did(await client.get(f"{IMPORTS}/{found['id']}/rows", params=asked))
            assert len(selects) == 2
    assert [row["row"] for row in every] == list(range(2, 1204))
    assert [row["row"] for row in wrong] == [at + 1 for at in range(1, 1203) if at % 3 == 0]


async def test_an_apply_that_was_broken_off_goes_on_and_writes_nothing_twice(rig: ServiceRig) -> None:
    rows = roster(3, 1100)
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx(rows))
        await did(await ask(client, found["id"], "apply"))
        async with rig.service.database.transaction() as session:  # another process holds it, and dies
            await session.execute(
                update(RosterImport).values(lease_owner=new_id(), lease_until=rig.clock.now().replace(minute=1))
            )
        await rig.run_job("roster_imports")
        assert (await did(await client.get(f"{IMPORTS}/{found['id']}")))["status"] == "applying"
        rig.clock.advance(rig.clock.now() - rig.clock.now().replace(minute=0) + _HOUR)
        await rig.run_job("roster_imports")
        assert (await did(await client.get(f"{IMPORTS}/{found['id']}")))["status"] == "applied"
        async with rig.service.database.read() as session:
            codes = (await session.scalars(select(Room.code).where(Room.building >= "50"))).all()
    assert len(codes) == len(set(codes)) >= 1100


async def test_a_room_that_somebody_enters_meanwhile_is_left_out_and_its_neighbours_are_written(
    rig: ServiceRig,
) -> None:
    rows = [room(f"70#1-1-{at}") for at in range(1, 1201)]  # three leaves, of which one has the room
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx(rows))
        assert (await applied(rig, client, xlsx([room("70#1-1-700", area_m2=50)])))["status"] == "applied"
        made = await done(rig, client, found["id"], "apply")
        remarks = [row for row in await rows_of(client, found["id"], limit=200) if row["remark"]]
        undone = await done(rig, client, found["id"], "undo")
    assert (made["status"], made["rows_done"], made["rows"]["left_out"]) == ("applied", 1200, 1)
    assert [(row["row"], row["remark"]["code"]) for row in remarks] == [(701, "changed_since")]
    assert (undone["status"], undone["rows"]["kept"]) == ("undone", 0)
    assert len([code for code in (await register(rig))["rooms"] if code.startswith("70#")]) == 1200


async def test_a_process_that_has_lost_the_import_writes_nothing_of_it(rig: ServiceRig) -> None:
    rows = [room(f"71#1-1-{at}") for at in range(1, 1201)]
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx(rows))
        await did(await ask(client, found["id"], "apply"))
    async with rig.service.database.transaction() as session:
        await session.execute(update(RosterImport).values(lease_owner="another", lease_until=rig.clock.now()))
        community = await load_community(session, GARDEN, [GARDEN])
    before = await register(rig)
    worker = Worker(
        rig.service.unit_of_work, rig.app.state.confidential, Context(correlation_id="c"), "mine", most_rows=9
    )
    with pytest.raises(LostLease):
        await write_new_rooms(worker, found["id"], community)
    assert await register(rig) == before
    async with rig.service.database.read() as session:
        assert set(await session.scalars(select(RosterLeaf.applied_at))) == {None}


async def test_personal_data_of_a_file_lies_sealed_and_is_deleted_with_time(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        made = await upload(client, xlsx([room(owner_phone="13800138000")]))
        async with rig.service.database.read() as session:
            piece = await session.scalar(select(RosterPiece.content))
        assert piece is not None
        assert b"PK\x03\x04" not in piece
        await rig.run_job("roster_imports")
        async with rig.service.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(RosterPiece)) == 0
            leaf = await session.scalar(select(RosterLeaf.content))
        assert leaf is not None
        assert b"13800138000" not in leaf
        rig.clock.advance(_HOUR * 24 * 31)
        await rig.run_job("forget_roster_imports")
        assert await rows_of(client, made["id"]) == []
        refused = await ask(client, made["id"], "apply")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:lobby:problem:roster-import-forgotten")


_HOUR = SUNDAY_NOON.replace(hour=5) - SUNDAY_NOON.replace(hour=4)


# ── held against the ordinary way ─────────────────────────────────────────────────────────────────


def test_an_event_written_quickly_is_the_one_that_is_published() -> None:
    content = {
        "household_id": "h", "room_id": "r", "room_code": "1#1-1-1", "payer_id": "p", "version": 1,
        "members": [
            {"person_id": "p", "role": "owner", "display_name": '王"芳\\', "language": "zh-CN", "channels": ["sms"]}
        ],
    }  # fmt: skip
    context = Context(correlation_id="c", actor="a", traceparent="00-1")
    telling = Telling("community", now=SUNDAY_NOON, context=context)
    telling.tell(HouseholdRegistered, "h", 3, content)
    row = Household(id="h", community_id="community", event_sequence=3)
    expected = envelope_of(row, HouseholdRegistered.model_validate(content), now=SUNDAY_NOON, context=context)
    found = CloudEvent.parse(telling.rows[0][5])
    assert found.model_dump(exclude={"id"}) == expected.model_dump(exclude={"id"})
    assert found.to_bytes() == telling.rows[0][5]
    assert telling.rows[0][:5] == (found.id, "household", "h", 3, "household.registered")


@pytest.mark.parametrize(("table", "names"), TABLES, ids=lambda each: getattr(each, "name", ""))
def test_every_column_that_needs_content_gets_it(table: Any, names: tuple[str, ...]) -> None:
    left_out = set(table.c.keys()) - set(names)
    assert set(names) <= set(table.c.keys())
    assert [name for name in left_out if not table.c[name].nullable and table.c[name].server_default is None] == []
