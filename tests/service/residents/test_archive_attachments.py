"""Handbook R-10: attachments of documents: what is taken, kept, given back and swept."""

import hashlib
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from shared.kernel.ids import new_id
from shared.runtime.files.store import FileStore
from tests.service.residents.builders import LI, did
from tests.service.residents.files import (
    HEIC,
    JPEG,
    PDF,
    PROGRAM,
    SCRIPT,
    WEBP,
    archive_id,
    assistant,
    attached,
    filed,
    office,
    png,
    stored_files,
    upload,
)
from tests.service.support import ServiceRig

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def test_an_upload_comes_back_byte_for_byte_under_its_chinese_name(rig: ServiceRig, folder: Path) -> None:
    content = PDF + b"\n" * 3_000_000
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        kept = await attached(client, file_id, paper["id"], content=content, name="购房 合同'；.pdf")
        path = f"/v1/archives/{file_id}/documents/{paper['id']}/attachments/{kept['id']}"
        answer = await client.get(path)
        unchanged = await client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert answer.content == content
    assert kept["sha256"] == hashlib.sha256(content).hexdigest()
    assert answer.headers["ETag"] == f'"{kept["sha256"]}"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"__ ____.pdf\"; filename*=UTF-8''%E8%B4%AD%E6%88%BF%20%E5%90%88%E5%90%8C%27%EF%BC%9B.pdf"
    )
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize(
    ("content", "name", "declared", "found"),
    [
        (JPEG, "a.jpg", "image/jpeg", "image/jpeg"),
        (png(), "A.PNG", "image/png", "image/png"),
        (WEBP, "a.webp", "image/webp", "image/webp"),
        (HEIC, "a.heic", "application/octet-stream", "image/heic"),
        (HEIC, "a.heif", "image/heif", "image/heic"),
        (office("word"), "a.docx", DOCX, DOCX),
        (office("xl"), "a.xlsx", XLSX, XLSX),
        (PDF, "scan", "application/pdf", "application/pdf"),
    ],
)
async def test_a_paper_is_taken_as_what_it_is(
    rig: ServiceRig, folder: Path, content: bytes, name: str, declared: str, found: str
) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        kept = await attached(client, file_id, paper["id"], content=content, name=name, declared=declared)
    assert (kept["media_type"], kept["size"]) == (found, len(content))


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (PROGRAM, "photo.jpg", "image/jpeg"),
        (SCRIPT, "photo.png", "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "image/svg+xml"),
        (b"<html><script>alert(1)</script>", "a.pdf", "application/pdf"),
        (PDF, "a.jpg", "image/jpeg"),
        (PDF, "a.exe", "application/pdf"),
        (JPEG, "a.jpg", "application/pdf"),
        (JPEG + office("word"), "a.jpg", "image/jpeg"),
        (office("word", "word/vbaProject.bin"), "a.docx", DOCX),
        (office("word"), "a.xlsx", XLSX),
        (office("lib"), "a.docx", DOCX),
        (b"PK\x03\x04 no zip at all", "a.docx", DOCX),
        (b"", "a.pdf", "application/pdf"),
    ],
)
async def test_a_picture_that_is_a_program_is_refused_naming_the_field(
    rig: ServiceRig, folder: Path, content: bytes, name: str, declared: str
) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        refusal = await did(await upload(client, file_id, paper["id"], content, name, declared), 422)
        whole = await did(await client.get(f"/v1/archives/{file_id}"))
    assert refusal["errors"][0]["pointer"] == "/file"
    assert whole["documents"][0]["attachments"] == []
    assert stored_files(folder) == []


async def test_a_nul_in_a_files_name_is_refused(rig: ServiceRig, folder: Path) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\0b.pdf"\r\n\r\n' + PDF + b"\r\n--x--\r\n"
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        refused = await client.post(
            f"/v1/archives/{file_id}/documents/{paper['id']}/attachments",
            content=body,
            headers={"Idempotency-Key": new_id(), "Content-Type": "multipart/form-data; boundary=x"},
        )
        broken = await client.post(
            f"/v1/archives/{file_id}/documents/{paper['id']}/attachments",
            content=b"--y",
            headers={"Idempotency-Key": new_id(), "Content-Type": "multipart/form-data; boundary=x"},
        )
    assert refused.status_code in {400, 422}
    assert broken.status_code in {400, 422}
    assert stored_files(folder) == []


async def test_a_path_in_a_files_name_is_a_name(rig: ServiceRig, folder: Path) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        kept = await attached(client, file_id, paper["id"], name="../../etc/合同.pdf")
    assert kept["filename"] == "合同.pdf"
    assert [path.name for path in stored_files(folder)] != ["合同.pdf"]


