"""Rows 5 and 6 of performance.md: the ticket list at a million rows.

Row 5: the service answers whole HTTP requests (token, filters, two queries, 50 tickets with clocks as JSON); the peer
repeats the very statements of each request, taken down from the service itself, on one asyncpg connection. Row 6: the
service's thousandth page beside its first. Both sides run in one process, in turn, on one PostgreSQL.
"""

import asyncio
import gc
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

import asyncpg
import uvloop
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey
from pydantic import SecretStr
from sqlalchemy import event

from benchmarks.rows.household_search import Servers, best_of, client_of, log_to_nowhere, timed
from services.tickets.app import DEFINITION, create_app
from services.tickets.requests.domain.search_terms import index_of
from services.tickets.settings import TicketsSettings
from shared.kernel.ids import stable_id
from shared.runtime import migrations
from shared.runtime.database import Database
from shared.runtime.http.paging import encode_cursor
from shared.runtime.http.security import ALGORITHM, ISSUER, StaticKeys
from tests.servers import PostgresServer, ensure_postgres
from tests.service.support import SilentBus

TICKETS = 1_000_000
ROUNDS = 3
REPEATS = 20
COMMUNITY, ELSEWHERE = stable_id("bench", "community"), stable_id("bench", "elsewhere")
_NEWEST = datetime(2026, 11, 22, 4, tzinfo=UTC)
_MINUTES_APART = 3
_PAGE = 50
_DEEP = 1000
_PATIENCE_S = 900
_LISTS: tuple[dict[str, Any], ...] = (
    {},
    {"open": "true"},
    {"status": ["opened", "dispatched"]},
    {"category": "complaint", "severity": "important"},
    {"building": "17"},
    {"building": "17", "category": "complaint", "open": "false"},
    {"room_code": "17#1-9-2"},
    {"assignee_id": "worker-0007", "open": "true"},
    {"payment_status": "due"},
    {"overdue": "true"},
    {"sort": "settle_by"},
    {"opened_from": "2026-03-01T00:00:00Z", "opened_until": "2026-03-08T00:00:00Z", "department": "security"},
    {"q": "漏水"},
    {"q": "主卧空调漏水"},
    {"q": "住户17043"},
    {"q": "T261121-0004"},
    {"q": "17#1-9", "category": "complaint"},
)


@dataclass(frozen=True)
class Asked:
    """A request and the statements that it costs."""

    target: str
    statements: list[tuple[str, tuple[Any, ...]]]


def measure(servers: Servers) -> list[dict[str, Any]]:
    """Rows 5 and 6."""
    log_to_nowhere()
    with servers.postgres.database() as url, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_measure(url))


async def _measure(url: str) -> list[dict[str, Any]]:
    await _fill(url)
    key = OKPKey.generate_key("Ed25519", {"kid": "bench"})
    keys = StaticKeys({"keys": [key.as_dict(private=False)]})
    app = create_app(TicketsSettings(database_url=SecretStr(url)), bus=SilentBus(), keys=keys)
    connection = await asyncpg.connect(_plain(url))
    try:
        ask = client_of(app, _token(key))
        gc.freeze()  # as the server does when it has started
        return [await _filtered(ask, app, connection), await _deep(ask)]
    finally:
        await connection.close()
        await app.state.service.database.close()


