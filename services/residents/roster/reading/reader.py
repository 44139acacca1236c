"""The service's side of the reading process: gives it the file, takes what it says."""

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from services.residents.roster.cycles import no_search_for_cycles
from services.residents.roster.domain.refusals import RefusalCode, Refused

log = structlog.get_logger()

_ROOT = Path(__file__).parents[4]
_MOST_LINE = 64 * 1024 * 1024
_PATIENCE_S = 300
_ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", "PYTHONPATH": str(_ROOT), "PATH": ""}


async def messages(
    content: AsyncIterator[bytes], *, most_rows: int, today: date
) -> AsyncGenerator[dict[str, Any], None]:
    """`{"sheet", "total"}`, then `{"rows"}` in batches, then `{"end"}`. Raises Refused."""
    async with _process(most_rows, today) as process:
        feeding = asyncio.create_task(_feed(process, content), name="roster:feed")
        try:
            is_whole = False
            while line := await _line(process):
                with no_search_for_cycles():
                    message: dict[str, Any] = json.loads(line)
                if "refused" in message:
                    raise Refused(RefusalCode(message["refused"]), **message["params"])
                is_whole = "end" in message
                yield message
            if not is_whole:  # killed by its limits, or by what the file did to it
                log.warning("roster_reading_died", code=await process.wait())
                raise Refused(RefusalCode.NOT_READABLE)
        finally:
            feeding.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await feeding


@asynccontextmanager
async def _process(most_rows: int, today: date) -> AsyncIterator[Process]:
    """Without the service's environment: it has no need of any secret."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.residents.roster.reading", str(most_rows), today.isoformat(),
        stdin=PIPE, stdout=PIPE, limit=_MOST_LINE, env=_ENVIRONMENT, cwd=_ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        await process.wait()


async def _feed(process: Process, content: AsyncIterator[bytes]) -> None:
    """A process that wants no more is not an error here: its last word says why."""
    stdin = process.stdin
    if stdin is None:
        return
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        async for piece in content:
            stdin.write(piece)
            await stdin.drain()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        stdin.close()


async def _line(process: Process) -> bytes:
    """The next line; empty at the end. Raises Refused for one that is silent for too long."""
    if process.stdout is None:
        return b""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await process.stdout.readline()
    except (TimeoutError, ValueError) as error:
        raise Refused(RefusalCode.NOT_READABLE) from error
