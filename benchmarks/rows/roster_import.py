"""Row 13 of performance.md: a roster of 100,000 rooms with their households, from the Excel file to the register.

Timed is what the service does with an uploaded file: the dry run (the file is read in a process of its own, parsed,
compared, kept sealed) and the apply (rooms, persons, households, members, files, events, by COPY), on PostgreSQL with
fsync on. The peer is calamine reading every row of the same file to Python objects and nothing else.
"""

import asyncio
import datetime as dt
import io
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import load_workbook
from sqlalchemy import func, select

from services.residents.app import DEFINITION
from services.residents.confidential import Confidential
from services.residents.households.models import Household, Person
from services.residents.premises.models import Community, Room
from services.residents.roster.domain.columns import COLUMNS, SHEET
from services.residents.roster.models import RosterImport
from services.residents.roster.usecases.ask_apply import ask_apply
from services.residents.roster.usecases.piece_of_work import Worker
from services.residents.roster.usecases.upload_roster import upload_roster
from services.residents.roster.usecases.work_on_imports import work_on_imports
from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from shared.runtime import migrations
from shared.runtime.context import Context
from shared.runtime.database import Database
from shared.runtime.http.security import Caller
from shared.runtime.sealing import public_key_text
from shared.runtime.unit_of_work import UnitOfWork
from tests.servers import PostgresServer, ensure_postgres

ROOMS = 100_000
ROUNDS = 3
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋艳勇杰娟涛明超霞平刚桂英文辉玲建国志海云飞"


class Servers(Protocol):
    """What the row runs on."""

    @property
    def postgres(self) -> PostgresServer: ...


@dataclass(frozen=True)
class Import:
    """Seconds of one import, and the processor time of this process and its reader."""

    check_s: float
    apply_s: float
    cpu_s: float

    @property
    def seconds(self) -> float:
        return self.check_s + self.apply_s


def measure(servers: Servers, rooms: int = ROOMS) -> list[dict[str, Any]]:
    """Row 13: reading, import, reading; three times on an empty register, the best of each."""
    reads: list[float] = []
    imports: list[Import] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.xlsx"
        write_roster(file, rooms)
        for _ in range(ROUNDS):
            reads.append(_read_alone(file, rooms))
            with servers.postgres.database() as url:
                imports.append(asyncio.run(_import(url, file, rooms)))
            reads.append(_read_alone(file, rooms))
    best, peer = min(imports, key=lambda each: each.seconds), min(reads)
    return [
        {
            "id": "13",
            "name": "import of 100,000 rooms and households from Excel, rows/s ÷ reading the file alone",
            "ratio": peer / best.seconds,
            "reach": 0.30,
            "stretch": 0.50,
            "cpu_us_per_op": best.cpu_s / rooms * 1_000_000,
            "note": f"{rooms / best.seconds:,.0f}/s (dry run {best.check_s:.1f} s, apply {best.apply_s:.1f} s) "
            f"beside {rooms / peer:,.0f}/s",
        }
    ]


# ── the file ──────────────────────────────────────────────────────────────────────────────────────


def write_roster(file: Path, rooms: int) -> None:
    """Every room with an owner, three of five with a second person."""
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, [column.header.zh for column in COLUMNS])
        for row, content in enumerate(_roster(rooms), 1):
            for position, column in enumerate(COLUMNS):
                if (cell := content.get(column.key)) is not None:
                    sheet.write(row, position, cell)


