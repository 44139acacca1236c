"""A tick costs what is due, however many clocks run. Source: handbook T-13, performance row 16."""

import json
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event

from tests.service.support import ServiceRig
from tests.service.tickets.crowd import crowd

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
_OPEN, _DUE = 100_000, 100


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


async def test_a_tick_reads_what_is_due_and_nothing_else(rig: ServiceRig) -> None:
    database = rig.service.database
    await crowd(database, rig.clock.now(), count=_OPEN, overdue=_DUE)
    asked: list[tuple[str, tuple[Any, ...]]] = []

    def note(_connection: Any, _cursor: Any, sql: str, arguments: Any, *_rest: Any) -> None:
        if sql.startswith("SELECT"):
            asked.append((sql, tuple(arguments)))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    connection = await asyncpg.connect(
        database.engine.url.render_as_string(hide_password=False).replace("+asyncpg", "")
    )
    try:
        await rig.run_job("breach_clocks")
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
        plans = [
            json.loads(await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", *arguments))[0]["Plan"]
            for sql, arguments in asked
        ]
    finally:
        await connection.close()
    assert len(await rig.told("ticket.breached")) == _DUE
    assert len(asked) == 4, "due, locked, their clocks; and a look that finds nothing more"
    nodes = [node for plan in plans for node in _nodes(plan)]
    assert not [node for node in nodes if node["Node Type"] == "Seq Scan"]
    assert max(node["Actual Rows"] * node["Actual Loops"] for node in nodes) <= _DUE
    assert not sum(node.get("Rows Removed by Filter", 0) for node in nodes)
    assert "ix_ticket_clocks_next" in {node.get("Index Name") for node in _nodes(plans[0])}
