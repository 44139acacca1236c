"""Rows of the first release stand after the second. Source: reliability 7."""

import asyncio
from typing import Any

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from services.billing.app import DEFINITION
from services.billing.snapshot import snapshot
from shared.runtime.database import Database
from shared.runtime.migrations import config_for, migrate

_ROWS = (
    "INSERT INTO households VALUES ('h', 'c', 'r', '3#2-5-1', 'p', '王芳', '[]', true, 1)",
    (
        "INSERT INTO ledger_entries (id, community_id, household_id, kind, source_id, day, posted_at) VALUES"
        " ('e', 'c', 'h', 'charge', 'part', '2026-11-22', '2026-11-22 04:00:00')"
    ),
    (
        "INSERT INTO ledger_postings (entry_id, line, debit_account, credit_account, amount_fen, item, charge_id)"
        " VALUES ('e', 1, 'receivable', 'deposits_due', 200000, 'renovation_deposit', 'part')"
    ),
)
_CHARGE = (
    "INSERT INTO charges (id, community_id, version, event_sequence, created_at, number, household_id, room_id,"
    " room_code, item, name_zh, name_en, unit, nature, quantity, amount_fen, outstanding_fen, posted_on, due_on,"
    " cause_kind, cause_id) VALUES (:name, 'c', 1, 1, '2026-11-22 04:00:00', :name, 'h', 'r', '3#2-5-1',"
    " 'renovation_deposit', '装修押金', 'Renovation deposit', 'household', :nature, 1, 200000, :owed,"
    " '2026-11-22', '2026-11-22', 'renovation', :name)"
)
_CHARGES = [
    {"name": "part", "nature": "deposit", "owed": 150_000},
    {"name": "unpaid", "nature": "deposit", "owed": 200_000},
    {"name": "fee", "nature": "fee", "owed": 0},
]
_POSTING = "INSERT INTO ledger_postings (entry_id, line, debit_account, credit_account, amount_fen) VALUES"


def _to(connection: Connection, revision: str) -> None:
    config = config_for(DEFINITION.migrations)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def _refused(database: Database, statement: str) -> bool:
    try:
        async with database.connection() as connection:
            await connection.execute(text(statement))
    except IntegrityError:
        return True
    return False


async def test_deposits_that_were_paid_before_are_on_the_open_list_and_the_ledger_stands(
    empty_database_url: str,
) -> None:
    database = Database(empty_database_url)
    try:
        async with database.connection() as connection:
            await connection.run_sync(_to, "0001")
            await connection.execute(text(_CHARGE), _CHARGES)
            for row in _ROWS:
                await connection.execute(text(row))
        await migrate(database, DEFINITION.migrations)
        async with database.connection() as connection:
            read = [
                (await connection.execute(text(query))).all()
                for query in (
                    "SELECT charge_id, payer_name, status, paid_fen FROM deposits",
                    "SELECT id, credited_fen FROM charges ORDER BY id",
                    "SELECT entry_id, debit_account, credit_account, amount_fen FROM ledger_postings",
                )
            ]
        deposits, charges, postings = ([tuple(row) for row in rows] for rows in read)
        assert deposits == [("part", "王芳", "held", 50_000)]
        assert charges == [("fee", 0), ("part", 0), ("unpaid", 0)]
        assert postings == [("e", "receivable", "deposits_due", 200_000)]
        refused: list[Any] = [
            await _refused(database, f"{_POSTING} ('e', 2, 'deposits', 'deductions', 100)"),
            await _refused(database, f"{_POSTING} ('e', 3, 'deposits', 'elsewhere', 100)"),
            await _refused(database, f"{_POSTING} ('e', 4, 'deposits', 'deposits', 100)"),
            await _refused(database, f"{_POSTING} ('none', 1, 'deposits', 'cash', 100)"),
            await _refused(database, "UPDATE charges SET credited_fen = 200001 WHERE id = 'part'"),
        ]
        assert refused == [False, True, True, True, True]
    finally:
        await database.close()
        await asyncio.sleep(0)


_PREPAID = (
    (
        "INSERT INTO ledger_entries (id, community_id, household_id, kind, source_id, day, posted_at) VALUES"
        " ('{entry}', 'c', '{household}', 'payment', '{entry}', '2026-11-{day}', '2026-11-{day} 04:00:00')"
    ),
    _POSTING + " ('{entry}', 1, '{debit}', '{credit}', {fen})",
)
_STORY = (
    {"entry": "p1", "household": "h", "day": 22, "debit": "cash", "credit": "prepaid", "fen": 9_000},
    {"entry": "p2", "household": "h", "day": 23, "debit": "prepaid", "credit": "receivable", "fen": 2_500},
    {"entry": "p3", "household": "other", "day": 23, "debit": "cash", "credit": "receivable", "fen": 700},
)


async def test_balances_from_before_are_told_by_the_republishing(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    try:
        async with database.connection() as connection:
            await connection.run_sync(_to, "0003")
            for row in _STORY:
                for statement in _PREPAID:
                    await connection.execute(text(statement.format(**row)))
        await migrate(database, DEFINITION.migrations)
        async with database.read() as session:
            told = [event async for _, event in snapshot(session)]
        assert [event.model_dump() for event in told] == [{"household_id": "h", "balance_fen": 6_500, "version": 1}]
    finally:
        await database.close()
        await asyncio.sleep(0)
