"""Rows of the first release stand after the second. Source: reliability 7."""

import asyncio
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, select, text

from services.tickets.app import DEFINITION
from services.tickets.assemblies.models import AssemblyVoter
from services.tickets.patrols.models import PatrolRevision
from services.tickets.policies.models import PolicyRow
from services.tickets.quality_samples.models import QualityDraw
from services.tickets.requests.models import Ticket, TicketClock
from shared.runtime.database import Database
from shared.runtime.migrations import config_for, migrate

_TICKET = (
    "INSERT INTO tickets (id, community_id, version, event_sequence, created_at, number, category, nature, severity,"
    " source, department, status, summary, requester_name, requester_phone, owner_id, opened_at, clocks_from,"
    " billable_fen, charged_fen, paid_fen, payment_status, rework_count) VALUES (:id, 'c', 1, 1, '2026-11-22 04:00:00',"
    " :id, :category, 'general', :severity, 'phone', 'engineering', 'opened', '漏水', '王芳', '+8613812345678', 'o',"
    " '2026-11-22 04:00:00', {clocks_from}, 0, 0, 0, 'none', 0)"
)
_CLOCK = (
    "INSERT INTO ticket_clocks (ticket_id, clock, due_at, met_at) VALUES"
    " ('{ticket}', '{clock}', '2026-11-25 04:00:00', {met})"
)
_RECEIVED, _AGREED, _DUE = (datetime(2026, 11, day, 4, tzinfo=UTC) for day in (22, 24, 25))
_POLICY = "INSERT INTO policies (community_id, version, follow_up) VALUES ('c', 3, '{\"seed\": \"s\"}')"


def _to(connection: Connection, revision: str) -> None:
    config = config_for(DEFINITION.migrations)
    config.attributes["connection"] = connection
    is_made = inspect(connection).has_table("ticket_pauses")
    (command.downgrade if is_made else command.upgrade)(config, revision)


def _up(connection: Connection, revision: str) -> None:
    config = config_for(DEFINITION.migrations)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@pytest.mark.parametrize("back", [False, True])
async def test_clocks_that_run_go_on_and_tell_their_breach(empty_database_url: str, *, back: bool) -> None:
    database = Database(empty_database_url)
    moment = "'2026-11-24 04:00:00'"
    try:
        async with database.connection() as connection:
            await connection.run_sync(_to, "0001")
            for ticket, category, severity, clocks_from in (
                ("agreed", "repair", "minor", moment),
                ("major", "complaint", "major", "NULL"),
            ):
                row = text(_TICKET.format(clocks_from=clocks_from))
                await connection.execute(row, {"id": ticket, "category": category, "severity": severity})
            for ticket, clock, met in (
                ("agreed", "dispatch", moment),
                ("agreed", "settle", "NULL"),
                ("major", "respond", "NULL"),
                ("major", "settle", "NULL"),
            ):
                await connection.execute(text(_CLOCK.format(ticket=ticket, clock=clock, met=met)))
            await connection.exec_driver_sql(_POLICY)
        await migrate(database, DEFINITION.migrations)
        if back:
            async with database.connection() as connection:
                await connection.run_sync(_to, "0001")
            await migrate(database, DEFINITION.migrations)
        row_of = TicketClock
        times = select(row_of.ticket_id, row_of.clock, row_of.measure, row_of.starts_at, row_of.next_at, row_of.warn_at)
        async with database.connection() as connection:
            rows = [tuple(row) for row in await connection.execute(times.order_by(row_of.ticket_id, row_of.clock))]
            policy = (await connection.execute(select(PolicyRow.version, PolicyRow.clocks, PolicyRow.quality))).one()
        assert rows == [
            ("agreed", "dispatch", "wall", _RECEIVED, None, None),
            ("agreed", "settle", "wall", _AGREED, _DUE, None),
            ("major", "respond", "wall", _RECEIVED, _DUE, None),
            ("major", "settle", "working", _RECEIVED, _DUE, None),
        ]
        assert tuple(policy) == (3, {}, {})
    finally:
        await database.close()
        await asyncio.sleep(0)


_COMMUNITY = (
    "INSERT INTO communities (id, name, time_zone, reception_opens, reception_closes, calendar_entries, version)"
    " VALUES ('c', '阳光花园', 'Asia/Shanghai', '08:00:00', '17:00:00', '[]', 1)"
)


