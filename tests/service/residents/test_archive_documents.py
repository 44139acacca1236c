"""Handbook R-10, R-11: documents, their attachments, the directory and its completeness."""

import hashlib
import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from services.residents.archives.domain.directory import Section
from services.residents.archives.domain.errors import FileDestroyed
from services.residents.archives.models import ArchiveDocument, StoredObject
from services.residents.archives.usecases.file_document import Paper, file_document
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.runtime.files.store import FileStore
from tests.service.residents.builders import FOREIGN_HOUSEHOLD, LI, WANG, desk, did, member, permitted
from tests.service.residents.counting import counted
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
    document,
    filed,
    office,
    png,
    post,
    upload,
)
from tests.service.support import ELSEWHERE, GARDEN, SUNDAY_NOON, ServiceRig

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def stored_files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


@pytest.fixture
def folder(rig: ServiceRig, tmp_path: Path) -> Path:
    """Where this test's service keeps its files."""
    rig.app.state.files.url = (tmp_path / "files").as_uri()
    return tmp_path


async def test_the_whole_file_is_read_in_four_queries_however_much_is_in_it(rig: ServiceRig, folder: Path) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        for pages in (1, 2, 3):
            paper = await filed(client, file_id, pages=pages)
            await attached(client, file_id, paper["id"], content=PDF + bytes([pages]))
        with counted(rig) as queries:
            whole = await did(await client.get(f"/v1/archives/{file_id}"))
    assert len(queries) == 4
    assert [len(each["attachments"]) for each in whole["documents"]] == [1, 1, 1]
    assert whole["document_count"] == 3


