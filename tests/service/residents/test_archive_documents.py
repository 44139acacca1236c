"""Handbook R-10, R-11: documents, their attachments, the directory and its completeness."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from services.residents.archives.domain.directory import Section
from services.residents.archives.domain.errors import FileDestroyed
from services.residents.archives.models import ArchiveDocument, StoredObject
from services.residents.archives.usecases.file_document import Paper, file_document
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from tests.service.residents.builders import FOREIGN_HOUSEHOLD, LI, WANG, desk, did, member, permitted
from tests.service.residents.counting import counted
from tests.service.residents.files import (
    PDF,
    archive_id,
    assistant,
    attached,
    document,
    filed,
    post,
    upload,
)
from tests.service.support import ELSEWHERE, GARDEN, SUNDAY_NOON, ServiceRig


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
