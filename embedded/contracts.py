"""`docs/contracts`: the merged OpenAPI, AsyncAPI and one JSON Schema per event version, generated from the code."""

import json
import tempfile
from pathlib import Path
from typing import Any

import httpx

from embedded.suite import Secrets, Suite
from shared.contracts.asyncapi import asyncapi
from shared.contracts.registry import EVENTS


async def write(folder: Path) -> int:
    """Write every file; what is no contract any more goes. The process's exit code."""
    wanted = await _files()
    for stale in set(_present(folder)) - set(wanted):
        (folder / stale).unlink()
    for name, text in wanted.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    print(f"{len(wanted)} contracts in {folder.name}")  # noqa: T201 - a command's answer
    return 0


async def check(folder: Path) -> int:
    """1 when a file differs from the code, with its name."""
    wanted = await _files()
    present = _present(folder)
    drifted = sorted(name for name in {*wanted, *present} if wanted.get(name) != present.get(name))
    for name in drifted:
        print(f"differs from the code: {name} (make contracts)")  # noqa: T201 - a command's answer
    return 1 if drifted else 0


def _present(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*.json")}


async def _files() -> dict[str, str]:
    schemas = {
        f"events/{event.TYPE}.v{event.VERSION}.schema.json": event.model_json_schema() for event in EVENTS.values()
    }
    return {
        "openapi.json": _pretty(await _openapi()),
        "asyncapi.json": _pretty(asyncapi()),
        **{name: _pretty(schema) for name, schema in schemas.items()},
    }


async def _openapi() -> dict[str, Any]:
    """As the gateway answers it; nothing is started and nothing kept."""
    with tempfile.TemporaryDirectory() as folder:
        secrets = Secrets(signing="s" * 48, field="f" * 48, contact="c" * 48)
        suite = Suite(Path(folder), secrets)
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=suite.app), base_url="http://localhost"
        ) as client:
            answer = await client.get("/openapi.json")
        await suite.close()
    document: dict[str, Any] = answer.raise_for_status().json()
    return document


def _pretty(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