async def test_complaints_that_run_grow_in_a_month_as_they_did(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    try:
        async with database.connection() as connection:
            await connection.run_sync(_to, "0001")
            await connection.exec_driver_sql(_COMMUNITY)
            for ticket, category, severity in (
                ("minor", "complaint", "minor"),
                ("major", "complaint", "major"),
                ("repair", "repair", "minor"),
            ):
                row = text(_TICKET.format(clocks_from="NULL"))
                await connection.execute(row, {"id": ticket, "category": category, "severity": severity})
        await migrate(database, DEFINITION.migrations)
        async with database.connection() as connection:
            grown = dict((await connection.execute(select(Ticket.id, Ticket.grows_at))).all())
        assert grown == {"minor": datetime(2026, 12, 22, 4, tzinfo=UTC), "major": None, "repair": None}
    finally:
        await database.close()
        await asyncio.sleep(0)


_BEFORE = (
    (
        "INSERT INTO patrol_routes (id, community_id, version, event_sequence, created_at, name)"
        " VALUES ('r', 'c', 1, 0, '2026-11-22 04:00:00', '早班')"
    ),
    (
        "INSERT INTO patrol_areas"
        " (id, community_id, version, event_sequence, created_at, kind, code, name, items, is_active) VALUES"
        " ('a', 'c', 1, 0, '2026-11-22 04:00:00', 'cleaning', 'a', 'a', '[]', true),"
        " ('b', 'c', 1, 0, '2026-11-22 04:00:00', 'cleaning', 'b', 'b', '[]', true)"
    ),
    "INSERT INTO patrol_stops (route_id, place, area_id) VALUES ('r', 1, 'b'), ('r', 2, 'a')",
    (
        "INSERT INTO assemblies (id, community_id, version, event_sequence, created_at, title, status, voting_opens_at,"
        " voting_closes_at, drafted_by) VALUES ('v', 'c', 1, 0, '2026-11-22 04:00:00', 't', 'voting',"
        " '2026-11-22 04:00:00', '2026-11-29 04:00:00', 'x')"
    ),
    (
        "INSERT INTO communities (id, name, time_zone, reception_opens, reception_closes, calendar_entries, version)"
        " VALUES ('c', 'c', 'Asia/Shanghai', '08:00', '17:00', '[]', 1)"
    ),
    (
        "INSERT INTO quality_draws (community_id, month, seed, contacts, members, samples, drawn_at)"
        " VALUES ('c', '2026-10', 's', 3, 2, 5, '2026-11-01 04:00:00')"
    ),
    "INSERT INTO assembly_voters (assembly_id, key, room_code, area) VALUES ('v', 'room', '1#', 8950)",
)


async def test_a_route_keeps_its_areas_an_open_vote_its_voters_and_a_draw_its_month(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    try:
        async with database.connection() as connection:
            await connection.run_sync(_up, "0008_knowledge")
            for statement in _BEFORE:
                await connection.exec_driver_sql(statement)
        await migrate(database, DEFINITION.migrations)
        async with database.connection() as connection:
            (revision,) = (await connection.execute(select(PatrolRevision.route_id, PatrolRevision.area_ids))).all()
            voter = AssemblyVoter
            columns = select(voter.owner_key, voter.owner_rooms, voter.owner_area)
            (kept,) = (await connection.execute(columns)).all()
            (draw,) = (await connection.execute(select(QualityDraw.drawn_until, QualityDraw.is_final))).all()
            await connection.run_sync(_to, "0008_knowledge")
            drawn = (await connection.exec_driver_sql("SELECT month FROM quality_draws")).scalars()
            assert list(drawn) == ["2026-10"]
            stops = (await connection.exec_driver_sql("SELECT area_id FROM patrol_stops ORDER BY place")).scalars()
            assert list(stops) == ["b", "a"]
        assert tuple(revision) == ("r", ["b", "a"])
        assert tuple(kept) == ("room", 1, 8950)
        assert tuple(draw) == (datetime(2026, 10, 31, 16, tzinfo=UTC), True)
    finally:
        await database.close()
        await asyncio.sleep(0)


_SLIP = (
    "INSERT INTO work_contact_slips (id, community_id, version, event_sequence, created_at, number, ticket_id, level,"
    " cause, status, answer_by, answered_at) VALUES (:id, 'c', 1, 0, '2026-11-2{day} 04:00:00', :id, :ticket, :level,"
    " 'breach', :status, '2026-11-25 04:00:00', {answered})"
)


async def test_slips_of_before_end_with_their_tickets(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    try:
        async with database.connection() as connection:
            await connection.run_sync(_to, "0001")
            for ticket in ("open", "closed"):
                row = text(_TICKET.format(clocks_from="NULL"))
                await connection.execute(row, {"id": ticket, "category": "complaint", "severity": "minor"})
            closed = "UPDATE tickets SET closed_at = '2026-11-24 04:00:00' WHERE id = 'closed'"
            await connection.exec_driver_sql(closed)
            await connection.run_sync(_to, "0009_policies")
            for name, ticket, level, status, day, answered in (
                ("a", "open", "lead", "passed_on", 2, "NULL"),
                ("b", "open", "manager", "issued", 3, "NULL"),
                ("c", "closed", "lead", "answered", 2, "'2026-11-23 04:00:00'"),
            ):
                given = {"id": name, "ticket": ticket, "level": level, "status": status}
                await connection.execute(text(_SLIP.format(day=day, answered=answered)), given)
        await migrate(database, DEFINITION.migrations)
        async with database.connection() as connection:
            found = await connection.exec_driver_sql("SELECT id, status, closed_at FROM work_contact_slips ORDER BY id")
            rows = [(row.id, row.status, str(row.closed_at)[:10]) for row in found]
        assert rows == [("a", "passed_on", "2026-11-23"), ("b", "issued", "None"), ("c", "closed", "2026-11-24")]
    finally:
        await database.close()
        await asyncio.sleep(0)


async def test_on_postgresql_a_month_is_counted_from_the_index(empty_database_url: str) -> None:
    """The index of the newest tickets carries what the statistics count, in the place of a narrower one."""
    database = Database(empty_database_url)
    try:
        await migrate(database, DEFINITION.migrations)
        async with database.connection() as connection:
            if database.is_sqlite:
                known = await connection.run_sync(lambda it: inspect(it).get_indexes("tickets"))
                keys = {each["name"]: each["column_names"] for each in known}
                assert keys["ix_tickets_newest"] == ["community_id", "opened_at", "id"]
                return
            wanted = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_tickets_newest'"
            (made,) = (await connection.exec_driver_sql(wanted)).scalars()
        assert "(community_id, opened_at, id) INCLUDE (category, nature, severity, source, department," in made
    finally:
        await database.close()
        await asyncio.sleep(0)