async def test_an_attachment_over_the_limit_is_refused(rig: ServiceRig, folder: Path) -> None:
    rig.app.state.files.limit_bytes = 1000
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        refused = await did(await upload(client, file_id, paper["id"], PDF + b"x" * 2000), 413)
        whole_body = await upload(client, file_id, paper["id"], PDF + b"x" * 11_000_000)
    assert refused["type"] == "urn:lobby:problem:attachment-too-large"
    assert whole_body.status_code == 413
    assert stored_files(folder) == []


async def test_the_same_content_is_stored_once_and_attached_once(rig: ServiceRig, folder: Path) -> None:
    async with assistant(rig) as client:
        file_id, other_id = await archive_id(client), await archive_id(client, LI)
        paper, other = await filed(client, file_id), await filed(client, other_id)
        first = await attached(client, file_id, paper["id"])
        again = await attached(client, file_id, paper["id"], name="同一份.pdf")
        elsewhere = await attached(client, other_id, other["id"])
    assert first["id"] == again["id"] != elsewhere["id"]
    assert len(stored_files(folder)) == 1


async def test_an_upload_is_replayed_by_its_key(rig: ServiceRig, folder: Path) -> None:
    key = new_id()
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper, other = await filed(client, file_id), await filed(client, file_id)
        first = await upload(client, file_id, paper["id"], key=key)
        second = await upload(client, file_id, paper["id"], key=key)
        reused = await upload(client, file_id, paper["id"], PDF + b"other", key=key)
        other_place = await upload(client, file_id, other["id"], key=key)
        without = await client.post(
            f"/v1/archives/{file_id}/documents/{paper['id']}/attachments", files={"file": ("a.pdf", PDF)}
        )
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert reused.status_code == other_place.status_code == 422
    assert without.status_code == 400


async def test_a_lost_or_corrupt_attachment_is_told_as_such(rig: ServiceRig, folder: Path) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        kept = await attached(client, file_id, paper["id"])
        path = f"/v1/archives/{file_id}/documents/{paper['id']}/attachments/{kept['id']}"
        [stored] = stored_files(folder)
        stored.write_bytes(PDF[:-1] + b"!")
        corrupt = await did(await client.get(path), 409)
        stored.unlink()
        lost = await did(await client.get(path), 409)
        await attached(client, file_id, paper["id"])  # uploading again heals it
        healed = await client.get(path)
    assert corrupt["type"] == "urn:lobby:problem:attachment-corrupt"
    assert lost["type"] == "urn:lobby:problem:attachment-lost"
    assert healed.content == PDF


async def test_a_store_that_cannot_be_written_answers_503(rig: ServiceRig, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file is no folder")
    rig.app.state.files.url = (tmp_path / "taken" / "files").as_uri()
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        refused = await upload(client, file_id, paper["id"])
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"


async def test_another_kind_of_store_by_setting_works_the_same(rig: ServiceRig) -> None:
    rig.app.state.files = FileStore("memory:///", prefix="archive-objects", limit_bytes=10_000)
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        kept = await attached(client, file_id, paper["id"])
        path = f"/v1/archives/{file_id}/documents/{paper['id']}/attachments/{kept['id']}"
        assert (await client.get(path)).content == PDF
        rig.app.state.files = FileStore("memory:///", prefix="archive-objects", limit_bytes=10_000)
        assert (await client.get(path)).status_code == 409


async def test_a_bucket_is_asked_at_its_address_with_credentials_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str]] = []

    class EmptyBucket(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            asked.append((self.path, self.headers["Authorization"]))
            self.send_response(404)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), EmptyBucket) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for name, content in {
            "ENDPOINT": f"http://127.0.0.1:{server.server_port}",
            "ALLOW_HTTP": "true",
            "REGION": "cn-north-1",
            "ACCESS_KEY_ID": "who",
            "SECRET_ACCESS_KEY": "secret",
        }.items():
            monkeypatch.setenv(f"AWS_{name}", content)
        assert not await FileStore("s3://files/lobby", prefix="archive-objects", limit_bytes=1).has("0001-abcd", size=1)
        server.shutdown()
    [(path, signed)] = asked
    assert path == "/files/lobby/archive-objects/cd/0001-abcd"
    assert signed.startswith("AWS4-HMAC-SHA256 Credential=who/")


async def test_an_upload_that_never_committed_is_swept_after_an_hour(rig: ServiceRig, folder: Path) -> None:
    async def pieces() -> object:
        yield b"stray"

    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        await attached(client, file_id, paper["id"])
    await rig.app.state.files.put(new_id(), pieces())
    # Files carry the machine's time, the service tells by its own clock.
    newest = max(path.stat().st_mtime for path in stored_files(folder))
    rig.clock.advance(timedelta(seconds=newest - rig.clock.now().timestamp() + 60))
    await rig.run_job("archive_stray_contents")
    assert len(stored_files(folder)) == 2
    rig.clock.advance(timedelta(hours=1))
    await rig.run_job("archive_stray_contents")
    [left] = stored_files(folder)
    assert left.read_bytes() == PDF
