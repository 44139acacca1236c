"""Row 4 of performance.md: taking a ticket in through the service's HTTP app, beside pgbench with the same SQL.

The service runs as it serves: uvicorn with uvloop, tokens verified, answers stored under their Idempotency-Key, JSON
logs written. Its relay and jobs stand still, since they are row 10's subject. wrk sends; pgbench repeats the very
statements that one request makes, taken down from the service itself. Both have the same number of clients, on one
PostgreSQL with fsync on.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx
import uvicorn
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey
from pydantic import SecretStr
from sqlalchemy import event

from services.tickets.app import DEFINITION, create_app
from services.tickets.replicas.models import CommunityReplica, HouseholdReplica, ResidentName, RoomReplica
from services.tickets.settings import TicketsSettings
from shared.kernel.ids import new_id, stable_id
from shared.runtime import migrations
from shared.runtime.database import Database
from shared.runtime.http.security import ALGORITHM, ISSUER, StaticKeys
from shared.runtime.logging import configure_logging
from tests.servers import PostgresServer, ensure_postgres
from tests.servers.control import free_ports
from tests.servers.postgres import BINARIES
from tests.servers.private import binary
from tests.service.support import SilentBus

CLIENTS = 16
SECONDS = 4
ROUNDS = 3
ROOMS = 240
COMMUNITY = stable_id("bench", "community")
_ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_KEYS_VARIABLE = "LOBBY_BENCH_KEYS"
_PATIENCE_S = 30
_ID_LENGTH = 36


class Servers(Protocol):
    """What the row runs on."""

    @property
    def postgres(self) -> PostgresServer: ...


@dataclass(frozen=True)
class Run:
    """One timed run: tickets per second, and the service's processor time for each in microseconds."""

    rate: float
    cpu_us: float = 0.0


def measure(servers: Servers) -> list[dict[str, Any]]:
    """Row 4: pgbench, service, pgbench; three times, the best of each."""
    key = OKPKey.generate_key("Ed25519", {"kid": "bench"})
    keys = json.dumps({"keys": [key.as_dict(private=False)]})
    token = _token(key)
    peers: list[Run] = []
    ours: list[Run] = []
    with servers.postgres.database() as url, tempfile.TemporaryDirectory() as folder:
        statements = asyncio.run(_prepare(url, keys, token))
        script = Path(folder) / "same.sql"
        script.write_text(_script(statements))
        with _service(url, keys) as (port, pid):
            _open_tickets(port, pid, token, Path(folder), seconds=1)  # warm
            for _ in range(ROUNDS):
                peers.append(_pgbench(url, script))
                ours.append(_open_tickets(port, pid, token, Path(folder)))
                peers.append(_pgbench(url, script))
    best, peer = max(run.rate for run in ours), max(run.rate for run in peers)
    return [
        {
            "id": "4",
            "name": "ticket create (row, history, outbox, idempotency key) ÷ pgbench with the same SQL, tx/s",
            "ratio": best / peer,
            "reach": 0.20,
            "stretch": 0.30,
            "cpu_us_per_op": min(run.cpu_us for run in ours),
            "note": f"{best:,.0f}/s beside {peer:,.0f}/s, {CLIENTS} clients, {len(statements)} statements a ticket",
        }
    ]


# ── the service and its load ──────────────────────────────────────────────────────────────────────

_NUMBER = re.compile(r"T\d{6}-\d{4}")
_LUA = """
local run, count = "{run}", 0
local headers = {{["Content-Type"] = "application/json", ["Authorization"] = "Bearer {token}"}}
function request()
  count = count + 1
  headers["Idempotency-Key"] = run .. "-" .. count
  local room = count % {rooms} + 1
  local body = string.format(
    '{{"room_code":"%d#1-1-1","category":"repair","source":"phone","summary":"厨房水龙头漏水",' ..
    '"requester":{{"name":"住户%d","phone":"13812345678"}}}}', room, room)
  return wrk.format("POST", "/v1/tickets", headers, body)
end
"""


@contextmanager
def _service(url: str, keys: str) -> Iterator[tuple[int, int]]:
    """Port and process id."""
    (port,) = free_ports(1)
    environment = os.environ | {"TICKETS_DATABASE_URL": url, "TICKETS_POOL_SIZE": str(CLIENTS), _KEYS_VARIABLE: keys}
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.rows.ticket_create", "serve", str(port)],
        cwd=_ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(_PATIENCE_S)


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the tickets service did not become ready")


def _open_tickets(port: int, pid: int, token: str, folder: Path, *, seconds: int = SECONDS) -> Run:
    script = folder / "create.lua"
    script.write_text(_LUA.format(run=new_id(), token=token, rooms=ROOMS))
    before = _processor_s(pid)
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    worked = _processor_s(pid) - before
    assert "Non-2xx" not in told, told
    requests = int(_found(r"(\d+) requests in", told))
    return Run(float(_found(r"Requests/sec:\s+([\d.]+)", told)), worked / requests * 1_000_000)


def _processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match.group(1)


def _token(key: OKPKey) -> str:
    claims = {
        "iss": ISSUER,
        "aud": DEFINITION.name,
        "sub": new_id(),
        "name": "bench",
        "roles": ["front_desk"],
        "permissions": ["tickets:open"],
        "communities": [COMMUNITY],
        "exp": int((datetime.now(UTC) + timedelta(hours=1)).timestamp()),
    }
    return jwt.encode({"alg": ALGORITHM, "kid": "bench"}, claims, key, algorithms=[ALGORITHM])