def _roster(rooms: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(13)
    for at in range(rooms):
        row: dict[str, Any] = {
            "building": str(at // 800 + 1),
            "entrance": str(at // 400 % 2 + 1),
            "floor": str(at // 20 % 20 + 1),
            "number": str(at % 20 + 1),
            "kind": "住宅",
            "area_m2": round(60 + chance.random() * 90, 2),
            "occupancy": "自住",
            "hand_over": "已交付",
            "owner_name": _name(chance),
            "owner_id_number": _card(at),
            "owner_phone": str(13_800_000_000 + at * 7),
        }
        if at % 5 < 3:
            row |= {"member_1_name": _name(chance), "member_1_relation": "配偶"}
            row["member_1_phone"] = str(13_900_000_000 + at)
        yield row


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN)


def _card(at: int) -> str:
    plain = f"110105{1940 + at % 60}{at // 60 % 12 + 1:02}{at // 720 % 28 + 1:02}{at % 1000:03}"
    total = sum(int(digit) * weight for digit, weight in zip(plain, _WEIGHTS, strict=True))
    return plain + "10X98765432"[total % 11]


def _read_alone(file: Path, rooms: int) -> float:
    begun = time.perf_counter()
    rows = load_workbook(str(file)).get_sheet_by_index(0).to_python()
    took = time.perf_counter() - begun
    assert len(rows) == rooms + 1
    return took


# ── the import ────────────────────────────────────────────────────────────────────────────────────


async def _import(url: str, file: Path, rooms: int) -> Import:
    database = Database(url)
    try:
        await migrations.migrate(database, DEFINITION.migrations)
        worker = _worker(database)
        community_id = await _community(worker.unit_of_work)
        caller = Caller(new_id(), "bench", frozenset(), frozenset({"roster:import"}), frozenset({community_id}))
        import_id = await _uploaded(worker, caller, community_id, file)
        before, begun = _processor_s(), time.perf_counter()
        await work_on_imports(worker)
        between = time.perf_counter()
        async with worker.unit_of_work.begin(worker.context) as tx:
            roster = await ask_apply(tx, caller, community_id, import_id, leave_out_faulty=False)
            assert roster.rows_new == rooms, roster.rows_error
        await work_on_imports(worker)
        took = Import(between - begun, time.perf_counter() - between, _processor_s() - before)
        await _check(database, rooms)
    finally:
        await database.close()
    return took


def _worker(database: Database) -> Worker:
    unit_of_work = UnitOfWork(database, DEFINITION.tables, SystemClock())
    confidential = Confidential.of(field_secret="bench" * 8, contact_public_key=public_key_text("bench" * 8))
    return Worker(unit_of_work, confidential, Context(correlation_id=new_id()), new_id(), most_rows=2 * ROOMS)


async def _community(unit_of_work: UnitOfWork) -> str:
    community_id = new_id()
    async with unit_of_work.begin(Context(correlation_id=new_id())) as tx:
        tx.session.add(
            Community(
                id=community_id, community_id=community_id, version=1, event_sequence=0, created_at=tx.now, code="BN",
                name_zh="大盘", name_en="Bench", time_zone="Asia/Shanghai", reception_opens=dt.time(8),
                reception_closes=dt.time(17), calendar_entries=[],
            )
        )  # fmt: skip
    return community_id


async def _uploaded(worker: Worker, caller: Caller, community_id: str, file: Path) -> str:
    content = file.read_bytes()
    async with worker.unit_of_work.begin(worker.context) as tx:
        roster = await upload_roster(
            tx, caller, community_id, io.BytesIO(content), worker.confidential.cipher,
            name=file.name, size=len(content), sha256="",
        )  # fmt: skip
        return roster.id


async def _check(database: Database, rooms: int) -> None:
    """Everything is there, and told."""
    async with database.read() as session:
        counted = {
            table: await session.scalar(select(func.count()).select_from(table))
            for table in (Room, Household, Person, DEFINITION.tables.outbox)
        }
        status = await session.scalar(select(RosterImport.status))
    assert status == "applied"
    assert list(counted.values()) == [rooms, rooms, rooms * 8 // 5, rooms * 3], counted


def _processor_s() -> float:
    every = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in every)


@dataclass(frozen=True)
class _Own:
    postgres: PostgresServer


if __name__ == "__main__":
    with ensure_postgres(durable=True) as own:
        print(json.dumps(measure(_Own(own), int(sys.argv[1]) if sys.argv[1:] else ROOMS), ensure_ascii=False, indent=1))