async def _filtered(
    ask: Callable[[str], Awaitable[bytes]], app: FastAPI, connection: asyncpg.Connection
) -> dict[str, Any]:
    ratios: list[tuple[float, str]] = []
    ours: list[float] = []
    worked = 0.0
    for parameters in _LISTS:
        request = await _noted(ask, app, parameters)
        rounds = []
        for _ in range(ROUNDS):
            theirs = await timed(partial(_bare, connection, request), REPEATS)
            began = time.process_time()
            mine = await timed(partial(ask, request.target), REPEATS)
            worked += time.process_time() - began
            theirs += await timed(partial(_bare, connection, request), REPEATS)
            rounds.append((statistics.median(mine), statistics.median(theirs)))
        median, peer = best_of(rounds)
        words = f"{json.dumps(parameters, ensure_ascii=False)} {median * 1000:.1f} ms beside {peer * 1000:.1f} ms"
        ratios.append((median / peer, words))
        ours.append(median)
    middle = sorted(ratios)[len(ratios) // 2]
    return {
        "id": "5",
        "name": f"filtered ticket list at {TICKETS:,}, median ÷ the same SQL on a bare driver",
        "ratio": statistics.median(ratio for ratio, _ in ratios),
        "reach": 3,
        "stretch": 2,
        "cpu_us_per_op": worked / (len(_LISTS) * ROUNDS * REPEATS) * 1_000_000,
        "note": f"{len(_LISTS)} filters, medians {min(ours) * 1000:.1f} to {max(ours) * 1000:.1f} ms; "
        f"middle: {middle[1]}; worst {max(ratios)[0]:.1f}: {max(ratios)[1]}",
    }


async def _deep(ask: Callable[[str], Awaitable[bytes]]) -> dict[str, Any]:
    """The cursor of page 1,000 is made from where that page begins; the pages before it need not be read."""
    place = TICKETS - (_DEEP - 1) * _PAGE * 2 + 1  # every second ticket is elsewhere's
    cursor = encode_cursor([_NEWEST - timedelta(minutes=_MINUTES_APART) * (TICKETS - place), _id(place)])
    first = f"/v1/tickets?limit={_PAGE}&community_id={COMMUNITY}"
    deep = f"{first}&cursor={cursor}"
    near, far = [], []
    began = time.process_time()
    for _ in range(ROUNDS):
        near += await timed(partial(ask, first), REPEATS)
        far += await timed(partial(ask, deep), REPEATS)
        near += await timed(partial(ask, first), REPEATS)
    worked = time.process_time() - began
    page, other = statistics.median(near), statistics.median(far)
    assert len(json.loads(await ask(deep))["items"]) == _PAGE
    return {
        "id": "6",
        "name": f"ticket list at {TICKETS:,}: page {_DEEP:,} ÷ page 1",
        "ratio": other / page,
        "reach": 1.2,
        "stretch": 1.05,
        "cpu_us_per_op": worked / (3 * ROUNDS * REPEATS) * 1_000_000,
        "note": f"{other * 1000:.2f} ms beside {page * 1000:.2f} ms",
    }


async def _noted(ask: Callable[[str], Awaitable[bytes]], app: FastAPI, parameters: dict[str, Any]) -> Asked:
    """The request and its statements, taken down at their driver."""
    target = f"/v1/tickets?{urlencode(parameters, doseq=True)}"
    seen: list[tuple[str, tuple[Any, ...]]] = []

    def note(_connection: Any, _cursor: Any, sql: str, arguments: Any, _context: Any, _many: Any) -> None:
        seen.append((sql, tuple(arguments)))

    engine = app.state.service.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    found = json.loads(await ask(target))["items"]
    event.remove(engine, "before_cursor_execute", note)
    assert found, target
    assert len(seen) == 2, seen
    return Asked(target, seen)


async def _bare(connection: asyncpg.Connection, request: Asked) -> None:
    """In one transaction for reading, as the service has it; the driver keeps its statements prepared."""
    async with connection.transaction(readonly=True):
        for sql, arguments in request.statements:
            await connection.fetch(sql, *arguments)


def _token(key: OKPKey) -> str:
    claims = {
        "iss": ISSUER, "aud": DEFINITION.name, "sub": "bench", "name": "bench", "roles": ["service_lead"],
        "permissions": ["tickets:read"], "communities": [COMMUNITY, ELSEWHERE],
        "exp": int((datetime.now(UTC) + timedelta(hours=1)).timestamp()),
    }  # fmt: skip
    return jwt.encode({"alg": ALGORITHM, "kid": "bench"}, claims, key, algorithms=[ALGORITHM])


def _plain(url: str) -> str:
    return url.replace("+asyncpg", "")


# ── a million tickets ─────────────────────────────────────────────────────────────────────────────

_PLACES = ("主卧", "次卧", "客厅", "厨房", "卫生间", "阳台", "楼道", "电梯厅", "地下车库", "大堂", "天台", "水泵房")
_THINGS = ("空调", "水龙头", "马桶", "门锁", "对讲机", "灯", "窗户", "插座", "地板", "墙面", "暖气", "水管", "吊顶")
_FAULTS = ("漏水", "不亮", "打不开", "有异响", "松动", "开裂", "渗水", "堵塞", "跳闸", "脱落")
_COMPLAINTS = ("装修噪音扰民", "楼上高空抛物", "宠物粪便无人清理", "车位被占", "垃圾清运不及时", "绿化带被踩踏")


def _id(place: int) -> str:
    return f"{place:036d}"


def _summaries() -> list[str]:
    """1,566 of them: a fault is met in every tenth, a whole phrase in one of 1,560."""
    return [f"{place}{thing}{fault}" for place in _PLACES for thing in _THINGS for fault in _FAULTS] + [*_COMPLAINTS]


# One in ten is a complaint, one in forty open; every second belongs to another community.
_TICKETS_SQL = f"""
INSERT INTO tickets (id, community_id, version, event_sequence, created_at, number, room_id, room_code, building,
  household_id, category, nature, severity, source, department, status, summary, requester_name, requester_phone,
  owner_id, assignee_id, opened_at, closed_at, outcome, billable_fen, charged_fen, paid_fen, payment_status,
  rework_count, search)
SELECT lpad(n::text, 36, '0'), CASE WHEN n % 2 = 1 THEN '{COMMUNITY}' ELSE '{ELSEWHERE}' END, 5, 4, at, number,
  'room-' || room, code, (room / 100 + 1)::text, 'home-' || room, category, 'general', severity, 'phone', department,
  status, s.summary, name, '+8613812345678', 'desk-' || n % 12, CASE WHEN status <> 'opened' THEN 'worker-' ||
  lpad((n % 40)::text, 4, '0') END, at, CASE WHEN status = 'closed' THEN at + interval '9 hours' END,
  CASE WHEN status = 'closed' THEN 'solved' END, 0, 0, 0, CASE WHEN n % 700 = 1 THEN 'due' ELSE 'none' END, 0,
  (s.terms || ' ' || lower(number) || ' ' || substr(lower(number), 2) || ' ' || substr(number, 9) || ' ' || code || ' '
   || substr(code, strpos(code, '#') + 1) || ' 住户 户 ' || room)::tsvector
FROM (
  SELECT n, $2::timestamptz - ({TICKETS} - n) * interval '{_MINUTES_APART} minutes' AS at, n * 7919 % 20000 AS room,
    CASE WHEN n % 10 = 3 THEN 'complaint' WHEN n % 211 = 5 THEN 'public_safety' ELSE 'repair' END AS category,
    CASE WHEN n % 10 = 3 AND n % 4 = 1 THEN 'important' ELSE 'minor' END AS severity,
    CASE WHEN n % 211 = 5 THEN 'security' ELSE 'engineering' END AS department,
    CASE WHEN n < {TICKETS * 39 // 40} OR n % 3 = 0 THEN 'closed' WHEN n % 5 = 1 THEN 'opened' ELSE 'dispatched' END
      AS status
  FROM generate_series(1, {TICKETS}::bigint) n
) made
CROSS JOIN LATERAL (SELECT 'T' || to_char(at, 'YYMMDD') || '-' || lpad((n % 480)::text, 4, '0') AS number,
  room / 100 + 1 || '#' || room / 50 % 2 + 1 || '-' || room / 2 % 25 + 1 || '-' || room % 2 + 1 AS code,
  '住户' || room AS name) named
JOIN (SELECT ordinality - 1 AS place, split_part(pair, '|', 1) AS summary, split_part(pair, '|', 2) AS terms
  FROM unnest($1::text[]) WITH ORDINALITY AS given(pair, ordinality)) s ON s.place = n * 31 % cardinality($1::text[])
"""
_CLOCKS_SQL = """
INSERT INTO ticket_clocks (ticket_id, clock, measure, starts_at, due_at, met_at, breached_at)
SELECT t.id, clock, 'wall', t.opened_at, t.opened_at + patience,
  CASE WHEN t.status = 'closed' OR (clock = 'dispatch' AND t.status <> 'opened') THEN t.opened_at + interval '3 minutes'
  END, NULL
FROM tickets t
CROSS JOIN (VALUES ('dispatch', interval '5 minutes'), ('settle', interval '24 hours')) AS limits(clock, patience)
"""


_ROOMS_SQL = """
INSERT INTO rooms (id, community_id, code, building, version)
SELECT DISTINCT room_id, community_id, room_code, building, 1 FROM tickets
"""
_INDEXES_SQL = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('tickets', 'ticket_clocks') AND indexname LIKE 'ix%'
"""


async def _fill(url: str) -> None:
    database = Database(url)
    await migrations.migrate(database, DEFINITION.migrations)
    pairs = [f"{summary}|{index_of([summary])}" for summary in _summaries()]
    connection = await asyncpg.connect(_plain(url))
    indexes = await connection.fetch(_INDEXES_SQL)
    for name, _ in indexes:
        await connection.execute(f"DROP INDEX {name}")
    await connection.execute("SET maintenance_work_mem = '256MB'")
    await connection.execute(_TICKETS_SQL, pairs, _NEWEST, timeout=_PATIENCE_S)
    await connection.execute(_CLOCKS_SQL, timeout=_PATIENCE_S)
    await connection.execute(_ROOMS_SQL, timeout=_PATIENCE_S)
    for _, definition in indexes:
        await connection.execute(definition, timeout=_PATIENCE_S)
    await connection.execute("VACUUM ANALYZE tickets, ticket_clocks, rooms", timeout=_PATIENCE_S)
    await connection.close()
    await database.close()


@dataclass(frozen=True)
class _Own:
    postgres: PostgresServer


if __name__ == "__main__":
    with ensure_postgres(durable=True) as own:
        print(json.dumps(measure(_Own(own)), ensure_ascii=False, indent=1))
