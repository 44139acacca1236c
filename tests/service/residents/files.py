"""What the stories of household files are told with: small real files, people, steps."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import httpx

from shared.kernel.ids import new_id, stable_id
from tests.service.residents.builders import MANAGER, WANG, did
from tests.service.support import ServiceRig

ARCHIVES = tuple(
    f"archives:{what}" for what in ("read", "file", "lend", "check", "approve_inside", "approve", "destroy")
)
LEAVING = ("households:read", "households:change")
ASSISTANT = stable_id("demo", "account", "service_assistant")
LEAD = stable_id("demo", "account", "service_lead")
_ASSISTANT_MAY = ("archives:read", "archives:file", "archives:lend", "archives:check", *LEAVING)

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 64 + b"\xff\xd9"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8 \x0e\x00\x00\x000\x01\x00\x9d\x01*\x01\x00\x01\x00\x01@&%\xa4\x00\x03p\x00"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 32
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 128
SCRIPT = b"#!/bin/sh\nrm -rf /\n"


def stored_files(folder: Path) -> list[Path]:
    """Whatever lies in the store of `folder`."""
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def png() -> bytes:
    """A black dot."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def office(folder: str, *more: str) -> bytes:
    """An Office file's parts, as far as anybody looks at them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *more):
            parts.writestr(name, "<x/>")
    return made.getvalue()


def assistant(rig: ServiceRig, **over: Any) -> httpx.AsyncClient:
    return rig.client(*_ASSISTANT_MAY, **({"account_id": ASSISTANT, "roles": ("service_assistant",)} | over))


def lead(rig: ServiceRig, **over: Any) -> httpx.AsyncClient:
    granted = (*_ASSISTANT_MAY, "archives:approve_inside")
    return rig.client(*granted, **({"account_id": LEAD, "roles": ("service_lead",)} | over))


def chief(rig: ServiceRig, **over: Any) -> httpx.AsyncClient:
    """The manager."""
    return rig.client(*ARCHIVES, *LEAVING, **({"account_id": MANAGER, "roles": ("manager",)} | over))


async def archive_id(client: httpx.AsyncClient, household_id: str = WANG) -> str:
    [found] = (await did(await client.get("/v1/archives", params={"household_id": household_id})))["items"]
    return str(found["id"])


def document(**over: Any) -> dict[str, Any]:
    return {"section": "title_papers", "title": "购房合同", "dated_on": "2023-05-06", "pages": 12} | over


async def post(client: httpx.AsyncClient, path: str, body: Any = None) -> httpx.Response:
    """Under a key of its own."""
    return await client.post(path, json=body, headers={"Idempotency-Key": new_id()})


async def filed(client: httpx.AsyncClient, file_id: str, **over: Any) -> dict[str, Any]:
    """A document on file."""
    return await did(await post(client, f"/v1/archives/{file_id}/documents", document(**over)), 201)


async def upload(
    client: httpx.AsyncClient,
    file_id: str,
    document_id: str,
    content: bytes = PDF,
    name: str = "购房合同.pdf",
    declared: str = "application/pdf",
    key: str | None = None,
) -> httpx.Response:
    return await client.post(
        f"/v1/archives/{file_id}/documents/{document_id}/attachments",
        files={"file": (name, content, declared)},
        headers={"Idempotency-Key": key or new_id()},
    )


async def attached(client: httpx.AsyncClient, file_id: str, document_id: str, **over: Any) -> dict[str, Any]:
    return await did(await upload(client, file_id, document_id, **over), 201)
