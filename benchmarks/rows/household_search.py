"""Row 14: the list and the search of households at 100,000, beside the same SQL on a bare driver.

The service answers whole HTTP requests (token, filters, two queries, 50 households with members as JSON); the peer
repeats the very statements of each request, taken down from the service itself, on one asyncpg connection. Both run in
one process, in turn, on one PostgreSQL.
"""

import asyncio
import contextlib
import gc
import json
import os
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

import asyncpg
import uvloop
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey
from pydantic import SecretStr
from sqlalchemy import event

from services.residents.app import DEFINITION, create_app
from services.residents.demo.names import phones, unique_names
from services.residents.households.domain.search_terms import TERMS_VERSION, terms_of
from services.residents.premises.domain.room_code import RoomCode
from services.residents.settings import ResidentsSettings
from shared.kernel.ids import stable_id
from shared.runtime import migrations
from shared.runtime.database import Database
from shared.runtime.http.security import ALGORITHM, ISSUER, StaticKeys
from shared.runtime.logging import configure_logging
from tests.servers import PostgresServer, ensure_postgres
from tests.service.support import SilentBus

HOUSEHOLDS = 100_000
ROUNDS = 3
REPEATS = 40
COMMUNITY = stable_id("bench", "community")
_NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
_NAMES = 20_000
_LISTS: tuple[dict[str, str], ...] = ({}, {"building": "17"}, {"cursor": "deep"})
_SEARCHES: tuple[dict[str, str], ...] = (
    {"q": "王伟"},
    {"q": "wangwei"},
    {"q": "ww"},
    {"q": "w"},
    {"q": "zha"},
    {"q": "5001"},
    {"phone": "13800155001"},
    {"q": "京N5001"},
    {"q": "17#2-5"},
)


class Servers(Protocol):
    """What the row runs on."""

    @property
    def postgres(self) -> PostgresServer: ...


@dataclass(frozen=True)
class Asked:
    """A request and the statements that it costs."""

    target: str
    statements: list[tuple[str, tuple[Any, ...]]]


def measure(servers: Servers) -> list[dict[str, Any]]:
    """Rows 14a (lists) and 14b (searches)."""
    log_to_nowhere()
    with servers.postgres.database() as url, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_measure(url))


def log_to_nowhere() -> None:
    """The service writes its JSON lines as ever; the table alone is printed."""
    with contextlib.redirect_stdout(Path(os.devnull).open("w")):
        configure_logging("INFO")


async def _measure(url: str) -> list[dict[str, Any]]:
    await _fill(url)
    key = OKPKey.generate_key("Ed25519", {"kid": "bench"})
    keys = StaticKeys({"keys": [key.as_dict(private=False)]})
    app = create_app(ResidentsSettings(database_url=SecretStr(url)), bus=SilentBus(), keys=keys)
    connection = await asyncpg.connect(_plain(url))
    try:
        ask = client_of(app, _token(key))
        gc.freeze()  # as the server does when it has started
        return [
            await _row("14a", "households list at 100,000", ask, app, connection, _LISTS),
            await _row("14b", "households search at 100,000", ask, app, connection, _SEARCHES),
        ]
    finally:
        await connection.close()
        await app.state.service.database.close()


async def _row(
    number: str,
    name: str,
    ask: Callable[[str], Awaitable[bytes]],
    app: FastAPI,
    connection: asyncpg.Connection,
    asked: tuple[dict[str, str], ...],
) -> dict[str, Any]:
    requests = [await _noted(ask, app, parameters) for parameters in asked]
    ours: list[float] = []
    peers: list[float] = []
    worst = (0.0, "")
    worked = 0.0
    for request in requests:
        rounds = []
        for _ in range(ROUNDS):
            theirs = await timed(partial(_bare, connection, request))
            began = time.process_time()
            mine = await timed(partial(ask, request.target))
            worked += time.process_time() - began
            theirs += await timed(partial(_bare, connection, request))
            rounds.append((statistics.median(mine), statistics.median(theirs)))
        median, peer = best_of(rounds)
        worst = max(worst, (median / peer, f"{request.target.partition('?')[2] or 'plain'} {median * 1000:.1f} ms"))
        ours.append(median)
        peers.append(peer)
    best, peer = statistics.median(ours), statistics.median(peers)
    return {
        "id": number,
        "name": f"{name}, median ÷ the same SQL on a bare driver",
        "ratio": best / peer,
        "reach": 3,
        "stretch": 2,
        "cpu_us_per_op": worked / (len(requests) * ROUNDS * REPEATS) * 1_000_000,
        "note": f"{best * 1000:.1f} ms beside {peer * 1000:.1f} ms, median of {len(requests)}; "
        f"worst {worst[0]:.1f}: {worst[1]}",
    }


# ── one side and the other ────────────────────────────────────────────────────────────────────────


def client_of(app: FastAPI, token: str) -> Callable[[str], Awaitable[bytes]]:
    """Calls the app as a server does; an HTTP client in the same process would cost more than what is measured."""
    headers = [(b"host", b"service"), (b"authorization", f"Bearer {token}".encode()), (b"accept-language", b"zh-CN")]

    async def ask(target: str) -> bytes:
        path, _, query = target.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": headers,
            "client": ("127.0.0.1", 1), "server": ("service", 80), "root_path": "", "state": {},
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await app(scope, receive, send)
        assert sent[0]["status"] == 200, sent
        return b"".join(message.get("body", b"") for message in sent[1:])

    return ask


