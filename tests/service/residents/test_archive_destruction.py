"""Handbook R-14: retention, disputes, destruction under witness, the register for ever."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.kernel.ids import new_id
from tests.service.residents.builders import DESK, FOREIGN_HOUSEHOLD, LI, MANAGER, WANG, departs, did, payment
from tests.service.residents.counting import counted
from tests.service.residents.files import (
    ASSISTANT,
    LEAD,
    PDF,
    archive_id,
    assistant,
    attached,
    chief,
    filed,
    lead,
    post,
    upload,
)
from tests.service.residents.test_archives import closed
from tests.service.support import ELSEWHERE, ServiceRig

PATH = "/v1/archives/destructions"
THREE_YEARS = timedelta(days=3 * 365 + 2)


@pytest.fixture
def folder(rig: ServiceRig, tmp_path: Path) -> Path:
    rig.app.state.files.url = (tmp_path / "files").as_uri()
    return tmp_path / "files"


def contents(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def departed(rig: ServiceRig, household_id: str = WANG) -> str:
    """Its file with a document, an attachment and a record, closed."""
    async with assistant(rig) as client:
        file_id = await archive_id(client, household_id)
        paper = await filed(client, file_id)
        await attached(client, file_id, paper["id"])
        ticket = closed(household_id=household_id, number="T261122-0007")
        await rig.tell(ticket, subject=ticket.ticket_id)
        await departs(rig, household_id)
    return file_id


async def proposed(rig: ServiceRig, *file_ids: str) -> str:
    async with assistant(rig) as client:
        made = await did(await post(client, PATH, {"archive_ids": list(file_ids), "reason": "保存期满"}), 201)
    return str(made["id"])


async def witnessed(rig: ServiceRig, *file_ids: str, keep: Any = ()) -> str:
    """Proposed by the assistant, appraised by the lead, approved by the manager, before the lead as witness."""
    destruction_id = await proposed(rig, *file_ids)
    path = f"{PATH}/{destruction_id}"
    async with lead(rig) as head, chief(rig) as manager:
        await did(await head.post(f"{path}/appraise", json={"keep": list(keep)}))
        await did(await manager.post(f"{path}/approve"))
        await did(await head.post(f"{path}/witness"))
    return destruction_id


async def test_a_departed_file_is_kept_three_years_or_as_its_importance_says(rig: ServiceRig) -> None:
    file_id = await departed(rig)
    async with chief(rig) as client:
        kept = {}
        for importance in (None, "minor", "ordinary", "important"):
            body = {"importance": importance}
            shown = await did(await client.post(f"/v1/archives/{file_id}/classify", json=body))
            kept[importance] = shown["retain_until"]
        present = await did(await client.get(f"/v1/archives/{await archive_id(client, LI)}"))
    assert kept == {None: "2029-11-22", "minor": "2027-11-22", "ordinary": "2028-11-22", "important": "2029-11-22"}
    assert present["retain_until"] is None


async def test_a_destruction_leaves_a_register_entry_for_each_document_and_nothing_else(
    rig: ServiceRig, folder: Path
) -> None:
    file_id, kept_id = await departed(rig), await departed(rig, LI)
    async with assistant(rig) as client:
        for_li = await filed(client, kept_id, title="另一份")
        await attached(client, kept_id, for_li["id"], content=PDF + b"other")
        before = await did(await client.get(f"/v1/archives/{file_id}"))
    rig.clock.advance(THREE_YEARS)
    destruction_id = await witnessed(rig, file_id, kept_id, keep=[{"archive_id": kept_id, "note": "有查阅价值"}])
    async with chief(rig) as manager:
        done = await did(await post(manager, f"{PATH}/{destruction_id}/carry-out"))
        after = await did(await manager.get(f"/v1/archives/{file_id}"))
        kept = await did(await manager.get(f"/v1/archives/{kept_id}"))
        with counted(rig) as queries:
            register = (await did(await manager.get("/v1/archives/destruction-register")))["items"]
    assert (done["status"], done["documents_destroyed"], done["witness_id"]) == ("carried_out", 2, LEAD)
    assert (after["documents"], after["entries"], after["destroyed_on"]) == ([], [], "2029-11-23")
    assert len(kept["documents"]) == 2
    assert {entry["id"] for entry in register} == {before["documents"][0]["id"], before["entries"][0]["id"]}
    [paper] = [entry for entry in register if entry["kind"] == "document"]
    assert (paper["title"], paper["section"], paper["archive_number"]) == ("购房合同", "title_papers", "SG-3#2-5-1")
    parts = [paper[who] for who in ("proposed_by", "appraised_by", "approved_by", "witness_id", "carried_out_by")]
    assert parts == [ASSISTANT, LEAD, MANAGER, LEAD, MANAGER]
    assert paper["attachments"][0]["sha256"] == before["documents"][0]["attachments"][0]["sha256"]
    assert len(queries) == 1
    [told] = await rig.told("archive.destroyed")
    assert (told.data["number"], told.data["documents"], told.subject) == ("SG-3#2-5-1", 2, file_id)


async def test_the_contents_go_by_a_job_that_may_run_again_but_not_what_another_file_names(
    rig: ServiceRig, folder: Path
) -> None:
    file_id, other_id = await departed(rig), await departed(rig, LI)  # the same content in both
    async with assistant(rig) as client:
        paper = await filed(client, file_id)
        await attached(client, file_id, paper["id"], content=PDF + b"only here")
    rig.clock.advance(THREE_YEARS)
    destruction_id = await witnessed(rig, file_id)
    assert len(contents(folder)) == 2
    async with chief(rig) as manager:
        await did(await post(manager, f"{PATH}/{destruction_id}/carry-out"))
        for _ in range(3):
            await rig.run_job("archive_released_contents")
        [left] = contents(folder)
        assert left.read_bytes() == PDF
        other = (await did(await manager.get(f"/v1/archives/{other_id}")))["documents"][0]
        path = f"/v1/archives/{other_id}/documents/{other['id']}/attachments/{other['attachments'][0]['id']}"
        assert (await manager.get(path)).content == PDF
        # What was destroyed may be uploaded anew elsewhere: it is stored anew.
        again = await filed(manager, await archive_id(manager, LI))
        await attached(manager, other_id, again["id"], content=PDF + b"only here")
    assert len(contents(folder)) == 2


async def test_a_file_under_dispute_is_not_destroyed_at_any_step(rig: ServiceRig, folder: Path) -> None:
    file_id = await departed(rig)
    rig.clock.advance(THREE_YEARS)
    async with assistant(rig) as client, chief(rig) as manager, lead(rig) as head:
        destruction_id = await proposed(rig, file_id)
        path = f"{PATH}/{destruction_id}"
        await did(await head.post(f"{path}/appraise", json={}))
        marked = await did(await client.post(f"/v1/archives/{file_id}/dispute", json={"reason": "物业费诉讼"}))
        twice = await client.post(f"/v1/archives/{file_id}/dispute", json={"reason": "again"})
        at_approval = await did(await manager.post(f"{path}/approve"), 409)
        anew = await did(await post(client, PATH, {"archive_ids": [file_id], "reason": "x"}), 409)
        expired = await did(await client.get("/v1/archives", params={"state": "expired"}))
        disputed = await did(await client.get("/v1/archives", params={"state": "disputed"}))
        assert (await client.post(f"/v1/archives/{file_id}/settle-dispute")).status_code == 403
        settled = await did(await manager.post(f"/v1/archives/{file_id}/settle-dispute"))
        none_left = await manager.post(f"/v1/archives/{file_id}/settle-dispute")
    assert marked["disputed_since"] == "2029-11-23"
    assert at_approval["type"] == anew["type"] == "urn:lobby:problem:file-under-dispute"
    assert twice.status_code == none_left.status_code == 409
    assert (expired["items"], [each["id"] for each in disputed["items"]]) == ([], [file_id])
    assert settled["retain_until"] == "2032-11-23"


async def test_a_dispute_after_the_approval_still_stops_it(rig: ServiceRig, folder: Path) -> None:
    file_id = await departed(rig)
    rig.clock.advance(THREE_YEARS)
    destruction_id = await witnessed(rig, file_id)
    async with chief(rig) as manager:
        await did(await manager.post(f"/v1/archives/{file_id}/dispute", json={"reason": "投诉未决"}))
        refused = await did(await post(manager, f"{PATH}/{destruction_id}/carry-out"), 409)
        whole = await did(await manager.get(f"/v1/archives/{file_id}"))
        register = await did(await manager.get("/v1/archives/destruction-register"))
    assert refused["type"] == "urn:lobby:problem:file-under-dispute"
    assert len(whole["documents"]) == 1
    assert register["items"] == []


async def test_what_is_present_retained_or_out_is_not_listed(rig: ServiceRig, folder: Path) -> None:
    async with assistant(rig) as client, lead(rig) as head:
        li_file = await archive_id(client, LI)
        present = await did(await post(client, PATH, {"archive_ids": [li_file], "reason": "x"}), 409)
        file_id = await departed(rig)
        rig.clock.advance(timedelta(days=3 * 365))
        retained = await did(await post(client, PATH, {"archive_ids": [file_id], "reason": "x"}), 409)
        loan = {"kind": "read", "borrower": "inside", "borrower_name": "李敏", "purpose": "x"}
        made = await did(await post(client, f"/v1/archives/{file_id}/loans", loan), 201)
        await did(await head.post(f"/v1/archives/loans/{made['id']}/approve"))
        await did(await client.post(f"/v1/archives/loans/{made['id']}/hand-out"))
        rig.clock.advance(timedelta(days=2))
        out = await did(await post(client, PATH, {"archive_ids": [file_id], "reason": "x"}), 409)
    assert present["type"] == "urn:lobby:problem:file-of-present-household"
    assert retained["type"] == "urn:lobby:problem:file-retained"
    assert out["type"] == "urn:lobby:problem:file-out"


async def test_nobody_approves_what_they_listed_or_appraised_and_no_witness_carries_it_out(
    rig: ServiceRig, folder: Path
) -> None:
    file_id = await departed(rig)
    rig.clock.advance(THREE_YEARS)
    async with chief(rig) as manager, chief(rig, account_id=DESK) as other:
        mine = await did(await post(manager, PATH, {"archive_ids": [file_id], "reason": "x"}), 201)
        path = f"{PATH}/{mine['id']}"
        await did(await other.post(f"{path}/appraise", json={}))
        for somebody in (manager, other):
            refused = await did(await somebody.post(f"{path}/approve"), 403)
            assert refused["type"] == "urn:lobby:problem:own-request"
        async with chief(rig, account_id=LEAD) as third:
            await did(await third.post(f"{path}/approve"))
        assert (await post(manager, f"{path}/carry-out")).status_code == 409  # nobody watches yet
        await did(await manager.post(f"{path}/witness"))
        own = await did(await post(manager, f"{path}/carry-out"), 403)
        assert own["type"] == "urn:lobby:problem:witness-is-executor"
        await did(await post(other, f"{path}/carry-out"))


async def test_a_destroyed_file_takes_nothing_more(rig: ServiceRig, folder: Path) -> None:
    file_id = await departed(rig)
    rig.clock.advance(THREE_YEARS)
    destruction_id = await witnessed(rig, file_id)
    async with chief(rig) as manager:
        await did(await post(manager, f"{PATH}/{destruction_id}/carry-out"))
        document = {"section": "praise", "title": "x", "dated_on": "2029-11-23"}
        assert (await post(manager, f"/v1/archives/{file_id}/documents", document)).status_code == 409
        for path, body in (
            ("occasions", {"occasion": "vehicle"}),
            ("exempt", {"section": "praise", "reason": "x"}),
            ("classify", {"importance": None}),
            ("dispute", {"reason": "x"}),
        ):
            assert (await manager.post(f"/v1/archives/{file_id}/{path}", json=body)).status_code == 409, path
        loan = {"kind": "read", "borrower": "inside", "borrower_name": "x", "purpose": "x"}
        assert (await post(manager, f"/v1/archives/{file_id}/loans", loan)).status_code == 409
        assert (await upload(manager, file_id, new_id())).status_code == 404
        late = payment("late", [], household=WANG)
        await rig.tell(late, subject=late.payment_id)
        again = await did(await post(manager, PATH, {"archive_ids": [file_id], "reason": "x"}), 409)
        whole = await did(await manager.get(f"/v1/archives/{file_id}"))
    assert again["type"] == "urn:lobby:problem:file-destroyed"
    assert whole["entries"] == []


async def test_the_database_refuses_to_change_or_delete_the_register(rig: ServiceRig, folder: Path) -> None:
    file_id = await departed(rig)
    rig.clock.advance(THREE_YEARS)
    destruction_id = await witnessed(rig, file_id)
    async with chief(rig) as manager:
        await did(await post(manager, f"{PATH}/{destruction_id}/carry-out"))
    for statement in ("DELETE FROM archive_register", "UPDATE archive_register SET title = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with rig.service.database.transaction() as session:
                await session.execute(text(statement))


async def test_a_list_with_another_communitys_file_is_not_made(rig: ServiceRig, folder: Path) -> None:
    file_id = await departed(rig)
    rig.clock.advance(THREE_YEARS)
    async with chief(rig, communities=(ELSEWHERE,)) as stranger, assistant(rig) as client:
        foreign = await archive_id(stranger, FOREIGN_HOUSEHOLD)
        body = {"archive_ids": [file_id, foreign], "reason": "x"}
        assert (await post(client, PATH, body)).status_code == 404
        assert (await post(stranger, PATH, {"archive_ids": [file_id], "reason": "x"})).status_code == 404
        destruction_id = await proposed(rig, file_id)
        path = f"{PATH}/{destruction_id}"
        assert (await stranger.get(path)).status_code == 404
        for step in ("approve", "refuse", "withdraw", "witness", "carry-out"):
            assert (await post(stranger, f"{path}/{step}")).status_code == 404
        assert (await did(await stranger.get(PATH)))["items"] == []
    async with lead(rig) as head:
        wrong = {"keep": [{"archive_id": foreign, "note": "x"}]}
        refused = await did(await head.post(f"{path}/appraise", json=wrong), 422)
        assert refused["errors"][0]["pointer"] == "/keep/0/archive_id"


async def test_an_appraisal_that_keeps_everything_leaves_nothing_to_approve(rig: ServiceRig, folder: Path) -> None:
    file_id = await departed(rig)
    rig.clock.advance(THREE_YEARS)
    destruction_id = await proposed(rig, file_id)
    async with lead(rig) as head, chief(rig) as manager:
        keep = {"keep": [{"archive_id": file_id, "note": "x"}]}
        await did(await head.post(f"{PATH}/{destruction_id}/appraise", json=keep))
        assert (await manager.post(f"{PATH}/{destruction_id}/approve")).status_code == 409
        refused = await did(await manager.post(f"{PATH}/{destruction_id}/refuse", json={"note": "保留"}))
    assert (refused["status"], refused["decision_note"]) == ("refused", "保留")
