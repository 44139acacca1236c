"""`python -m benchmarks [--only ROW]`: measures, prints a table, writes `benchmarks/results.json`.

Every row is a ratio against a peer or a limit, interleaved with it in one run.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.rows import (
    clock_tick,
    embedded_start,
    gateway_forwarding,
    household_search,
    latency,
    relay,
    roster_import,
    ticket_create,
    ticket_list,
)
from benchmarks.rows.relay import PrivateServers
from tests.servers import debian, ensure_postgres, ensure_rabbitmq

RESULTS = Path(__file__).parent / "results.json"
TOOLS = {"wrk": "wrk", "nginx": "nginx-light"}
Row = dict[str, Any]

WITHOUT_SERVERS: Mapping[tuple[int, ...], Callable[[], list[Row]]] = {
    (1, 2): gateway_forwarding.measure,
    (12,): embedded_start.measure,
}
WITH_SERVERS: Mapping[tuple[int, ...], Callable[[PrivateServers], list[Row]]] = {
    (4,): ticket_create.measure,
    (5, 6): ticket_list.measure,
    (10,): relay.measure,
    (11,): latency.measure,
    (13,): roster_import.measure,
    (14,): household_search.measure,
    (16,): clock_tick.measure,
}
NUMBERS = sorted(number for numbers in (*WITHOUT_SERVERS, *WITH_SERVERS) for number in numbers)


def main() -> None:
    """Exits 2 for a row that does not exist."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--only", type=int, choices=NUMBERS, action="append")
    wanted = set(parser.parse_args().only or NUMBERS)
    _need_tools()
    rows = [row for row in _measured(wanted) if _number(row) in wanted]
    rows.sort(key=lambda row: (_number(row), str(row["id"])))
    _keep(rows)
    _print(rows)


def _need_tools() -> None:
    """Load and peers come from the distribution. Exits 1 with one sentence when they can't be had."""
    missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if missing and debian.can_install():
        debian.install(missing)
    elif missing:
        sys.exit(f"The bench needs {' and '.join(missing)}: install them from your distribution.")


def _measured(wanted: set[int]) -> list[Row]:
    rows = [row for numbers, measure in WITHOUT_SERVERS.items() if wanted & set(numbers) for row in measure()]
    if not any(wanted & set(numbers) for numbers in WITH_SERVERS):
        return rows
    with ExitStack() as exits:
        servers = PrivateServers(
            exits.enter_context(ensure_postgres(durable=True)), exits.enter_context(ensure_rabbitmq())
        )
        for numbers, measure in WITH_SERVERS.items():
            if wanted & set(numbers):
                rows += measure(servers)
    return rows


def _number(row: Row) -> int:
    """`11b` is part of row 11."""
    return int(str(row["id"]).rstrip("ab"))


def _keep(rows: list[Row]) -> None:
    """A row measured alone replaces its earlier figure and leaves the others."""
    measured = {_number(row) for row in rows}
    earlier = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    kept = [row for row in earlier if _number(row) not in measured]
    merged = sorted([*kept, *rows], key=lambda row: (_number(row), str(row["id"])))
    RESULTS.write_text(json.dumps(merged, ensure_ascii=False, indent=1) + "\n")


def _print(rows: list[Row]) -> None:
    print(f"{'row':>4} {'ratio':>8} {'reach':>6} {'stretch':>8} {'CPU µs/op':>10}  what")
    for row in rows:
        print(
            f"{row['id']:>4} {row['ratio']:8.2f} {row['reach']:6g} {row['stretch']:8g} "
            f"{row['cpu_us_per_op']:10.1f}  {row['name']} — {row['note']}"
        )


if __name__ == "__main__":
    main()