async def _noted(ask: Callable[[str], Awaitable[bytes]], app: FastAPI, parameters: dict[str, str]) -> Asked:
    """The request (a deep cursor is found by paging there) and its statements, taken down at their driver."""
    given = dict(parameters)
    if given.get("cursor") == "deep":
        page = json.loads(await ask("/v1/households?limit=150&building=250"))
        given["cursor"] = page["next_cursor"]
    target = "/v1/households" + (f"?{urlencode(given)}" if given else "")
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


async def timed(work: Callable[[], Awaitable[object]], repeats: int = REPEATS) -> list[float]:
    """Seconds of each, after one that warms."""
    await work()  # warm
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        await work()
        seconds.append(time.perf_counter() - began)
    return seconds


def best_of(rounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Ours and the peer's of the best round: what a neighbour on the machine takes, it takes from ours alone."""
    return min(rounds, key=lambda each: each[0] / each[1])


def _token(key: OKPKey) -> str:
    claims = {
        "iss": ISSUER, "aud": DEFINITION.name, "sub": "bench", "name": "bench", "roles": ["front_desk"],
        "permissions": ["households:read"], "communities": [COMMUNITY],
        "exp": int((datetime.now(UTC) + timedelta(hours=1)).timestamp()),
    }  # fmt: skip
    return jwt.encode({"alg": ALGORITHM, "kid": "bench"}, claims, key, algorithms=[ALGORITHM])


def _plain(url: str) -> str:
    return url.replace("+asyncpg", "")


# ── a hundred thousand households ─────────────────────────────────────────────────────────────────


async def _fill(url: str) -> None:
    database = Database(url)
    await migrations.migrate(database, DEFINITION.migrations)
    connection = await asyncpg.connect(_plain(url))
    for table, rows in _tables().items():
        await connection.copy_records_to_table(table, records=list(rows), columns=_COLUMNS[table])
    await connection.close()
    await database.analyze()
    await database.close()


_COLUMNS = {
    "rooms": (
        "id", "community_id", "version", "event_sequence", "created_at", "code", "sort_key", "building", "entrance",
        "floor", "number", "area_dm2", "kind", "occupancy", "hand_over",
    ),
    "persons": (
        "id", "community_id", "version", "event_sequence", "created_at", "name", "language", "channels", "phone",
    ),
    "households": (
        "id", "community_id", "version", "event_sequence", "created_at", "room_id", "room_code", "room_sort_key",
        "payer_id", "registered_on", "contacts_version", "search_terms_version",
    ),
    "household_members": (
        "id", "household_id", "person_id", "position", "role", "is_emergency_contact", "joined_on",
    ),
    "vehicles": ("id", "community_id", "household_id", "plate", "kind", "since"),
    "household_search_terms": ("household_id", "kind", "term", "person_id", "community_id"),
}  # fmt: skip


def _tables() -> dict[str, list[tuple[Any, ...]]]:
    """A holder and one of the family in each room, a car in every second; names repeat as they do in life."""
    chance = random.Random(14)
    pool = [name for name, _ in zip(unique_names(chance), range(_NAMES), strict=False)]
    tables: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
    numbers = phones()
    for place, code in zip(range(HOUSEHOLDS), _codes(), strict=False):
        names = [chance.choice(pool), chance.choice(pool)] if place % 500 else ["王伟", chance.choice(pool)]
        _household(tables, place, code, names, next(numbers))
    return tables


def _codes() -> Iterator[RoomCode]:
    """500 buildings of 200 rooms."""
    for building in range(1, 501):
        for entrance in (1, 2):
            for floor in range(1, 26):
                for number in range(1, 5):
                    yield RoomCode(str(building), str(entrance), str(floor), str(number))


def _household(
    tables: dict[str, list[tuple[Any, ...]]], place: int, code: RoomCode, names: list[str], phone: str
) -> None:
    room, home = stable_id("room", str(place)), stable_id("home", str(place))
    people = [stable_id("person", str(place), str(position)) for position in range(len(names))]
    text, day = str(code), date(2024, 5, 6)
    head = (COMMUNITY, 1, 1, _NOW)
    tables["rooms"].append(
        (room, *head, text, code.sort_key, code.building, code.entrance, code.floor, code.number, 8950, "flat",
         "occupied", "handed_over")
    )  # fmt: skip
    for position, (person, name) in enumerate(zip(people, names, strict=True)):
        tables["persons"].append((person, *head, name, "zh-CN", '["sms"]', phone if position == 0 else None))
        tables["household_members"].append(
            (stable_id("member", person), home, person, position, "family" if position else "owner", False, day)
        )
    tables["households"].append((home, *head, room, text, code.sort_key, people[0], day, 0, TERMS_VERSION))
    plates = [f"京N{place % 100_000:05d}"] if place % 2 else []
    tables["vehicles"] += [(stable_id("car", home), COMMUNITY, home, plate, "car", day) for plate in plates]
    terms = [term for person, name in zip(people, names, strict=True) for term in _of_name(name, person)]
    terms += [(each.kind.value, each.text, each.person_id) for each in terms_of([], [(people[0], phone)], plates, text)]
    tables["household_search_terms"] += [(home, kind, term, person, COMMUNITY) for kind, term, person in terms]


def _of_name(name: str, person: str) -> list[tuple[str, str, str]]:
    return [(kind, text, person) for kind, text in _readings(name)]


@cache
def _readings(name: str) -> list[tuple[str, str]]:
    """Computed once a name."""
    return [(term.kind.value, term.text) for term in terms_of([("", name)], [], [], "") if term.text]


@dataclass(frozen=True)
class _Own:
    postgres: PostgresServer


if __name__ == "__main__":
    with ensure_postgres(durable=True) as own:
        print(json.dumps(measure(_Own(own)), ensure_ascii=False, indent=1))