async def test_a_file_shows_what_is_present_missing_or_not_asked_for_and_its_completeness(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        empty = await did(await client.get(f"/v1/archives/{file_id}"))
        assert [each["occasion"] for each in empty["occasions"]] == ["move_in"]
        assert empty["completeness_percent"] == 0
        await filed(client, file_id)
        exempt = {"section": "interim_convention", "reason": "二手房，前业主已签"}
        whole = await did(await client.post(f"/v1/archives/{file_id}/exempt", json=exempt))
    assert whole["completeness_percent"] == 12  # one of eight
    lines = {line["section"]: line for line in whole["directory"]}
    assert list(lines) == [section.value for section in Section]
    assert (lines["title_papers"]["standing"], lines["title_papers"]["documents"]) == ("present", 1)
    assert (lines["key_receipt"]["standing"], lines["key_receipt"]["is_required"]) == ("missing", True)
    assert lines["interim_convention"]["exempt_reason"] == "二手房，前业主已签"
    assert lines["interim_convention"]["standing"] == lines["praise"]["standing"] == "not_applicable"


async def test_a_section_that_has_papers_cannot_be_said_not_to_apply(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        body = {"section": "title_papers", "reason": "x"}
        assert (await client.post(f"/v1/archives/{file_id}/exempt", json=body)).status_code == 409
        path = f"/v1/archives/{file_id}/documents/{paper['id']}/supersede"
        await did(await client.post(path, json={"reason": "归错户"}))
        await did(await client.post(f"/v1/archives/{file_id}/exempt", json=body))
        again = await did(await client.post(f"/v1/archives/{file_id}/require", json={"section": "title_papers"}))
    [line] = [each for each in again["directory"] if each["section"] == "title_papers"]
    assert (line["standing"], line["exempt_reason"]) == ("missing", None)


async def test_a_households_history_asks_for_its_papers(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        tenant = member(role="tenant", name="新租客", phone="13900139000")
        await did(await client.post(f"/v1/households/{WANG}/members", json=tenant), 200)
    await permitted(rig)
    async with assistant(rig) as client:
        wang = await did(await client.get(f"/v1/archives/{await archive_id(client)}"))
        li = await did(await client.get(f"/v1/archives/{await archive_id(client, LI)}"))
        vehicle = await did(await client.post(f"/v1/archives/{wang['id']}/occasions", json={"occasion": "vehicle"}))
    assert [each["occasion"] for each in wang["occasions"]] == ["move_in", "tenancy"]
    assert "renovation" in [each["occasion"] for each in li["occasions"]]
    assert {line["section"] for line in vehicle["directory"] if line["is_required"]} >= {"vehicle_space"}


async def test_another_subject_files_the_same_thing_once(rig: ServiceRig) -> None:
    paper = Paper(Section.KEY_RECEIPT, "钥匙领用单", SUNDAY_NOON.date(), reference_id="move-in-7")
    ids = []
    for _ in range(2):
        async with rig.service.unit_of_work.begin(rig.unit_of_work_context()) as tx:
            made = await file_document(tx, household_id=WANG, community_id=GARDEN, paper=paper, filed_by=None)
            ids.append(made.id)
    assert ids[0] == ids[1]
    with pytest.raises(NotFound):
        async with rig.service.unit_of_work.begin(rig.unit_of_work_context()) as tx:
            await file_document(tx, household_id=FOREIGN_HOUSEHOLD, community_id=GARDEN, paper=paper, filed_by=None)
    assert FileDestroyed.slug == "file-destroyed"


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


async def test_a_superseded_document_stays_and_takes_nothing_more(rig: ServiceRig, folder: Path) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        wrong, right = await filed(client, file_id), await filed(client, file_id)
        path = f"/v1/archives/{file_id}/documents/{wrong['id']}"
        itself = await client.post(f"{path}/supersede", json={"reason": "x", "replaced_by_id": wrong["id"]})
        other = await client.post(f"{path}/supersede", json={"reason": "x", "replaced_by_id": new_id()})
        done = await did(
            await client.post(f"{path}/supersede", json={"reason": "归错户", "replaced_by_id": right["id"]})
        )
        twice = await client.post(f"{path}/supersede", json={"reason": "归错户"})
        late = await upload(client, file_id, wrong["id"])
        whole = await did(await client.get(f"/v1/archives/{file_id}"))
    assert itself.status_code == other.status_code == 422
    assert done["replaced_by_id"] == right["id"]
    assert twice.status_code == late.status_code == 409
    assert len(whole["documents"]) == 2


async def test_the_database_itself_refuses_to_lose_a_document(rig: ServiceRig, folder: Path) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        paper = await filed(client, file_id)
        await attached(client, file_id, paper["id"])
    for table in ("archive_attachments", "archive_documents"):
        with pytest.raises(DBAPIError, match="unregistered"):
            async with rig.service.database.transaction() as session:
                await session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - the two above
    async with rig.service.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(ArchiveDocument)) == 1
        assert await session.scalar(select(func.count()).select_from(StoredObject)) == 1


async def test_a_document_of_another_communitys_file_does_not_exist(rig: ServiceRig, folder: Path) -> None:
    async with assistant(rig) as client, assistant(rig, communities=(ELSEWHERE,)) as stranger:
        file_id, other_id = await archive_id(client), await archive_id(client, LI)
        paper = await filed(client, file_id)
        kept = await attached(client, file_id, paper["id"])
        for path in (file_id, other_id):
            wrong = stranger if path == file_id else client
            base = f"/v1/archives/{path}/documents/{paper['id']}"
            assert (await wrong.get(base)).status_code == 404
            assert (await wrong.get(f"{base}/attachments/{kept['id']}")).status_code == 404
            assert (await wrong.post(f"{base}/supersede", json={"reason": "x"})).status_code == 404
            assert (await upload(wrong, path, paper["id"])).status_code == 404
        assert (await post(stranger, f"/v1/archives/{file_id}/documents", document())).status_code == 404


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title": "a\x00b"}, "/title"),
        ({"title": " "}, "/title"),
        ({"title": "长" * 201}, "/title"),
        ({"section": "secrets"}, "/section"),
        ({"dated_on": "1066-10-14"}, "/dated_on"),
        ({"dated_on": "9999-12-31"}, "/dated_on"),
        ({"copies": 0}, "/copies"),
        ({"copies": 10**12}, "/copies"),
        ({"note": "\ud800"}, "/note"),
        ({"archive_id": "x"}, "/archive_id"),
    ],
)
async def test_a_bad_document_is_refused_naming_the_field(rig: ServiceRig, over: dict[str, object], field: str) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        refused = await client.post(
            f"/v1/archives/{file_id}/documents",
            content=json.dumps(document(**over)),
            headers={"Idempotency-Key": new_id(), "Content-Type": "application/json"},
        )
    body = await did(refused, 422)
    assert [fault["pointer"] for fault in body["errors"]] == [field]


async def test_a_stale_reader_files_nothing(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        file_id = await archive_id(client)
        await filed(client, file_id)
        stale = await client.post(
            f"/v1/archives/{file_id}/documents",
            json=document(),
            headers={"Idempotency-Key": new_id(), "If-Match": '"1"'},
        )
        assert stale.status_code == 412
