"""Notes and attachments of a ticket. Source: permissions.md, handbook T-05, T-09, decision 0012."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.tickets.attachments.domain.purposes import MOST_ATTACHMENTS
from services.tickets.attachments.usecases.sweep_store import remove_strays
from shared.kernel.ids import new_id
from tests.service.support import ELSEWHERE
from tests.service.tickets.desk import Desk, account
from tests.service.tickets.test_intake import statements

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
PDF = b"%PDF-1.7\n%%EOF\n"


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def note(desk: Desk, role: str, ticket_id: str, **body: Any) -> dict[str, Any]:
    answer = await desk.as_(role).post(f"/v1/tickets/{ticket_id}/notes", json=body)
    assert answer.status_code == 201, answer.text
    written: dict[str, Any] = answer.json()
    return written


async def texts(desk: Desk, role: str, ticket_id: str) -> list[str]:
    page = await desk.as_(role).get(f"/v1/tickets/{ticket_id}/notes")
    assert page.status_code == 200, page.text
    return [item["text"] for item in page.json()["items"]]


async def attach(
    desk: Desk,
    ticket_id: str,
    content: bytes = PNG,
    name: str = "漏水.png",
    *,
    role: str = "technician",
    key: str | None = None,
    form: Mapping[str, str] | None = None,
) -> httpx.Response:
    return await desk.as_(role).post(
        f"/v1/tickets/{ticket_id}/attachments",
        files={"file": (name, content)},
        data=dict(form or {}),
        headers={"Idempotency-Key": key or new_id()},
    )


async def test_a_department_keeps_its_notes_from_the_front_desk(desk: Desk) -> None:
    ticket = await desk.dispatched()
    await note(desk, "front_desk", ticket["id"], text="明天上午在家", visibility="public")
    inside = await note(desk, "technician", ticket["id"], text="是上家施工遗留", visibility="department")
    await note(desk, "front_desk", ticket["id"], text="业户情绪激动")
    assert (inside["department"], inside["author_id"]) == ("engineering", account("technician"))
    whole = ["明天上午在家", "是上家施工遗留", "业户情绪激动"]
    assert await texts(desk, "front_desk", ticket["id"]) == [whole[0], whole[2]]
    assert await texts(desk, "technician", ticket["id"]) == whole
    assert await texts(desk, "service_lead", ticket["id"]) == whole
    own = await note(desk, "front_desk", ticket["id"], text="已请示", visibility="department")
    assert own["department"] == "customer_service"
    assert await texts(desk, "technician", ticket["id"]) == whole


async def test_notes_are_narrowed_by_how_far_they_go(desk: Desk) -> None:
    ticket = await desk.dispatched()
    for visibility in ("public", "internal", "department"):
        await note(desk, "technician", ticket["id"], text=visibility, visibility=visibility)
    path = f"/v1/tickets/{ticket['id']}/notes"
    for role, visibility, shown in (
        ("technician", "public", ["public"]),
        ("technician", "department", ["department"]),
        ("front_desk", "internal", ["internal"]),
        ("front_desk", "department", []),
    ):
        page = await desk.as_(role).get(path, params={"visibility": visibility})
        assert [item["text"] for item in page.json()["items"]] == shown, (role, visibility)
    refused = await desk.as_("front_desk").get(path, params={"visibility": "secret"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/visibility")


async def history(desk: Desk, role: str, ticket_id: str, language: str = "en") -> list[tuple[str, str | None]]:
    page = await desk.as_(role, language=language).get(f"/v1/tickets/{ticket_id}/history")
    assert page.status_code == 200, page.text
    kinds = {"note", "attach"}
    return [(line["line"], line["note"]) for line in page.json()["items"] if line["action"] in kinds]


async def test_the_history_tells_of_a_note_to_whom_it_is(desk: Desk) -> None:
    ticket = await desk.dispatched()
    await note(desk, "front_desk", ticket["id"], text="明天上午在家", visibility="public")
    await note(desk, "technician", ticket["id"], text="是上家施工遗留", visibility="department")
    desk.rig.clock.advance(timedelta(minutes=5))
    await note(desk, "front_desk", ticket["id"], text="已请示", visibility="department")
    public = ("front_desk wrote a note (May be told to the requester)", "明天上午在家")
    inside = ("technician wrote a note (Inside the department)", "是上家施工遗留")
    own = ("front_desk wrote a note (Inside the department)", "已请示")
    assert await history(desk, "technician", ticket["id"]) == [public, inside]
    assert await history(desk, "front_desk", ticket["id"]) == [public, own]
    assert await history(desk, "service_lead", ticket["id"]) == [public, inside, own]
    assert (await history(desk, "technician", ticket["id"], "zh-CN"))[1][0] == "technician写了备注（部门内部）"
    for role in ("technician", "front_desk", "service_lead"):
        told = [text for _, text in await history(desk, role, ticket["id"])]
        assert told == await texts(desk, role, ticket["id"]), "the same people as the notes"
    page = (await desk.as_("front_desk").get(f"/v1/tickets/{ticket['id']}/history")).json()["items"][-1]
    assert (page["at"], page["actor_id"]) == ("2026-11-23T02:05:00Z", account("front_desk"))
    client = desk.as_("front_desk")
    first = (await client.get(f"/v1/tickets/{ticket['id']}/history", params={"limit": 3})).json()
    rest = await client.get(f"/v1/tickets/{ticket['id']}/history", params={"cursor": first["next_cursor"]})
    assert len(first["items"] + rest.json()["items"]) == 4, "opened, dispatched, and its two notes"


async def test_a_note_of_an_assignee_that_was_replaced_stays_its_departments(desk: Desk) -> None:
    """Who wrote it and who is of the department reads it; a technician of the same trade does."""
    ticket = await desk.dispatched()
    await note(desk, "technician", ticket["id"], text="阀门锈死", visibility="department")
    await desk.act("service_assistant", ticket["id"], "dispatch", assignee_id=account("technician", number=2))
    page = await desk.as_("technician", number=2).get(f"/v1/tickets/{ticket['id']}/history")
    assert "阀门锈死" in [line["note"] for line in page.json()["items"]]


async def test_the_history_tells_of_an_attachment_once(desk: Desk, folder: Path) -> None:
    ticket = await desk.dispatched()
    for key in ("photo", "photo", "again"):
        assert (await attach(desk, ticket["id"], key=key, form={"purpose": "work"})).status_code == 201
    assert await history(desk, "front_desk", ticket["id"]) == [("technician attached 漏水.png (Finished work)", None)]
    assert (await history(desk, "front_desk", ticket["id"], "zh-CN"))[0][
        0
    ] == "technician上传了附件 漏水.png（完工情况）"
    assert (await desk.show(ticket["id"]))["version"] == ticket["version"], "nobody's change turns stale by it"
    assert len(kept(folder)) == 3


async def test_notes_are_read_in_two_queries_and_in_pages(desk: Desk) -> None:
    ticket = await desk.open()
    for number in range(5):
        await note(desk, "front_desk", ticket["id"], text=str(number))
    client = desk.as_("front_desk")
    with statements(desk) as seen:
        page = (await client.get(f"/v1/tickets/{ticket['id']}/notes?limit=3")).json()
    assert len(seen) == 2
    rest = (await client.get(f"/v1/tickets/{ticket['id']}/notes?cursor={page['next_cursor']}")).json()
    assert [item["text"] for item in page["items"] + rest["items"]] == ["0", "1", "2", "3", "4"]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/text"),
        ({"text": " "}, "/text"),
        ({"text": "a\x00"}, "/text"),
        ({"text": "x" * 4001}, "/text"),
        ({"text": "a", "visibility": "secret"}, "/visibility"),
        ({"text": "a", "visibility": "department", "department": "security"}, "/department"),
        ({"text": "a", "at": "2026-01-01"}, "/at"),
    ],
)
async def test_a_note_that_makes_no_sense_is_refused(desk: Desk, body: dict[str, Any], pointer: str) -> None:
    ticket = await desk.open()
    answer = await desk.as_("front_desk").post(f"/v1/tickets/{ticket['id']}/notes", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert await texts(desk, "service_lead", ticket["id"]) == []


async def test_a_photo_is_kept_and_comes_back_as_it_was(desk: Desk, folder: Path) -> None:
    ticket = await desk.dispatched()
    answer = await attach(desk, ticket["id"], key="photo", form={"purpose": "work"})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["purpose"], made["filename"], made["media_type"]) == ("work", "漏水.png", "image/png")
    assert (made["size"], made["sha256"]) == (len(PNG), hashlib.sha256(PNG).hexdigest())
    assert (await attach(desk, ticket["id"], key="photo", form={"purpose": "work"})).content == answer.content
    assert (await attach(desk, ticket["id"], key="photo", content=PDF, name="a.pdf")).status_code == 422
    client, path = desk.as_("front_desk"), f"/v1/tickets/{ticket['id']}/attachments"
    with statements(desk) as seen:
        listed = (await client.get(path)).json()["items"]
    assert (listed, len(seen)) == ([made], 2)
    file = await client.get(f"{path}/{made['id']}")
    assert (file.content, file.headers["content-type"]) == (PNG, "image/png")
    assert (
        await client.get(f"{path}/{made['id']}", headers={"If-None-Match": file.headers["etag"]})
    ).status_code == 304
    assert answer.headers["location"] == f"{path}/{made['id']}"
    assert kept(folder)


async def test_the_same_content_is_one_attachment_and_its_second_copy_is_swept(desk: Desk, folder: Path) -> None:
    ticket = await desk.dispatched()
    first = (await attach(desk, ticket["id"])).json()
    assert (await attach(desk, ticket["id"], name="again.png")).json() == first
    assert len(kept(folder)) == 2
    service = desk.rig.service
    desk.rig.clock.advance(timedelta(days=3650))  # the store dates its files by the machine's own clock
    await remove_strays(desk.rig.app.state.files, service.unit_of_work)
    assert [path.name for path in kept(folder)] == [first["id"]]


@pytest.mark.parametrize(
    ("content", "name", "form", "pointer"),
    [
        (b"", "a.png", {}, "/file"),
        (b"MZ\x90\x00" + b"\x00" * 80, "a.png", {}, "/file"),
        (PNG, "a.pdf", {}, "/file"),
        (b"<script>", "a.html", {}, "/file"),
        (PNG, "a.png", {"purpose": "joke"}, "/purpose"),
    ],
)
async def test_what_is_no_picture_is_not_kept(
    desk: Desk, folder: Path, content: bytes, name: str, form: dict[str, str], pointer: str
) -> None:
    ticket = await desk.dispatched()
    answer = await attach(desk, ticket["id"], content, name, form=form)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert kept(folder) == []


async def test_a_file_that_is_too_large_or_one_too_many_is_refused(desk: Desk, folder: Path) -> None:
    ticket = await desk.dispatched()
    desk.rig.app.state.files.limit_bytes = 100
    assert (await attach(desk, ticket["id"], PNG + b"\x00" * 100)).status_code == 413
    assert kept(folder) == []
    for number in range(MOST_ATTACHMENTS):
        assert (await attach(desk, ticket["id"], PNG + bytes([number]))).status_code == 201
    refused = await attach(desk, ticket["id"], PDF, "a.pdf")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:lobby:problem:too-many-attachments")


async def test_a_lost_or_changed_content_is_told_as_such(desk: Desk, folder: Path) -> None:
    ticket = await desk.dispatched()
    made = (await attach(desk, ticket["id"])).json()
    path = f"/v1/tickets/{ticket['id']}/attachments/{made['id']}"
    (file,) = kept(folder)
    file.write_bytes(PDF)
    corrupt = await desk.as_("manager").get(path)
    file.unlink()
    lost = await desk.as_("manager").get(path)
    assert [it.json()["type"] for it in (corrupt, lost)] == [
        "urn:lobby:problem:attachment-corrupt",
        "urn:lobby:problem:attachment-lost",
    ]


async def test_notes_and_attachments_are_of_who_sees_the_ticket(desk: Desk, folder: Path) -> None:
    ticket = await desk.dispatched()
    made = (await attach(desk, ticket["id"])).json()
    path = f"/v1/tickets/{ticket['id']}"
    before = len(kept(folder))
    for stranger in (desk.as_("manager", community=ELSEWHERE), desk.as_("technician", number=2)):
        answers = [
            await stranger.get(f"{path}/notes"),
            await stranger.post(f"{path}/notes", json={"text": "a"}),
            await stranger.get(f"{path}/attachments"),
            await stranger.get(f"{path}/attachments/{made['id']}"),
            await stranger.post(
                f"{path}/attachments", files={"file": ("a.png", PNG)}, headers={"Idempotency-Key": new_id()}
            ),
        ]
        assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert len(kept(folder)) == before
    other = await desk.open()
    wrong = await desk.as_("manager").get(f"/v1/tickets/{other['id']}/attachments/{made['id']}")
    assert wrong.status_code == 404
    keyless = await desk.as_("manager").post(f"{path}/attachments", files={"file": ("a.png", PNG)})
    assert keyless.status_code == 400