def _app(url: str, keys: str) -> FastAPI:
    """Without a lifespan nothing touches the bus."""
    settings = TicketsSettings(database_url=SecretStr(url), pool_size=CLIENTS)
    return create_app(settings, bus=SilentBus(), keys=StaticKeys(json.loads(keys)))


def _serve(port: int) -> None:
    configure_logging("INFO")
    uvicorn.run(
        _app(os.environ["TICKETS_DATABASE_URL"], os.environ[_KEYS_VARIABLE]),
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
    )


# ── the same SQL ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Statement:
    """As the driver got it, with the parameters of two requests: what differs is new in every request."""

    sql: str
    rows: list[tuple[Any, ...]]
    others: list[tuple[Any, ...]]


async def _prepare(url: str, keys: str, token: str) -> list[Statement]:
    """A community with its rooms; the statements of one request."""
    database = Database(url)
    await migrations.migrate(database, DEFINITION.migrations)
    async with database.transaction() as session:
        session.add(
            CommunityReplica(
                id=COMMUNITY, name="阳光花园", time_zone="Asia/Shanghai", reception_opens="08:00:00",
                reception_closes="17:00:00", calendar_entries=[], version=1,
            )
        )  # fmt: skip
        for number in range(1, ROOMS + 1):
            room, home, code = stable_id("room", str(number)), stable_id("home", str(number)), f"{number}#1-1-1"
            name = f"住户{number}"
            session.add_all(
                [
                    RoomReplica(id=room, community_id=COMMUNITY, code=code, building=str(number), version=1),
                    HouseholdReplica(
                        id=home, community_id=COMMUNITY, room_id=room, room_code=code, names=[name],
                        is_present=True, version=1,
                    ),
                    ResidentName(household_id=home, name=name, community_id=COMMUNITY, room_code=code),
                ]
            )  # fmt: skip
    await database.close()
    first, second = [await _statements(url, keys, token) for _ in range(2)]
    return [
        Statement(sql, rows, others) for (sql, rows), (same, others) in zip(first, second, strict=True) if sql == same
    ]


async def _statements(url: str, keys: str, token: str) -> list[tuple[str, list[tuple[Any, ...]]]]:
    app = _app(url, keys)
    seen: list[tuple[str, list[tuple[Any, ...]]]] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, executemany: bool) -> None:  # noqa: FBT001
        seen.append((sql, list(parameters) if executemany else [parameters]))

    engine = app.state.service.database.engine
    event.listen(engine.sync_engine, "before_cursor_execute", note)
    body = {
        "room_code": "1#1-1-1",
        "category": "repair",
        "source": "phone",
        "summary": "厨房水龙头漏水",
        "requester": {"name": "住户1", "phone": "13812345678"},
    }
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id()}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        (await client.post("/v1/tickets", json=body, headers=headers)).raise_for_status()
    await engine.dispose()
    return seen


def _script(statements: list[Statement]) -> str:
    """For pgbench. The first statement, the look for the key, has a transaction of its own, as in the service."""
    fresh: dict[str, str] = {}
    lines: list[str] = []
    for place, statement in enumerate(statements):
        rendered = _rendered(statement, fresh)
        ending = " \\gset" if "RETURNING ticket_numbers.last" in statement.sql else ";"
        lines.append(rendered + ending)
        lines += ["ROLLBACK;", "BEGIN;"] if place == 0 else []
    variables = [f"\\set {name} random(1, 9223372036854775807)" for name in fresh.values()]
    return "\n".join([*variables, "BEGIN;", *lines, "COMMIT;", ""])


def _rendered(statement: Statement, fresh: dict[str, str]) -> str:
    """One line; several rows of one statement become one VALUES list."""
    sql = " ".join(statement.sql.split())
    head, keyword, values = sql.partition(" VALUES ")
    if len(statement.rows) == 1 or not keyword:
        return _filled(sql, statement.rows[0], statement.others[0], fresh)
    filled = [_filled(values, *pair, fresh) for pair in zip(statement.rows, statement.others, strict=True)]
    return f"{head} VALUES {', '.join(filled)}"


def _filled(sql: str, row: tuple[Any, ...], other: tuple[Any, ...], fresh: dict[str, str]) -> str:
    def expression(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        mine, others = row[place], other[place]
        if isinstance(mine, str) and mine != others and len(mine) == _ID_LENGTH:
            name = fresh.setdefault(mine, f"fresh{len(fresh)}")
            return f"lpad(:{name}::text, {_ID_LENGTH}, '0')"
        if isinstance(mine, str) and _NUMBER.fullmatch(mine):
            return "('T' || :last::text)"
        return _literal(mine)

    return re.sub(r"\$(\d+)", expression, sql)


def _literal(content: Any) -> str:
    """A colon would be a variable of pgbench's."""
    if content is None or isinstance(content, bool | int):
        return "NULL" if content is None else str(content).lower()
    if isinstance(content, bytes):
        return f"'\\x{content.hex()}'::bytea"
    text = content.isoformat() if isinstance(content, date | datetime) else str(content)
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{escaped}'"


def _pgbench(url: str, script: Path) -> Run:
    command = [
        binary("pgbench", *BINARIES) or "pgbench", "-n", "-M", "prepared", "-f", str(script),
        "-c", str(CLIENTS), "-j", "1", "-T", str(SECONDS), url.replace("+asyncpg", ""),
    ]  # fmt: skip
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert _found(r"number of failed transactions: (\d+)", told) == "0", told
    return Run(float(_found(r"tps = ([\d.]+)", told)))


@dataclass(frozen=True)
class _Own:
    postgres: PostgresServer


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        _serve(int(sys.argv[2]))
    else:
        with ensure_postgres(durable=True) as own:
            print(json.dumps(measure(_Own(own)), ensure_ascii=False, indent=1))
